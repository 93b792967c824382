"""Drawings, figures and widgets alike: their words are whole, and large enough on a phone."""

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


def words_are_whole(page):
    cut = page.evaluate(CUT)
    assert not cut, f"{len(cut)} words are cut off; {cut[0]}"


def words_are_large(page, least=10.5):
    small = page.evaluate(SMALL, least)
    assert not small, f"{len(small)} words are small; {small[0]}"
