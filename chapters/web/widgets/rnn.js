// Chapter 02: type a sequence, step through the RNN, see each hidden unit.
"use strict";

Widgets.define("rnn", (page) => {
  const { element, number } = Widgets;
  const networks = [
    {
      name: "by hand: aabaab…", text: "aabaab", symbols: ["a", "b"],
      aliases: { 0: "a", 1: "b" }, rule: "a and b", units: ["this is a", "this and the last are a"],
    },
    {
      name: "by hand: parity, the answer to exercise 2.4", text: "10110", symbols: ["0", "1"],
      aliases: { a: "0", b: "1" }, rule: "0 and 1", units: [],
    },
    {
      name: "eight units, random weights", text: "the cat sat", symbols: [..."abcdefghijklmnopqrstuvwxyz "],
      aliases: {}, rule: "letters and spaces", units: [],
    },
  ];
  let at = 1;

  const network = Widgets.choice("Network", networks.map((one) => one.name), () => {
    // What has been typed stays.
    if (networks.some((one) => one.text === sequence.value)) sequence.value = networks[network.value].text;
    at = 1;
    read();
  });
  const sequence = Widgets.textField("Sequence", networks[0].text, () => { at = Infinity; read(); });
  const place = Widgets.slider(
    "Step", { min: 1, max: 6, step: 1, value: 1, show: String }, () => { at = place.value; show(); });
  const back = Widgets.button("◂ Back", () => { at -= 1; show(); });
  const next = Widgets.button("Step ▸", () => { at += 1; show(); });
  const output = element("output");
  const bars = element("div", { class: "widget-drawing" });
  const numbers = Widgets.scroller("Hidden states");
  page.add(
    Widgets.controls(network.field, sequence.field, place.field,
      element("div", { class: "widget-buttons" }, back, next)),
    output, bars, numbers);

  let states = { text: [], units: 0, symbols: 0, rows: [] };

  const read = () => {
    const { symbols, aliases, rule } = networks[network.value];
    const text = [...sequence.value.toLowerCase()].map((letter) => aliases[letter] ?? letter)
      .filter((letter) => symbols.includes(letter)).slice(0, 60);
    const [units = 0, predicted = 0, ...rest] = page.call(
      "rnn_states", [network.value, ...text.map((letter) => symbols.indexOf(letter))]);
    const width = units + predicted;
    states = {
      text, units, predicted, rows: text.map((_, t) => rest.slice(t * width, (t + 1) * width)) };
    if (text.length < [...sequence.value].length) page.tell(`This network reads ${rule}, up to 60 of them.`);
    place.input.max = Math.max(1, text.length);
    show();
  };

  const show = () => {
    const { text, units, predicted, rows } = states;
    at = Math.max(1, Math.min(at, text.length));
    place.value = at;
    back.disabled = at <= 1;
    next.disabled = at >= text.length;
    const { symbols } = networks[network.value];
    if (rows.length === 0) {
      output.textContent = "Nothing to read yet.";
      bars.replaceChildren();
      numbers.replaceChildren();
      return;
    }
    const now = rows[at - 1];
    const readable = (letter) => letter === " " ? "␣" : letter;
    const guesses = now.slice(units).map((p, index) => `${symbols[index]} ${number(p, 3)}`);
    const what = network.value === 1 ? "probability of even (0) and odd (1)" : "what comes next";
    output.textContent = `Step ${at} of ${text.length} reads ${readable(text[at - 1])}. `
      + `h(${at}) = [${now.slice(0, units).map((h) => number(h, 2)).join(", ")}]`
      + (predicted ? `; ${what}: ${guesses.join(", ")}.` : ".");
    bars.replaceChildren(drawing(text, rows, units, readable));
    const head = ["t", "x(t)", ...now.slice(0, units).map((_, unit) => `h${subscript(unit)}`),
      ...now.slice(units).map((_, index) => `p(${symbols[index]})`)];
    numbers.replaceChildren(Widgets.table(
      "Every step so far", head,
      rows.slice(0, at).map((row, t) => [t + 1, readable(text[t]), ...row.map((x) => number(x))]), at - 1));
  };

  const subscript = (index) => "₀₁₂₃₄₅₆₇₈₉"[index];

  // A row for each unit, a column for each step: bars up from the middle for positive values.
  const drawing = (text, rows, units, readable) => {
    const width = Math.max(240, bars.clientWidth);
    const names = networks[network.value].units;
    const [left, tall, gap] = [28, units > 2 ? 30 : 56, names.length ? 24 : 10];
    const column = Math.min(44, (width - left - 4) / text.length);
    const height = 22 + units * (tall + gap);
    const svg = element("svg", {
      viewBox: `0 0 ${width} ${height}`, width, height, role: "img",
      "aria-label": `Bars for ${units} hidden units over ${at} of ${text.length} steps` });
    text.forEach((letter, t) => svg.append(element("text", {
      x: left + (t + 0.5) * column, y: 14, "text-anchor": "middle",
      class: t === at - 1 ? "widget-now" : t < at ? "" : "widget-later" }, readable(letter))));
    for (let unit = 0; unit < units; unit++) {
      const top = 22 + unit * (tall + gap) + (gap - 6);
      const middle = top + tall / 2;
      svg.append(element("text", { x: 0, y: middle + 4 }, `h${subscript(unit)}`));
      if (names[unit]) svg.append(element("text", { x: left, y: top - 4 }, names[unit]));
      svg.append(element("line", { class: "widget-grid", x1: left, x2: width, y1: middle, y2: middle }));
      rows.slice(0, at).forEach((row, t) => {
        const h = row[unit];
        if (!Number.isFinite(h)) return;
        svg.append(element("rect", {
          class: `${h < 0 ? "widget-f2" : "widget-f1"}${t === at - 1 ? "" : " widget-past"}`,
          x: left + t * column + 1, width: Math.max(1, column - 2),
          y: h < 0 ? middle : middle - h * tall / 2, height: Math.max(0.5, Math.abs(h) * tall / 2) }));
      });
    }
    return svg;
  };

  Widgets.whenResized(bars, show);
  read();
});
