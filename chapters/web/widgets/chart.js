// Line charts for the widgets: as wide as their box, in the figures' colours, with a label at the end of
// each line, and with a sentence for those who do not see them.
"use strict";

/// - series: `{ name, values, start }`, values at start, start + 1, …; what is no number is a gap;
///   `dots: true` puts a dot on each value, `ends: true` on the last
/// - x, y: `{ label, from, to }`; y may be `logarithmic`, and then has powers of ten
/// - rules: horizontal dashed lines, `{ value, name }`; drops: lines from a value down to the x axis,
///   `{ at, value, name }`
/// - bars: from 0 up to a value, `{ at, value, isMarked }`
/// - mark: the place on the x axis that is marked; picked: told another that is pointed at
/// - strips: rows below the axis, `{ name, values, start }`, each value from 0 to 1 as dark as it is large
/// The result has the drawing's width and height, and its scales.
Widgets.chart = (box, { label, series, x, y, rules = [], drops = [], bars = [], mark, picked, strips = [], height = 240 }) => {
  const { element } = Widgets;
  const width = Math.max(240, box.clientWidth);
  // On the right there is room for half of a tick's number.
  const strip = 15;
  const [left, right, top, bottom] = [46, 18, 24, 38 + (strips.length ? strip * strips.length + 8 : 0)];
  height += bottom - 38;
  const scale = y.logarithmic ? (v) => Math.log10(v) : (v) => v;
  const [low, high] = [scale(y.from), scale(y.to)];
  const across = (v) => left + (v - x.from) / Math.max(1e-9, x.to - x.from) * (width - left - right);
  const down = (v) => top + (high - scale(v)) / (high - low) * (height - top - bottom);

  const drawing = element("svg", {
    viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label });
  for (const tick of Widgets.ticks(y, 5)) {
    drawing.append(
      element("line", { class: "widget-grid", x1: left, x2: width - right, y1: down(tick), y2: down(tick) }),
      element("text", { x: left - 6, y: down(tick) + 4, "text-anchor": "end" }, Widgets.tickText(tick, y)));
  }
  for (const tick of Widgets.ticks(x, width < 420 ? 4 : 8)) {
    drawing.append(
      element("text", { x: across(tick), y: height - 22, "text-anchor": "middle" }, String(tick)));
  }
  const half = (across(x.from + 1) - across(x.from)) / 2;
  strips.forEach((row, index) => {
    const y = height - bottom + 11 + index * strip;
    drawing.append(element("text", { x: left - 6, y: y + 10, "text-anchor": "end" }, row.name));
    row.values.forEach((value, place) => {
      const from = Math.max(left, across((row.start ?? 0) + place) - half);
      const to = Math.min(width - right, across((row.start ?? 0) + place) + half);
      drawing.append(element("rect", { class: "widget-strip", x: from, width: Math.max(0, to - from - 1), y, height: strip - 4,
        "fill-opacity": Number.isFinite(value) ? value : 0 }));
    });
  });
  if (mark !== undefined) drawing.append(element("line",
    { class: "widget-mark", x1: across(mark), x2: across(mark), y1: top, y2: height - 35 }));
  drawing.append(
    element("text", { x: (left + width - right) / 2, y: height - 5, "text-anchor": "middle" }, x.label),
    element("text", { x: 2, y: 13 }, y.label));
  for (const rule of rules) {
    if (!(scale(rule.value) >= low && scale(rule.value) <= high)) continue;
    drawing.append(
      element("line", { class: "widget-rule", x1: left, x2: width - right, y1: down(rule.value), y2: down(rule.value) }),
      element("text", { x: width - right, y: down(rule.value) - 5, "text-anchor": "end" }, rule.name));
  }
  for (const drop of drops) {
    const [x, y] = [across(drop.at), down(drop.value)];
    const isLate = x > width - right - 110;
    drawing.append(
      element("line", { class: "widget-drop", x1: x, x2: x, y1: y, y2: height - bottom }),
      element("circle", { class: "widget-f2", cx: x, cy: y, r: 4 }),
      element("text", { class: "widget-now", x: x + (isLate ? -7 : 7), y: height - bottom - 8, "text-anchor": isLate ? "end" : "start" }, drop.name));
  }
  for (const bar of bars) {
    const [y, step] = [down(bar.value), across(x.from + 1) - across(x.from)];
    const isWide = bar.isMarked && step < 8;
    drawing.append(element("rect", { class: bar.isMarked ? "widget-bar-marked" : "widget-bar", x: across(bar.at) - (isWide ? 3.5 : step * 0.4),
      width: isWide ? 7 : step * 0.8, y, height: Math.max(1, down(0) - y) }));
    if (bar.isMarked) drawing.append(element("text", { class: "widget-now", x: across(bar.at), y: y - 5, "text-anchor": "middle" }, Widgets.short(bar.value)));
  }
  // What lies beyond the axis is cut off.
  const inner = element("svg", { "aria-hidden": "true", x: left, y: top - 2, width: width - left - right, height: height - top - bottom + 4,
    viewBox: `${left} ${top - 2} ${width - left - right} ${height - top - bottom + 4}` });
  drawing.append(inner);
  const kept = (v) => Math.min(2 * height, Math.max(-height, down(v)));
  series.forEach((line, index) => {
    const start = line.start ?? 0;
    let path = "";
    let broken = true;
    line.values.forEach((value, place) => {
      if (!Number.isFinite(scale(value))) { broken = true; return; }
      path += `${broken ? "M" : "L"}${across(start + place).toFixed(1)} ${kept(value).toFixed(1)}`;
      broken = false;
    });
    if (path) inner.append(element("path", { class: `widget-line widget-s${index + 1}`, d: path }));
    const end = line.ends ? line.values.findLastIndex((value) => Number.isFinite(scale(value))) : -1;
    if (end >= 0 && scale(line.values[end]) >= low && scale(line.values[end]) <= high) drawing.append(element("circle",
      { class: `widget-f${index + 1}`, cx: across(start + end), cy: down(line.values[end]), r: 4 }));
    if (line.dots) line.values.forEach((value, place) => {
      if (Number.isFinite(scale(value))) inner.append(element("circle",
        { class: `widget-dot widget-s${index + 1}`, cx: across(start + place), cy: kept(value), r: 3 }));
    });
  });
  // The box stays while the drawing in it changes, and so it is the box that is dragged over.
  if (picked) {
    const inDrawing = (event) => Widgets.inside(box.querySelector(":scope > svg"), event);
    box.classList.add("widget-picked");
    box.onpointerdown = (event) => {
      if (event.button !== 0 || inDrawing(event)[1] < 0) return;
      box.setPointerCapture(event.pointerId);
      box.onpointermove(event);
    };
    box.onpointermove = (event) => {
      if (!box.hasPointerCapture(event.pointerId)) return;
      const share = (inDrawing(event)[0] - left) / (width - left - right);
      Widgets.stopping(picked)(x.from + Math.min(1, Math.max(0, share)) * (x.to - x.from));
    };
  }
  box.replaceChildren(Widgets.legend(series.map((line) => line.name)), drawing);
  const value = (place) => {
    const at = high - (place - top) / (height - top - bottom) * (high - low);
    return y.logarithmic ? 10 ** at : at;
  };
  return { width, height, across, down, value };
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
  let step = (logarithmic ? [1, 2, 3, 5, 10] : [1, 2, 5, 10]).map((m) => m * power).find((s) => s >= rough * 0.999);
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
  return Widgets.powerOfTen(exponent);
};
