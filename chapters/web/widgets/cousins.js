// Chapter 13: trained cells of every wiring read a's and b's as they are typed, and say what they expect.
"use strict";

Widgets.define("cousins", (page) => {
  const { element, number, short } = Widgets;
  const [units, longest, asked] = [3, 60, 100];
  const names = ["a", "b", "the end"];
  page.title("Take a cell apart, and let it count",
    "type some a’s and as many b’s. Then take a gate away, or put a GRU in its place, and count on.");

  // The file of `course dev cousins --weights`: of each cell a count, a scale, and a whole number for each number.
  const bytes = Widgets.bytes(page.data);
  const view = new DataView(bytes.buffer);
  const weights = [];
  for (let place = 0; place < bytes.length;) {
    const [count, scale] = [view.getUint16(place, true), view.getFloat32(place + 2, true)];
    place += 6;
    weights.push(Array.from({ length: count }, (_, index) => view.getInt16(place + 2 * index, true) * scale));
    place += 2 * count;
  }
  const kinds = [];
  for (const inputGate of [true, false]) {
    for (const keeping of [0, 1, 2]) {
      for (const outputGate of [true, false]) {
        for (const peepholes of [false, true]) {
          if (keeping !== 1 || inputGate) kinds.push({ isGRU: false, inputGate, keeping, outputGate, peepholes });
        }
      }
    }
  }
  kinds.push({ isGRU: true, inputGate: false, keeping: 0, outputGate: false, peepholes: false });

  const wiring = { isGRU: false, inputGate: true, keeping: 0, outputGate: true, peepholes: false };
  let [at, unit, steps, right] = [1, 0, [], 0];

  const text = Widgets.textField("Type a’s and b’s", "aaaaaaaaaaaabbbbbbbbbbbb", () => { at = symbols().length; run(); });
  const place = Widgets.slider("Step", { min: 1, max: 24, step: 1, value: 24, show: String }, () => { at = place.value; show(); });
  const which = Widgets.slider("Unit", { min: 1, max: units, step: 1, value: 1, show: String }, () => { unit = which.value - 1; show(); });
  const toggles = {};
  const toggle = (key, label) => toggles[key] = Widgets.button(label, () => {
    wiring.isGRU = false;
    wiring[key] = !wiring[key];
    if (!wiring.inputGate && wiring.keeping === 1) wiring.keeping = 0;
    load();
  });
  const keepers = ["forget gate", "1 − i", "everything"].map((label, keeping) => Widgets.button(label, () => {
    wiring.isGRU = false;
    wiring.keeping = keeping;
    if (keeping === 1) wiring.inputGate = true;
    load();
  }));
  const family = [["LSTM", false], ["GRU", true]].map(([label, isGRU]) => Widgets.button(label, () => {
    wiring.isGRU = isGRU;
    load();
  }));
  const more = ["a", "b"].map((letter) => Widgets.button(`+ ${letter}`, () => {
    text.value += letter;
    at = symbols().length;
    run();
  }));
  const clear = Widgets.button("Clear", () => { text.value = ""; at = 0; run(); });
  const box = element("div", { class: "widget-drawing" });
  const chart = element("div", { class: "widget-drawing" });
  const sentence = Widgets.sentence(page);
  const numbers = Widgets.scroller("Every step");
  page.add(
    Widgets.controls(text.field, Widgets.buttons(...more),
      Widgets.group("Cell:", ...family),
      Widgets.group("Gates:", toggle("inputGate", "input gate"), toggle("outputGate", "output gate"), toggle("peepholes", "peepholes")),
      Widgets.group("Kept by:", ...keepers)),
    box, Widgets.controls(place.field, which.field, Widgets.buttons(clear)), ...sentence.parts, chart,
    Widgets.more("Every number", numbers));

  const symbols = () => [...text.value.toLowerCase()].filter((c) => c === "a" || c === "b").slice(0, longest).map((c) => c === "a" ? 0 : 1);

  // Another cell: the unit that goes furthest in counting is shown.
  const load = () => {
    const kind = kinds.findIndex((one) => one.isGRU === wiring.isGRU
      && (one.isGRU || ["inputGate", "keeping", "outputGate", "peepholes"].every((key) => one[key] === wiring[key])));
    page.call("cousins_load", [wiring.isGRU ? 1 : 0, wiring.inputGate ? 1 : 0, wiring.keeping, wiring.outputGate ? 1 : 0,
      wiring.peepholes ? 1 : 0, ...weights[kind]]);
    [right] = page.call("cousins_longest", [asked]);
    const climbed = page.call("cousins_run", Array(20).fill(0)).slice(-6 * units - 3);
    const far = Array.from({ length: units }, (_, one) => Math.abs(climbed[6 * one]));
    unit = far.indexOf(Math.max(...far));
    which.value = unit + 1;
    run();
  };

  const run = () => {
    const typed = symbols();
    const all = typed.length ? page.call("cousins_run", typed) : [];
    const size = 6 * units + 3;
    steps = typed.map((_, t) => all.slice(size * t, size * (t + 1)));
    at = Math.max(Math.min(1, typed.length), Math.min(at, typed.length));
    place.input.max = Math.max(1, typed.length);
    show();
  };

  const held = (t) => t < 1 ? 0 : steps[t - 1][6 * unit];

  const show = () => {
    place.value = Math.max(1, at);
    for (const [key, button] of Object.entries(toggles)) button.setAttribute("aria-pressed", !wiring.isGRU && wiring[key]);
    keepers.forEach((button, keeping) => button.setAttribute("aria-pressed", !wiring.isGRU && wiring.keeping === keeping));
    family.forEach((button, index) => button.setAttribute("aria-pressed", wiring.isGRU === (index === 1)));
    const reach = `This cell is right up to n = ${right}${right === asked ? " at least" : ""}; it learnt up to 20.`;
    if (steps.length === 0) {
      box.replaceChildren();
      chart.replaceChildren();
      numbers.replaceChildren();
      sentence.say(`Nothing typed yet. ${reach}`);
      return;
    }
    const typed = symbols();
    const [after, shown, i, f, g, o] = steps[at - 1].slice(6 * unit, 6 * unit + 6);
    if (box.clientWidth > 0) {
      box.replaceChildren(Widgets.cousin(Math.max(240, box.clientWidth), wiring, { before: held(at - 1), after, shown, i, f, g, o },
        `Unit ${unit + 1} at step ${at}: it held ${short(held(at - 1))} and holds ${short(after)}`));
    }
    const chances = steps[at - 1].slice(-3);
    const guess = chances.indexOf(Math.max(...chances));
    const [as, bs] = [typed.slice(0, at).filter((s) => s === 0).length, typed.slice(0, at).filter((s) => s === 1).length];
    sentence.say(`After ${as} a${as === 1 ? "" : "’s"} and ${bs} b${bs === 1 ? "" : "’s"}, it expects ${names[guess]} (${short(chances[guess])}). Unit ${unit + 1} holds ${short(after)}. ${reach}`);
    const column = (index) => steps.map((step) => step[index]);
    const states = [0, 1, 2].flatMap((one) => column(6 * one)).filter(Number.isFinite);
    Widgets.chart(chart, {
      picked: (t) => { at = Math.round(t); show(); },
      label: `What the three units hold over ${steps.length} steps. ${sentence.text}`,
      series: [0, 1, 2].map((one) => ({ name: `unit ${one + 1}`, values: column(6 * one), start: 1 })),
      x: { label: "step", from: 1, to: Math.max(2, steps.length) },
      y: { label: wiring.isGRU ? "hidden state" : "cell state", from: Math.floor(Math.min(-1, ...states)), to: Math.ceil(Math.max(1, ...states)) },
      mark: at, strips: ["a", "b", "end"].map((name, index) => ({ name, values: column(6 * units + index), start: 1 })),
      height: 220,
    });
    numbers.replaceChildren(Widgets.table(
      "What each unit holds, and what is expected", ["t", "read", "unit 1", "unit 2", "unit 3", "a", "b", "end"],
      steps.map((step, t) => [t + 1, names[typed[t]], ...[0, 6, 12, 18, 19, 20].map((index) => number(step[index], 3))]), at - 1));
  };

  Widgets.whenResized(box, () => show());
  load();
  at = symbols().length;
  show();
});
