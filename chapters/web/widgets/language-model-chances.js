// What a letter of chapter 09's model was drawn from, or the next one will be: a bar for each of the likeliest.
"use strict";

/// - title: what the bars tell; chances: `[{ letter, p, isDrawn }]`, the likeliest first
Widgets.chances = (box, { title, chances }) => {
  const { element, number } = Widgets;
  const width = Math.max(240, box.clientWidth);
  const [left, right, row, top] = [26, 52, 19, 22];
  const height = top + chances.length * row;
  const drawing = element("svg", {
    viewBox: `0 0 ${width} ${height}`, width, height, role: "img",
    "aria-label": `${title}: ` + chances.slice(0, 4).map(({ letter, p }) => `${letter} ${number(p, 3)}`).join(", ") });
  drawing.append(element("text", { x: 0, y: 13 }, title));
  chances.forEach(({ letter, p, isDrawn }, index) => {
    const y = top + index * row;
    const length = (Number.isFinite(p) ? p : 0) * (width - left - right);
    const kind = isDrawn ? "widget-now" : "";
    drawing.append(
      element("text", { x: left - 9, y: y + 13, "text-anchor": "end", class: kind }, letter),
      element("rect", { class: isDrawn ? "widget-f1" : "widget-f1 widget-past", x: left, y: y + 2, width: Math.max(1, length), height: row - 5, rx: 2 }),
      element("text", { x: left + length + 6, y: y + 13, class: kind }, p < 0.001 ? "< 0.001" : number(p, 3)));
  });
  box.replaceChildren(drawing);
};
