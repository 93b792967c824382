// The cell of chapter 04 with whatever gates chapter 13 has left it, as a drawing.
"use strict";

/// - wiring: isGRU, inputGate, keeping (0 by a forget gate, 1 coupled, 2 everything), outputGate, peepholes
/// - step: before, after, shown, i, f, g, o: numbers of one unit; of a GRU 1 − z, z, n and r for i, f, g and o
Widgets.cousin = (width, wiring, step, label) => {
  const { element, short } = Widgets;
  const { isGRU } = wiring;
  const height = 270;
  const [belt, product, top, foot] = [70, 112, 148, 208];
  const at = (share) => Math.round(share * width);
  const x = { f: at(0.13), i: at(0.34), plus: at(0.46), g: at(0.57), o: at(0.76), h: at(0.91) };
  const isCoupled = isGRU || wiring.keeping === 1;

  const drawing = element("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", class: "cell-drawing", "aria-label": label });
  const add = (tag, attributes, ...children) => drawing.append(element(tag, attributes, ...children));
  const wire = (d, more = {}) => add("path", { class: "cell-wire", d, ...more });
  const word = (x, y, text, more = {}) => add("text", { x, y, ...more }, text);
  const sign = (cx, cy, text) => {
    add("circle", { class: "cell-node", cx, cy, r: 12 });
    add("text", { class: "cell-sign", x: cx, y: cy + 5 }, text);
  };
  const tanh = (cx, cy) => {
    add("rect", { class: "cell-node", x: cx - 20, y: cy - 13, width: 40, height: 26, rx: 4 });
    word(cx, cy + 4, "tanh");
  };
  const gate = (name, cx, value) => {
    add("rect", { class: "cell-track", x: cx - 7, y: top, width: 14, height: foot - top, rx: 7 });
    const open = Number.isFinite(value) ? Math.max(0, Math.min(1, value)) * (foot - top) : 0;
    add("rect", { class: "cell-open", x: cx - 7, y: foot - open, width: 14, height: open, rx: 7 });
    word(cx, foot + 22, `${name} ${short(value)}`, { class: "widget-now" });
  };
  const sees = (cx, from) => {
    if (wiring.peepholes && !isGRU) wire(`M${from} ${belt}L${cx + 10} ${top - 4}`, { "stroke-dasharray": "3 4" });
  };

  add("path", { class: "cell-belt", d: `M0 ${belt}H${width}` });
  // What is kept.
  const keeps = isCoupled || wiring.keeping === 0;
  if (keeps) wire(`M${x.f} ${isCoupled ? product : top}V${belt}`);
  if (isCoupled) {
    wire(`M${x.f} ${product}H${x.i}`);
    word((x.f + x.i) / 2, product - 7, isGRU ? "z" : "1 − i");
  }
  // What is written.
  const writes = isGRU || wiring.inputGate;
  if (writes) wire(`M${x.i} ${top}V${product}H${x.plus}`);
  wire(`M${x.g} ${foot - 20}V${product}H${x.plus}V${belt}`);
  // What is shown.
  if (!isGRU) wire(`M${x.h} ${belt}V${foot + 24}`);
  const shows = !isGRU && wiring.outputGate;
  if (shows) wire(`M${x.o} ${top + 14}H${x.h}`);
  if (isGRU) wire(`M${x.o} ${top + 20}H${x.g}`);

  if (keeps && !isCoupled) sees(x.f, x.f - 40);
  if (writes) sees(x.i, x.i - 60);
  if (shows) sees(x.o, x.plus + 40);
  if (keeps) sign(x.f, belt, "×");
  sign(x.plus, belt, "+");
  if (writes) sign(x.plus, product, "×");
  tanh(x.g, foot - 20);
  if (!isGRU) tanh(x.h, product);
  if (shows) sign(x.h, top + 14, "×");
  if (keeps && !isCoupled) gate("f", x.f, step.f);
  if (isCoupled) word(x.f, foot + 22, `${isGRU ? "z" : "f"} ${short(step.f)}`, { class: "widget-now" });
  if (writes) gate(isGRU ? "1 − z" : "i", x.i, step.i);
  if (shows || isGRU) gate(isGRU ? "r" : "o", x.o, step.o);
  word(x.g, foot + 22, `${isGRU ? "n" : "g"} ${short(step.g)}`, { class: "widget-now" });
  for (const [name, place, isThere] of [["keep", x.f, keeps], ["write", x.i, writes], [isGRU ? "see" : "show", x.o, shows || isGRU]]) {
    word(place, foot + 42, isThere ? name : `${name} all`);
  }
  const state = isGRU ? "h" : "c";
  word(6, 24, `${state} before`, { "text-anchor": "start" });
  word(6, 44, short(step.before), { "text-anchor": "start", class: "widget-now" });
  word(width - 6, 24, `${state} after`, { "text-anchor": "end" });
  word(width - 6, 44, short(step.after), { "text-anchor": "end", class: "widget-now" });
  if (!isGRU) word(x.h, foot + 42, `h ${short(step.shown)}`, { class: "widget-now" });
  return drawing;
};
