"""What stands on lines of its own: code, what a program prints, and equations."""

# The distances between the tops of the lines of each block, in heights of its letters. A line that
# is the end of a long one, where print breaks it, counts too.
DISTANCES = """() => [...document.querySelectorAll("main pre")].flatMap((pre) => {
  const text = document.createRange();
  text.selectNodeContents(pre);
  const tops = [...new Set([...text.getClientRects()].filter((box) => box.width > 0)
    .map((box) => Math.round(box.bottom)))].sort((a, b) => a - b);
  const size = parseFloat(getComputedStyle(pre.querySelector("code") ?? pre).fontSize);
  const steps = tops.slice(1).map((top, index) => top - tops[index]).filter((step) => step > 4);
  return steps.length ? [{
    most: pre.matches(".sourceCode") ? 1.65 : /[\u2500-\u259f\u2800-\u28ff]/.test(pre.textContent) ? 1.18 : 1.4,
    step: Math.min(...steps) / size,
    words: pre.textContent.trim().slice(0, 40),
  }] : [];
})"""

# The signs of terminals' drawings that begin half a letter or more beside their column.
COLUMNS = """() => [...document.querySelectorAll("main pre")]
  .filter((pre) => /[\u2500-\u259f\u2800-\u28ff]/.test(pre.textContent)).flatMap((pre) => {
    const walker = document.createTreeWalker(pre, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const beside = [];
    let column = 0, left = null, width = null;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      for (let index = 0; index < node.length; index++) {
        if (node.data[index] === "\\n") { column = 0; continue; }
        range.setStart(node, index);
        range.setEnd(node, index + 1);
        const box = range.getBoundingClientRect();
        left ??= box.left;
        width ??= box.width;
        const off = (box.left - left) / width - column++;
        if (Math.abs(off) > 0.5) beside.push(`${node.data[index]} in column ${column} is ${off.toFixed(1)} off`);
      }
    }
    return beside;
  })"""

# How far each line of an equation stands beside the middle of the text, and the smallest distance
# between one line and the next.
EQUATIONS = """() => [...document.querySelectorAll("main > p > .equation")].map((equation) => {
  const paragraph = [...document.querySelectorAll("main > p")].find((p) => !p.querySelector(".equation"));
  const column = paragraph.getBoundingClientRect();
  const boxes = [...equation.querySelectorAll("math")].map((math) => {
    const { left, right, top, bottom } = math.getBoundingClientRect();
    const style = getComputedStyle(math);
    return { left, right, top: top + parseFloat(style.paddingTop), bottom: bottom - parseFloat(style.paddingBottom) };
  });
  const lines = [];
  for (const box of boxes) {
    const line = lines.find((line) => box.top < line.bottom && line.top < box.bottom && box.left >= line.right - 1);
    if (!line) { lines.push({ ...box }); continue; }
    line.right = box.right;
    line.top = Math.min(line.top, box.top);
    line.bottom = Math.max(line.bottom, box.bottom);
  }
  const gaps = lines.slice(1).map((line, index) => line.top - lines[index].bottom);
  const middle = (column.left + column.right) / 2;
  const beside = lines.filter((line) => line.right - line.left < column.width)
    .map((line) => Math.abs((line.left + line.right) / 2 - middle));
  return { words: equation.textContent.trim().slice(0, 40), gap: Math.min(100, ...gaps), beside: Math.max(0, ...beside) };
})"""

# Formulas in a line of text that end a line where the next would have had room for the whole.
BROKEN = """() => {
  const held = (math) => math.parentElement.matches(".together") ? math.parentElement : math;
  const following = (math) => {
    const gap = math.nextSibling ?? held(math).nextSibling;
    const next = gap?.data === "\u200b" ? gap.nextSibling : null;
    return next && (next.matches("math") ? next : next.querySelector("math"));
  };
  const starts = [...document.querySelectorAll("main math")].filter((math) => !math.closest(".equation"))
    .filter((math) => held(math).previousSibling?.data !== "\u200b" && following(math));
  return starts.map((start) => {
    const parts = [];
    for (let math = start; math; math = following(math)) parts.push(math);
    return parts;
  }).filter((parts) => {
    const boxes = parts.map((math) => math.getBoundingClientRect());
    const whole = boxes.reduce((sum, box) => sum + box.width, 0);
    const room = parts[0].closest("p, li, td, th, summary").getBoundingClientRect().width;
    return whole < Math.min(room, 11 * parseFloat(getComputedStyle(parts[0]).fontSize))
      && boxes.slice(1).some((box, index) => box.left < boxes[index].right - 1);
  }).map((parts) => parts.map((math) => math.textContent).join(" | "));
}"""

# Pairs of numbers in tables that take more than one line.
PAIRS = """() => [...document.querySelectorAll("main td")]
  .filter((cell) => /^[-−+]?[\\d.]+, [-−+]?[\\d.]+$/.test(cell.textContent.trim()))
  .filter((cell) => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1;
  }).map((cell) => cell.textContent.trim())"""

# Figures that do not begin where the text does, or that hardly miss its end, and captions in other letters.
FIGURES = """() => {
  const all = [...document.querySelectorAll("main figure.figure")].filter((figure) => figure.getClientRects().length > 0);
  const sizes = all.map((figure) => figure.querySelector("figcaption")).filter((caption) => caption)
    .map((caption) => getComputedStyle(caption).fontSize);
  return all.flatMap((figure) => {
    const drawing = [...figure.querySelectorAll("svg")].find((svg) => svg.getClientRects().length > 0);
    const [inner, outer] = [drawing, figure].map((e) => e.getBoundingClientRect());
    const name = drawing.ariaLabel.slice(0, 40), short = outer.right - inner.right;
    return [
      ...Math.abs(inner.left - outer.left) > 1 ? [`begins ${inner.left - outer.left} px too far in: ${name}`] : [],
      ...short > 1 && short < 80 ? [`ends ${short} px too soon: ${name}`] : [],
    ];
  }).concat(new Set(sizes).size > 1 ? [`captions of ${[...new Set(sizes)].join(" and ")}`] : []);
}"""

# Captions that are sentences without an end.
CAPTIONS = """() => [...document.querySelectorAll("main figcaption")].map((caption) => caption.textContent.trim())
  .filter((words) => !/[.?!”]$/.test(words))"""


def none(page, script, what):
    """The script finds nothing that is so."""
    found = page.evaluate(script)
    assert not found, f"{len(found)} {what}: {found[0][:200]}"


def lines_stand_close(page):
    """Lines of code are as far apart as their letters ask, and a drawing's lines touch."""
    blocks = page.evaluate(DISTANCES)
    wide = [b for b in blocks if b["step"] > b["most"]]
    assert not wide, f"{len(wide)} blocks; {wide[0]['step']:.2f} letters a line: {wide[0]['words']}"


def drawings_keep_their_columns(page):
    """In a terminal's drawing each sign stands as many widths of a letter to the right as signs before it."""
    beside = page.evaluate(COLUMNS)
    assert not beside, f"{len(beside)} signs; {beside[0]}"


def equations_are_centred(page):
    beside = [e for e in page.evaluate(EQUATIONS) if e["beside"] > 3]
    assert not beside, f"{len(beside)}; {beside[0]['beside']:.0f} px beside the middle: {beside[0]['words']}"


def equations_do_not_touch(page):
    close = [e for e in page.evaluate(EQUATIONS) if e["gap"] < 4]
    assert not close, f"{len(close)}; {close[0]['gap']:.0f} px between two lines: {close[0]['words']}"


def short_formulas_are_whole(page):
    none(page, BROKEN, "short formulas are broken")


def pairs_are_whole(page):
    none(page, PAIRS, "pairs take two lines")


def figures_keep_the_edges(page):
    none(page, FIGURES, "figures leave the text's edges")


def captions_end(page):
    none(page, CAPTIONS, "captions have no full stop")


def tables_scroll_only_if_they_must(page):
    """A table that scrolls is set wider; one that would fit is not."""
    none(page, """() => [...document.querySelectorAll("main .table[tabindex]")].filter((box) => {
      box.removeAttribute("tabindex");
      const fits = box.scrollWidth <= box.clientWidth;
      box.tabIndex = 0;
      return fits && box.clientWidth > 0;
    }).map((box) => box.textContent.trim().replace(/\\s+/g, " ").slice(0, 60))""", "tables scroll that need not")
