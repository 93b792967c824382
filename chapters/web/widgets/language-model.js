// Chapter 09: a small trained language model that writes, with each character's probability and the
// value of a cell as colour.
"use strict";

Widgets.define("language-model", (page) => {
  const { element, number } = Widgets;
  const model = unpacked(Widgets.bytes(page.data));
  const longest = 600;

  const prompt = Widgets.textField("Begins with", "The gradient ", () => begin());
  const temperature = Widgets.slider("Temperature", { min: 0, max: 2, step: 0.05, value: 0.6 }, () => goOn());
  const nucleus = Widgets.slider("Nucleus p; 1 draws from all", { min: 0.1, max: 1, step: 0.05, value: 1 }, () => goOn());
  const seed = Widgets.slider("Seed", { min: 1, max: 50, step: 1, value: 1, show: String }, () => begin());
  const unit = Widgets.slider("Unit whose cell is the colour", { min: 0, max: model.units - 1, step: 1, value: 154, show: String }, () => show(true));
  const run = Widgets.button("Write", () => {
    if (!isBegun) begin();
    writing = !writing;
    show();
    if (writing) Widgets.soon(write);
  });
  const one = Widgets.button("One character", () => {
    if (!isBegun) begin();
    writing = false;
    next();
    show();
  });
  const again = Widgets.button("Begin anew", () => begin());
  const output = element("output");
  const text = element("div", { class: "widget-text", tabindex: "0", role: "region", "aria-label": "What the model writes" });
  const chart = element("div", { class: "widget-drawing" });
  const numbers = Widgets.scroller("The last characters");
  page.add(
    Widgets.controls(prompt.field, temperature.field, seed.field, nucleus.field, unit.field,
      element("div", { class: "widget-buttons" }, run, one, again)),
    output, text, chart, numbers);

  let writing = false;
  let isBegun = false;
  let written = []; // { symbol, probability, cell, best }
  let drawn = 0;
  let largest = 1; // of the cell that is shown, in this text
  let known = "";

  const begin = () => {
    if (!isBegun) page.call("language_load", model.weights);
    writing = false;
    written = [];
    known = [...prompt.value].filter((letter) => model.symbols.includes(letter)).join("");
    // A line's end before the prompt: the model has read its text line by line.
    page.call("language_begin",
      [seed.value, ...[..."\n" + known].map((letter) => model.symbols.indexOf(letter))]);
    for (let i = 0; i < 24; i++) next();
    isBegun = true;
    show(true);
  };

  // The text stays: what comes next is drawn in another way.
  const goOn = () => isBegun ? show() : begin();

  const next = () => {
    const all = page.call("language_next", [temperature.value, nucleus.value]);
    if (all.length === 0) { writing = false; return; }
    const [symbol] = all;
    const probabilities = all.slice(1, 1 + model.symbols.length);
    const best = probabilities.map((p, index) => [p, index]).sort((a, b) => b[0] - a[0]).slice(0, 8);
    written.push({
      symbol, probability: probabilities[symbol], cell: all.slice(1 + model.symbols.length), best });
  };

  const write = () => {
    if (!writing) return;
    next();
    if (written.length >= longest) writing = false;
    show();
    if (writing) Widgets.soon(write);
  };

  const readable = (letter) => letter === " " ? "␣" : letter === "\n" ? "↵" : letter;

  const coloured = (step) => {
    const span = element("span", {
      title: `${readable(model.symbols[step.symbol])}: probability ${number(step.probability, 3)}, cell ${number(step.cell[unit.value], 2)}` },
      model.symbols[step.symbol]);
    tint(span, step);
    return span;
  };

  // As dark as the cell is large, compared with the largest that it has been in this text.
  const tint = (span, step) => {
    const value = step.cell[unit.value] / largest;
    span.style.setProperty("--hue", value < 0 ? "var(--w2)" : "var(--w1)");
    span.style.setProperty("--share", `${(Math.abs(value) * 45).toFixed(0)}%`);
  };

  const show = (anew = false) => {
    run.textContent = writing ? "Pause" : "Write";
    run.disabled = one.disabled = written.length >= longest;
    if (anew) {
      text.replaceChildren(element("span", { class: "widget-prompt" }, known));
      drawn = 0;
    }
    const size = Math.max(0.1, ...written.map((step) => Math.abs(step.cell[unit.value])));
    if (size !== largest && !anew) {
      largest = size;
      [...text.children].slice(1).forEach((span, index) => tint(span, written[index]));
    }
    largest = size;
    text.append(...written.slice(drawn).map(coloured));
    drawn = written.length;
    if (writing) text.scrollTop = text.scrollHeight;
    const last = written.at(-1);
    if (!last) { output.textContent = "Nothing written."; return; }
    const surprise = written.reduce((sum, step) => sum - Math.log(step.probability), 0) / written.length;
    output.textContent = `${written.length} characters; the last, ${readable(model.symbols[last.symbol])}, had probability ${number(last.probability, 3)}. `
      + `Mean surprise ${number(surprise, 2)} nats. Cell ${unit.value} is at ${number(last.cell[unit.value], 2)}: blue above 0, orange below. `
      + `The next is drawn at temperature ${number(temperature.value, 2)}, from ${nucleus.value < 1 ? `a nucleus of ${number(nucleus.value, 2)}` : "all"}.`;
    chart.replaceChildren(candidates(last));
    numbers.replaceChildren(Widgets.table("The last characters", ["character", "probability", `cell ${unit.value}`],
      written.slice(-12).reverse().map((step) => [readable(model.symbols[step.symbol]), number(step.probability, 3), number(step.cell[unit.value], 3)])));
  };

  // What the last character was drawn from: a bar for each of the likeliest.
  const candidates = (step) => {
    const width = Math.max(240, chart.clientWidth);
    const [left, right, row] = [24, 52, 17];
    const height = 18 + step.best.length * row;
    const svg = element("svg", {
      viewBox: `0 0 ${width} ${height}`, width, height, role: "img",
      "aria-label": "What the last character was drawn from: " + step.best.slice(0, 4)
        .map(([p, symbol]) => `${readable(model.symbols[symbol])} ${number(p, 3)}`).join(", ") });
    svg.append(element("text", { x: 0, y: 12 }, "what the last character was drawn from"));
    step.best.forEach(([p, symbol], index) => {
      const y = 18 + index * row;
      const length = (Number.isFinite(p) ? p : 0) * (width - left - right);
      svg.append(
        element("text", { x: left - 8, y: y + 12, "text-anchor": "end", class: symbol === step.symbol ? "widget-now" : "" }, readable(model.symbols[symbol])),
        element("rect", { class: symbol === step.symbol ? "widget-f1" : "widget-f1 widget-past", x: left, y: y + 2, width: Math.max(1, length), height: row - 5 }),
        element("text", { x: left + length + 5, y: y + 12 }, number(p, 3)));
    });
    return svg;
  };

  page.stopped = () => {
    writing = isBegun = false;
    run.textContent = "Write";
    run.disabled = one.disabled = false;
  };
  Widgets.whenResized(chart, () => { if (isBegun) show(); });
  begin();

  // The file of `course dev widget-model`: the symbols, H, and W, U, b, Wy and by, each as a scale for
  // each column and a whole number from −127 to 127 for each weight.
  function unpacked(bytes) {
    const view = new DataView(bytes.buffer);
    let place = 2 + view.getUint16(0, true);
    const symbols = [...new TextDecoder().decode(bytes.subarray(2, place))];
    const units = view.getUint16(place, true);
    place += 2;
    const [V, H] = [symbols.length, units];
    const shapes = [[V, 4 * H], [H, 4 * H], [1, 4 * H], [H, V], [1, V]];
    const weights = new Float64Array(2 + shapes.reduce((sum, [rows, columns]) => sum + rows * columns, 0));
    weights.set([V, H]);
    let next = 2;
    for (const [rows, columns] of shapes) {
      const scales = Float64Array.from({ length: columns }, (_, column) => view.getFloat32(place + 4 * column, true));
      place += 4 * columns;
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) weights[next++] = view.getInt8(place++) * scales[column];
      }
    }
    return { symbols, units, weights };
  }
});
