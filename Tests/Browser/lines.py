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
