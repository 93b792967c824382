"""Drawings, figures and widgets alike: their words are whole, and large enough on a phone, where every
chart is seen whole; the colours of heat maps mean the same in both themes."""

# Half a pixel is lost in rounding.
CUT = """() => [...document.querySelectorAll("main svg text")].filter((text) => {
  const [word, svg] = [text, text.ownerSVGElement].map((e) => e.getBoundingClientRect());
  return word.width > 0 && (word.left < svg.left - 0.5 || word.right > svg.right + 0.5
    || word.top < svg.top - 0.5 || word.bottom > svg.bottom + 0.5);
}).map((text) => `"${text.textContent}" in "${text.ownerSVGElement.ariaLabel?.slice(0, 50)}"`)"""

SMALL = """(least) => [...document.querySelectorAll("main svg")].flatMap((svg) => {
  const box = svg.viewBox.baseVal;
  const scale = box && box.width ? svg.getBoundingClientRect().width / box.width : 1;
  return [...svg.querySelectorAll("text")]
    .filter((text) => text.getBoundingClientRect().width > 0)
    .map((text) => [text.textContent, parseFloat(getComputedStyle(text).fontSize) * scale])
    .filter(([, size]) => size < least);
}).map(([word, size]) => `"${word}" has ${size.toFixed(1)} px`)"""

# One picture of each figure is shown, and of a chart nothing is outside its box.
HIDDEN = """() => [...document.querySelectorAll("main .figure:has(svg.plot)")].map((figure) => {
  const shown = [...figure.querySelectorAll("svg.plot")].filter((svg) => svg.getClientRects().length > 0);
  const box = shown[0]?.parentElement;
  return [shown.length, box ? box.scrollWidth - box.clientWidth : 0, shown[0]?.ariaLabel.slice(0, 40)];
}).filter(([count, over]) => count !== 1 || over > 0)
  .map(([count, over, title]) => `"${title}": ${count} pictures, ${over} px hidden`)"""

# Each heat map's bar from its foot to its top: how much each colour stands out from the card.
BARS = """() => {
  const luminance = (text) => {
    const [r, g, b] = text.match(/[\\d.]+/g).slice(0, 3).map((v) => v / 255)
      .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const colour = (e) => luminance(getComputedStyle(e).fill);
  return [...document.querySelectorAll("main svg.plot")]
    .filter((svg) => svg.getClientRects().length > 0)
    .flatMap((svg) => [...svg.querySelectorAll("g")].map((g) => [svg, [...g.querySelectorAll("rect")]]))
    .filter(([, rects]) => rects.length > 10)
    .map(([svg, rects]) => {
      const card = colour(svg.querySelector(".card"));
      return rects.map((rect) => colour(rect)).map((c) => (Math.max(c, card) + 0.05) / (Math.min(c, card) + 0.05));
    });
}"""


def words_are_whole(page):
    cut = page.evaluate(CUT)
    assert not cut, f"{len(cut)} words are cut off; {cut[0]}"


def words_are_large(page, least=10.5):
    small = page.evaluate(SMALL, least)
    assert not small, f"{len(small)} words are small; {small[0]}"


def charts_fit(page):
    hidden = page.evaluate(HIDDEN)
    assert not hidden, f"{len(hidden)} charts are not seen whole; {hidden[0]}"


def much_stands_out(page):
    """Along each half of a bar of two sides, or along a whole one, colours leave the page's."""
    for bar in page.evaluate(BARS):
        lowest = bar.index(min(bar))
        assert lowest in (0, len(bar) // 2 - 1, len(bar) // 2), f"the colour most like the page's is that of step {lowest} of {len(bar)}"
        for side in (bar[lowest:], bar[lowest::-1]):
            assert side == sorted(side), f"a colour for more stands out less: {side}"
