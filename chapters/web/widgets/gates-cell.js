// The cell of chapter 04 as a drawing: the belt, what comes and goes on it, and three gates to drag.
"use strict";

/// - dragged: told which gate, `i`, `f` or `o`, and its new value.
/// The result is the drawing; its `show` takes a step and how far it has gone, from 0 to 1.
Widgets.cell = (width, dragged) => {
  const { element } = Widgets;
  const height = 330;
  const number = Widgets.short;
  const [belt, product, top, foot, rail] = [86, 128, 152, 228, 306];
  const middle = (top + foot) / 2;
  const x = Object.fromEntries(Object.entries(
    { f: 0.17, i: 0.39, plus: 0.475, g: 0.56, o: 0.72, h: 0.86 }).map(([name, share]) => [name, share * width]));
  const [begin, end] = [24, width - 26];

  const drawing = element("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "group", class: "cell-drawing" });
  const add = (tag, attributes, ...children) => {
    const made = element(tag, attributes, ...children);
    drawing.append(made);
    return made;
  };
  const wire = (d) => add("path", { class: "cell-wire", d });
  const sign = (cx, cy, word) => {
    add("circle", { class: "cell-node", cx, cy, r: 12 });
    add("text", { class: "cell-sign", x: cx, y: cy + 5 }, word);
  };
  const tanh = (cx, cy) => {
    add("rect", { class: "cell-node", x: cx - 20, y: cy - 13, width: 40, height: 26, rx: 4 });
    add("text", { x: cx, y: cy + 4 }, "tanh");
  };

  // The belt, and its pattern, which moves.
  add("path", { class: "cell-belt", d: `M0 ${belt}H${width}` });
  const pattern = add("path", { class: "cell-pattern", d: `M0 ${belt}H${width}` });
  wire(`M${x.f} ${top}V${belt}`);
  wire(`M${x.i} ${top}V${product}H${x.plus}`);
  wire(`M${x.g} ${middle}V${product}H${x.plus}V${belt}`);
  wire(`M${begin} ${rail}H${x.g}V${middle}`);
  wire(`M${x.h} ${belt}V${foot + 26}`);
  wire(`M${x.o} ${middle}H${x.h}`);
  sign(x.f, belt, "×");
  sign(x.plus, belt, "+");
  sign(x.plus, product, "×");
  tanh(x.g, middle);
  tanh(x.h, product);
  sign(x.h, middle, "×");

  // The gates.
  const gates = {};
  for (const [name, what] of [["i", "Input gate i: how much is written"],
    ["f", "Forget gate f: how much is kept"], ["o", "Output gate o: how much is shown"]]) {
    const fill = element("rect", { class: "cell-open", x: x[name] - 7, width: 14, rx: 7 });
    const thumb = element("circle", { class: "cell-thumb", cx: x[name], r: 13 });
    const part = add("g", {},
      element("rect", { class: "widget-reach", x: x[name] - 23, y: top - 14, width: 46, height: foot - top + 28 }),
      element("rect", { class: "cell-track", x: x[name] - 7, y: top, width: 14, height: foot - top, rx: 7 }), fill, thumb);
    const label = add("text", { class: "widget-now", x: x[name], y: foot + 26 });
    const handle = Widgets.handle(part, {
      label: what, min: 0, max: 1, step: 0.01, vertical: true, text: (value) => number(value),
      at: (event) => (foot - Widgets.inside(drawing, event)[1]) / (foot - top),
      changed: (value) => dragged(name, value) });
    gates[name] = (value, isOpen, isFixed) => {
      const y = foot - (Number.isFinite(value) ? value : 0) * (foot - top);
      fill.setAttribute("y", y);
      fill.setAttribute("height", foot - y);
      thumb.setAttribute("cy", y);
      part.classList.toggle("cell-fixed", isFixed);
      handle.show(value, isFixed);
      label.textContent = `${name} ${number(isOpen)}`;
    };
  }
  for (const [name, word] of [["f", "keep"], ["i", "write"], ["o", "show"]]) {
    add("text", { x: x[name], y: foot + 42 }, word);
  }
  const candidate = add("text", { class: "widget-now", x: x.g, y: foot + 26 });

  // What lies at rest: where, its name, and from which share of the step on it is there.
  const [kept, written] = [(x.f + x.plus) / 2, (belt + product) / 2];
  const rests = {
    before: { at: [begin, belt], from: 0, word: [begin, 18], name: "cₜ₋₁" },
    cleared: { at: [x.f, belt - 26], from: 0.25, word: [x.f + 18, belt - 29], name: "cleared", beside: true },
    kept: { at: [kept, belt], from: 0.38, word: [kept - 2, 18], name: "kept" },
    input: { at: [begin, rail], from: 0, word: [begin - 14, rail - 18], name: "xₜ", beside: true },
    candidate: { at: [x.g, middle + 28], from: 0.2 },
    written: { at: [x.plus, written + 2], from: 0.45, word: [x.plus + 14, 18], name: "written" },
    after: { at: [end, belt], from: 0.98, word: [end, 18], name: "cₜ" },
    shown: { at: [x.h, foot + 26], from: 0.98, word: [x.h + 16, rail - 4], name: "shown hₜ", below: true },
  };
  const chip = () => add("circle", { class: "cell-chip" });
  for (const rest of Object.values(rests)) {
    rest.chip = chip();
    if (!rest.word) continue;
    const [left, base] = rest.word;
    if (rest.beside) {
      rest.value = add("text", { x: left, y: base, "text-anchor": "start" });
      continue;
    }
    add("text", { x: rest.below ? x.h : left, y: base }, rest.name);
    rest.value = add("text", { class: "widget-now", x: rest.below ? x.h : left, y: base + 16 });
  }
  const movers = Array.from({ length: 7 }, chip);

  const radius = (value) => !Number.isFinite(value) || Math.abs(value) < 0.005 ? 0
    : Math.abs(value) <= 1 ? 3 + 10 * Math.sqrt(Math.abs(value)) : Math.min(22, 13 + 2 * Math.log2(Math.abs(value)));
  const place = (circle, [cx, cy], value, opacity = 1) => {
    circle.setAttribute("cx", cx);
    circle.setAttribute("cy", cy);
    circle.setAttribute("r", opacity ? radius(value) : 0);
    circle.classList.toggle("cell-below", value < 0);
    circle.setAttribute("fill-opacity", opacity);
  };
  // The place on a way of straight pieces.
  const along = (points, share) => {
    const lengths = points.slice(1).map(([px, py], index) => Math.abs(px - points[index][0]) + Math.abs(py - points[index][1]));
    let left = share * lengths.reduce((a, b) => a + b);
    for (let piece = 0; piece < lengths.length; piece++) {
      if (left <= lengths[piece] || piece === lengths.length - 1) {
        const [a, b] = [points[piece], points[piece + 1]];
        const part = lengths[piece] ? left / lengths[piece] : 1;
        return [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part];
      }
      left -= lengths[piece];
    }
  };
  // Where a copy leaves the belt.
  const branch = 0.5 + 0.5 * (x.h - x.plus) / (end - x.plus);
  const ways = (step) => [
    [0, 0.25, step.before, [[begin, belt], [x.f, belt]]],
    [0.25, 0.5, step.kept, [[x.f, belt], [x.plus, belt]]],
    [0, 0.25, step.input, [[begin, rail], [x.g, rail], [x.g, middle]]],
    [0.25, 0.4, step.candidate, [[x.g, middle], [x.g, product], [x.plus, product]]],
    [0.4, 0.5, step.written, [[x.plus, product], [x.plus, belt]]],
    [0.5, 1, step.after, [[x.plus, belt], [end, belt]]],
    [branch, 1, step.shown, [[x.h, belt], [x.h, foot + 26]]],
  ];

  /// - step: before, kept, cleared, input, candidate, written, after, shown: numbers; i, f, o: how far the gates
  ///   are open; set: how far they were set to be; t
  drawing.show = (step, share, label, isFixed) => {
    drawing.setAttribute("aria-label", label);
    for (const name of ["i", "f", "o"]) gates[name](step.set[name], step[name], isFixed);
    candidate.textContent = `g ${number(step.candidate)}`;
    pattern.setAttribute("stroke-dashoffset", -(step.t - 1 + share) * 66);
    for (const [name, rest] of Object.entries(rests)) {
      const isThere = share >= rest.from;
      place(rest.chip, rest.at, step[name], !isThere ? 0 : share < 1 || name === "cleared" ? 0.35 : 1);
      if (rest.value) {
        const value = isThere ? number(step[name]) : "";
        rest.value.textContent = rest.beside && isThere ? `${rest.name} ${value}` : value;
      }
    }
    ways(step).forEach(([from, to, value, points], index) => {
      const isMoving = share < 1 && share >= from && share < to;
      place(movers[index], isMoving ? along(points, (share - from) / (to - from)) : points[0], value, isMoving ? 1 : 0);
    });
  };
  return drawing;
};
