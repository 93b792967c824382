// Line charts for the widgets: as wide as their box, in the figures' colours, with a label at the end of
// each line, and with a sentence for those who do not see them.
"use strict";

/// - series: `{ name, values, start }`, values at start, start + 1, …; what is no number is a gap
/// - x, y: `{ label, from, to }`; y may be `logarithmic`, and then has powers of ten
/// - rules: horizontal dashed lines, `{ value, name }`
Widgets.chart = (box, { label, series, x, y, rules = [], height = 240 }) => {
  const { element } = Widgets;
  const width = Math.max(240, box.clientWidth);
  // On the right there is room for half of a tick's number.
  const [left, right, top, bottom] = [46, 18, 24, 38];
  const scale = y.logarithmic ? (v) => Math.log10(v) : (v) => v;
  const [low, high] = [scale(y.from), scale(y.to)];
  const across = (v) => left + (v - x.from) / Math.max(1e-9, x.to - x.from) * (width - left - right);
  const down = (v) => top + (high - scale(v)) / (high - low) * (height - top - bottom);
  const clamped = (v) => Math.min(height - bottom, Math.max(top, down(v)));

  const drawing = element("svg", {
    viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label });
  for (const tick of Widgets.ticks(y, 5)) {
    drawing.append(
      element("line", { class: "widget-grid", x1: left, x2: width - right, y1: down(tick), y2: down(tick) }),
      element("text", { x: left - 6, y: down(tick) + 4, "text-anchor": "end" }, Widgets.tickText(tick, y)));
  }
  for (const tick of Widgets.ticks(x, width < 420 ? 4 : 8)) {
    drawing.append(
      element("text", { x: across(tick), y: height - bottom + 16, "text-anchor": "middle" }, String(tick)));
  }
  drawing.append(
    element("text", { x: (left + width - right) / 2, y: height - 5, "text-anchor": "middle" }, x.label),
    element("text", { x: 2, y: 13 }, y.label));
  for (const rule of rules) {
    if (!(scale(rule.value) >= low && scale(rule.value) <= high)) continue;
    drawing.append(
      element("line", { class: "widget-rule", x1: left, x2: width - right, y1: down(rule.value), y2: down(rule.value) }),
      element("text", { x: width - right, y: down(rule.value) - 5, "text-anchor": "end" }, rule.name));
  }
  series.forEach((line, index) => {
    const start = line.start ?? 0;
    let path = "";
    let broken = true;
    line.values.forEach((value, place) => {
      if (!Number.isFinite(scale(value))) { broken = true; return; }
      path += `${broken ? "M" : "L"}${across(start + place).toFixed(1)} ${clamped(value).toFixed(1)}`;
      broken = false;
    });
    if (path) drawing.append(element("path", { class: `widget-line widget-s${index + 1}`, d: path }));
    if (line.dots) line.values.forEach((value, place) => {
      if (Number.isFinite(scale(value))) drawing.append(element("circle",
        { class: `widget-dot widget-s${index + 1}`, cx: across(start + place), cy: clamped(value), r: 3 }));
    });
  });
  box.replaceChildren(Widgets.legend(series.map((line) => line.name)), drawing);
};

/// The lines' names, each with a piece of its line.
Widgets.legend = (names) => {
  const { element } = Widgets;
  return element("p", { class: "widget-legend" }, ...names.map((name, index) =>
    element("span", {},
      element("svg", { width: 26, height: 10, "aria-hidden": "true" },
        element("line", { class: `widget-line widget-s${index + 1}`, x1: 1, x2: 25, y1: 5, y2: 5 })),
      name)));
};

/// Round numbers from an axis's begin to its end; powers of ten on a logarithmic one.
Widgets.ticks = ({ from, to, logarithmic }, count) => {
  const [low, high] = logarithmic ? [Math.log10(from), Math.log10(to)] : [from, to];
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  let step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough * 0.999);
  if (logarithmic) step = Math.max(1, Math.ceil(step));
  const ticks = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9; i++) {
    const value = Number((i * step).toPrecision(10));
    ticks.push(logarithmic ? 10 ** value : value);
  }
  return ticks;
};

Widgets.tickText = (value, { logarithmic }) => {
  if (!logarithmic) return String(value).replace("-", "−");
  const exponent = Math.round(Math.log10(value));
  if (exponent >= -1 && exponent <= 2) return String(Number(value.toPrecision(3)));
  return "10" + [...String(exponent)].map((c) => c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c]).join("");
};
