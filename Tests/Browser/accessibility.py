"""Accessibility: axe-core on a page, and the contrast of the words in drawings, which axe skips."""

from pathlib import Path

import axe_playwright_python

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# The colour behind the middle of each word is that of the topmost filled shape below it.
FIGURES = """() => {
  const channels = (text) => {
    const numbers = text.match(/[\\d.]+/g);
    return numbers && { rgb: numbers.slice(0, 3).map(Number), alpha: +(numbers[3] ?? 1) };
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((v) => v / 255)
      .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const problems = [];
  const words = [...document.querySelectorAll("main svg")].flatMap((svg) => {
    const texts = [...svg.querySelectorAll("text")];
    return texts.map((text, index) => [svg, text, index === 0]);
  });
  for (const [svg, text, isFirst] of words) {
    // Only what is in the window can be asked for.
    if (isFirst) svg.scrollIntoView({ block: "start", behavior: "instant" });
    const box = text.getBoundingClientRect();
    const style = getComputedStyle(text);
    const ink = channels(style.fill);
    if (!ink || !box.width || !text.textContent.trim()) continue;
    const below = document.elementsFromPoint(box.x + box.width / 2, box.y + box.height / 2)
      .filter((e) => svg.contains(e) && e !== svg && !e.closest("text"))
      .map((e) => {
        const s = getComputedStyle(e);
        return { fill: channels(s.fill), opacity: s.opacity * s.fillOpacity, none: s.fill === "none" };
      })
      .find((shape) => !shape.none && shape.fill && shape.opacity > 0.9);
    if (!below) continue;
    const [low, high] = [luminance(ink.rgb), luminance(below.fill.rgb)].sort((a, b) => a - b);
    const contrast = (high + 0.05) / (low + 0.05);
    if (contrast < 4.5) {
      problems.push(`"${text.textContent.slice(0, 30)}" in ${svg.id} has ${contrast.toFixed(2)}`);
    }
  }
  return problems;
}"""


def has_no_violation(page):
    page.evaluate(AXE)
    found = page.evaluate(
        """(tags) => axe.run(document, { runOnly: tags, resultTypes: ["violations"] })
          .then((r) => r.violations.map((v) => `${v.id} (${v.nodes.length}): ${v.help}; `
            + v.nodes[0].target.join(" ") + " " + v.nodes[0].any.concat(v.nodes[0].all)
              .map((c) => c.message).join(" ").slice(0, 160)))""", TAGS)
    assert not found, " | ".join(found[:3])


def figures_have_contrast(page):
    problems = page.evaluate(FIGURES)
    assert not problems, f"{len(problems)} words; {problems[0]}"
