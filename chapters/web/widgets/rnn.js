// Chapter 02: type a sequence, play it through the network, see what flows to each hidden unit.
"use strict";

Widgets.define("rnn", (page) => {
  const { element, number, short } = Widgets;
  const networks = [
    {
      name: "By hand: aabaab…", text: "aabaab", symbols: ["a", "b"], aliases: { 0: "a", 1: "b" },
      rule: "a and b", hint: "a or b", units: ["this is a", "this and the last are a"], asks: "what comes next",
    },
    {
      name: "Parity, the answer to exercise 2.4", text: "10110", symbols: ["0", "1"], outputs: ["even", "odd"],
      aliases: { a: "0", b: "1" }, rule: "0 and 1", hint: "0 or 1", units: [], asks: "the number of ones is",
    },
    {
      name: "Eight units, random weights", text: "the cat sat", symbols: [..."abcdefghijklmnopqrstuvwxyz "],
      aliases: {}, rule: "letters and spaces", hint: "letters", units: [],
    },
  ];
  page.title("Letters through a network", "type your own letters, and press Play. Then choose the eight units, and type a sentence. After exercise 2.4, try parity with a long row of bits.");

  let at = 1;
  let weights = null;
  let states = { text: [], units: 0, predicted: 0, rows: [] };

  const network = Widgets.choice("Network", networks.map((one) => one.name), () => {
    // What has been typed stays.
    if (networks.some((one) => one.text === sequence.value)) sequence.value = networks[network.value].text;
    player.pause();
    at = 1;
    weigh();
    read();
  });
  const sequence = Widgets.textField("Your letters", networks[0].text, () => { player.pause(); at = Infinity; read(); });
  const place = Widgets.slider(
    "Step", { min: 1, max: 6, step: 1, value: 1, show: String }, () => { player.pause(); go(place.value); });
  const run = Widgets.button("", () => {
    if (player.playing) { player.pause(); return; }
    if (at >= states.text.length) at = 0;
    player.play();
  });
  const back = Widgets.button("◂ Back", () => { player.pause(); go(at - 1); });
  const next = Widgets.button("Step ▸", () => { player.pause(); go(at + 1); });
  const box = element("div", { class: "widget-drawing" });
  const sentence = Widgets.sentence(page);
  const bars = element("div", { class: "widget-drawing widget-picked" });
  const sums = Widgets.scroller("What each unit adds up");
  const numbers = Widgets.scroller("Hidden states");
  page.add(
    Widgets.controls(network.field, sequence.field), box,
    Widgets.controls(Widgets.buttons(run, back, next), place.field), ...sentence.parts, bars,
    Widgets.more("What each unit adds up", sums), Widgets.more("Every step", numbers));

  const player = Widgets.player({
    duration: () => 1200,
    next: () => at < states.text.length && (at += 1, show(0), true),
    frame: (share) => draw(share),
    changed: () => show(),
  });

  const go = (step) => {
    at = step;
    show();
  };

  const cut = (list, columns) => Array.from({ length: list.length / columns }, (_, row) => list.slice(row * columns, (row + 1) * columns));

  const weigh = () => {
    const [inputs = 0, units = 0, outputs = 0, ...rest] = page.call("rnn_weights", [network.value]);
    const take = (rows, columns) => cut(rest.splice(0, rows * columns), columns);
    weights = { inputs, units, outputs, W: take(inputs, units), U: take(units, units), b: take(1, units)[0],
      Wy: outputs ? take(units, outputs) : [] };
  };

  const read = () => {
    if (!weights) weigh();
    const { symbols, aliases, rule } = networks[network.value];
    const text = [...sequence.value.toLowerCase()].map((letter) => aliases[letter] ?? letter)
      .filter((letter) => symbols.includes(letter)).slice(0, 60);
    const [units = 0, predicted = 0, ...rest] = page.call(
      "rnn_states", [network.value, ...text.map((letter) => symbols.indexOf(letter))]);
    states = { text, units, predicted, rows: cut(rest, units + predicted || 1) };
    if (text.length < [...sequence.value].length) page.tell(`This network reads ${rule}, up to 60 of them.`);
    show();
  };

  const readable = (letter) => letter === " " ? "␣" : letter;
  const unitName = (unit) => `unit ${unit}`;

  // What flows in the step that is shown.
  const step = () => {
    const { text, units, rows } = states;
    const { W, U, Wy } = weights;
    const { symbols } = networks[network.value];
    const letter = symbols.indexOf(text[at - 1]);
    const before = at > 1 ? rows[at - 2].slice(0, units) : Array(units).fill(0);
    const after = rows[at - 1].slice(0, units);
    // A bit is one number; a letter has an input of its own, of which the large alphabet shows only that one.
    const inputs = weights.inputs === 1 ? [{ name: `bit ${text[at - 1]}`, value: letter, row: W[0] }]
      : symbols.length > 2 ? [{ name: readable(text[at - 1]), value: 1, row: W[letter] }]
        : symbols.map((symbol, n) => ({ name: symbol, value: n === letter ? 1 : 0, row: W[n] }));
    const hasBias = weights.b.some((value) => value !== 0);
    const contributions = after.map((_, unit) =>
      [...inputs.map((one) => one.value * one.row[unit]), ...before.map((h, from) => h * U[from][unit]), ...(hasBias ? [weights.b[unit]] : [])]);
    const votes = Array.from({ length: states.predicted }, (_, symbol) => after.map((h, unit) => h * Wy[unit][symbol]));
    return { inputs, hasBias, before, after, contributions, votes, predicted: rows[at - 1].slice(units) };
  };

  const draw = (share) => {
    if (box.clientWidth === 0) return;
    const { text, units } = states;
    const chosen = networks[network.value];
    if (at < 1 || !states.rows.length) { box.replaceChildren(); return; }
    const now = step();
    const key = `${network.value} ${Math.max(240, box.clientWidth)}`;
    let drawing = box.firstElementChild;
    if (drawing?.dataset.key !== key) {
      drawing = Widgets.network(Math.max(240, box.clientWidth), {
        inputs: now.inputs.length, hasBias: now.hasBias, units: Array.from({ length: units }, (_, unit) => unitName(unit)),
        outputs: states.predicted ? chosen.outputs ?? chosen.symbols : [] });
      drawing.dataset.key = key;
      box.replaceChildren(drawing);
    }
    drawing.show(now, share, `The network at step ${at} of ${text.length}, reading ${readable(text[at - 1])}. `
      + `Its new state is ${now.after.map(short).join(", ")}.`);
  };

  const show = (share = 1) => {
    const { text, units, predicted, rows } = states;
    at = Math.max(Math.min(1, text.length), Math.min(at, text.length));
    place.input.max = Math.max(1, text.length);
    place.value = Math.max(1, at);
    run.textContent = player.word;
    back.disabled = at <= 1;
    next.disabled = at >= text.length;
    draw(player.playing ? share : 1);
    if (rows.length === 0 || at === 0) {
      sentence.say(`Nothing to read yet: type ${networks[network.value].hint}.`);
      for (const part of [bars, numbers, sums]) part.replaceChildren();
      return;
    }
    const chosen = networks[network.value];
    const now = rows[at - 1];
    const { symbols, asks, outputs = symbols } = chosen;
    const guesses = now.slice(units).map((p, index) => `${outputs[index]} ${number(p, 3)}`);
    sentence.say(`Step ${at} of ${text.length} reads ${readable(text[at - 1])}. `
      + `The new state is [${now.slice(0, units).map((h) => number(h, 2)).join(", ")}]`
      + (predicted ? `; ${asks}: ${guesses.join(", ")}.` : "."));
    bars.replaceChildren(drawing(text, rows, units));
    const names = now.slice(0, units).map((_, unit) => unitName(unit));
    numbers.replaceChildren(Widgets.table(
      "Every step so far", ["t", "reads", ...names, ...now.slice(units).map((_, index) => `p(${outputs[index]})`)],
      rows.slice(0, at).map((row, t) => [t + 1, readable(text[t]), ...row.map((x) => number(x))]), at - 1));
    const flows = step();
    sums.replaceChildren(Widgets.table(
      `Step ${at}: a weight times what comes along it`,
      ["unit", ...flows.inputs.map((one) => `from ${one.name}`), ...names.map((name) => `old ${name}`), ...(flows.hasBias ? ["bias"] : []), "tanh of the sum"],
      names.map((name, unit) => [name, ...flows.contributions[unit].map((x) => number(x, 2)), number(flows.after[unit], 3)])));
  };

  // A row for each unit, a column for each step: bars up from the middle for positive values.
  const drawing = (text, rows, units) => {
    const width = Math.max(240, bars.clientWidth);
    const names = networks[network.value].units;
    const [left, tall, gap] = [46, units > 2 ? 24 : 44, names.length ? 24 : 10];
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
      svg.append(element("text", { x: 0, y: middle + 4 }, unitName(unit)));
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

  bars.addEventListener("click", (event) => {
    const svg = bars.querySelector("svg");
    if (!svg || states.text.length === 0) return;
    player.pause();
    go(Math.floor((Widgets.inside(svg, event)[0] - 46) / Math.min(44, (svg.viewBox.baseVal.width - 50) / states.text.length)) + 1);
  });
  page.stopped = () => { player.pause(); weights = null; };
  Widgets.whenResized(box, () => show());
  read();
});
