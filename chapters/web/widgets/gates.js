// Chapter 04: one LSTM unit as a machine. Its gates are set while the belt runs, step by step; below it
// what the unit and an RNN's unit have held.
"use strict";

Widgets.define("gates", (page) => {
  const { element, number } = Widgets;
  const longest = 60;
  const settings = { Write: { i: 1, f: 0, o: 0 }, Keep: { i: 0, f: 1, o: 0 }, Show: { i: 0, f: 1, o: 1 }, Clear: { i: 0, f: 0, o: 1 } };
  const sum = { i: 1, f: 1, o: 1 };
  const scenes = [
    { name: "Write, keep, show, clear", inputs: "+-.-+--.-+-+.--+-+.-", from: [[1, settings.Write], [2, settings.Keep], [9, settings.Show], [16, settings.Clear]] },
    { name: "One input that fades, f = 0.9", inputs: "+...................", from: [[1, { i: 1, f: 0.9, o: 1 }]] },
    { name: "Inputs that cancel", inputs: "+-+-+-+-+-+-+-+-+-+-", from: [[1, sum]] },
    { name: "Inputs that do not cancel", inputs: "++++++++++++++++++++", from: [[1, sum]] },
    { name: "The latch of exercise 4.7", inputs: "+-.-+--.++-+.-++-+.+", commands: "w.........w........." },
  ];
  page.title("A memory cell to run",
    "press Play, and drag f down a little while the cell keeps its number.");

  let at = 1;
  let gates = []; // of each step: { i, f, o }; what is set holds from the step that is shown on
  let tape = { inputs: [], writes: [], rows: [] };

  const scene = Widgets.choice("What comes in, and the gates", scenes.map((one) => one.name), () => open());
  const stream = Widgets.textField("Inputs: + is 1, - is −1, all else 0", "", () => { player.pause(); draw(); });
  const commands = Widgets.textField("Commands of the latch: w writes, all else keeps", "", () => { player.pause(); draw(); });
  const weight = Widgets.slider("Recurrent weight u of the RNN beside it", { min: 0, max: 3, step: 0.05, value: 1 }, () => draw());
  const place = Widgets.slider("Step", { min: 1, max: 20, step: 1, value: 1, show: String }, () => { player.pause(); go(place.value); });
  const presets = Object.entries(settings).map(([name, values]) => Widgets.button(name, () => set(values)));
  const run = Widgets.button("", () => {
    if (player.playing) { player.pause(); return; }
    if (at >= tape.rows.length) at = 0;
    player.play();
  });
  const back = Widgets.button("◂ Back", () => { player.pause(); go(at - 1); });
  const next = Widgets.button("Step ▸", () => { player.pause(); go(at + 1); });
  const box = element("div", { class: "widget-drawing" });
  const sentence = Widgets.sentence(page);
  const chart = element("div", { class: "widget-drawing" });
  const numbers = Widgets.scroller("States and gates");
  page.add(
    box,
    Widgets.controls(Widgets.buttons(run, back, next),
      Widgets.group("From this step on:", ...presets), scene.field, place.field),
    ...sentence.parts, chart,
    Widgets.more("Inputs, and the RNN’s weight", Widgets.controls(stream.field, commands.field, weight.field)),
    Widgets.more("Every number", numbers));

  const player = Widgets.player({
    duration: () => 1100,
    next: () => at < tape.rows.length && (at += 1, draw(0), true),
    frame: (share) => show(share),
    changed: () => draw(),
  });

  const isLatch = () => scenes[scene.value].commands !== undefined;

  const open = () => {
    player.pause();
    const { inputs, from = [], commands: written = "" } = scenes[scene.value];
    gates = [...inputs].map((_, index) => ({ ...(from.findLast(([step]) => step <= index + 1)?.[1] ?? sum) }));
    [stream.value, commands.value] = [inputs, written];
    commands.field.hidden = !isLatch();
    at = isLatch() ? 1 : Math.min(2, inputs.length);
    draw();
  };

  const set = (values) => {
    for (let step = Math.max(1, at); step <= gates.length; step++) Object.assign(gates[step - 1], values);
    draw();
  };

  const go = (step) => {
    at = step;
    draw();
  };

  // Computes all steps, and draws the one that is shown.
  const draw = (share = 1) => {
    const inputs = [...stream.value].slice(0, longest).map((c) => c === "+" ? 1 : c === "-" || c === "−" ? -1 : 0);
    const writes = inputs.map((_, t) => commands.value[t] === "w" ? 1 : 0);
    while (gates.length < inputs.length) gates.push({ ...(gates.at(-1) ?? sum) });
    const all = page.call("gates_run", isLatch()
      ? [1, weight.value, ...inputs.flatMap((bit, t) => [bit, writes[t]])]
      : [0, weight.value, ...inputs.flatMap((x, t) => [gates[t].i, gates[t].f, gates[t].o, x])]);
    tape = { inputs, writes, rows: inputs.map((_, t) => all.slice(7 * t, 7 * t + 7)) };
    at = Math.max(Math.min(1, inputs.length), Math.min(at, inputs.length));
    show(player.playing ? share : 1);
    tell();
  };

  const step = () => {
    const [c, h, i, f, g, o] = tape.rows[at - 1];
    const before = at > 1 ? tape.rows[at - 2][0] : 0;
    const kept = f * before;
    return { t: at, before, kept, cleared: before - kept, input: tape.inputs[at - 1], candidate: g, written: i * g, after: c, shown: h, i, f, o,
      set: isLatch() ? { i, f, o } : gates[at - 1] };
  };

  const show = (share) => {
    if (box.clientWidth === 0) return;
    if (tape.rows.length === 0) { box.replaceChildren(); return; }
    const width = Math.max(240, box.clientWidth);
    let cell = box.firstElementChild;
    if (cell?.viewBox.baseVal.width !== width) {
      cell = Widgets.cell(width, (gate, value) => set({ [gate]: value }));
      box.replaceChildren(cell);
    }
    cell.show(step(), share, `The cell at step ${at} of ${tape.rows.length}`, isLatch());
  };

  const tell = () => {
    const { rows, inputs, writes } = tape;
    place.input.max = Math.max(1, rows.length);
    place.value = Math.max(1, at);
    run.textContent = player.word;
    back.disabled = at <= 1;
    next.disabled = at >= rows.length;
    for (const button of presets) {
      const values = settings[button.textContent];
      button.disabled = isLatch();
      button.setAttribute("aria-pressed", !isLatch() && at > 0 && ["i", "f", "o"].every((gate) => gates[at - 1]?.[gate] === values[gate]));
    }
    if (rows.length === 0) {
      sentence.say("Nothing to read yet.");
      chart.replaceChildren();
      numbers.replaceChildren();
      return;
    }
    const now = step();
    const short = Widgets.short;
    sentence.say(`Step ${at} of ${rows.length}: of ${short(now.before)} it keeps ${short(now.kept)} and clears ${short(now.cleared)}, `
      + `it writes ${short(now.written)}, holds ${short(now.after)} and shows ${short(now.shown)}. `
      + `The RNN’s unit is at ${short(rows[at - 1][6])}.`);
    const column = (index) => rows.map((row) => row[index] ?? NaN);
    const bound = (sign) => {
      const largest = Math.max(1, ...column(0).filter(Number.isFinite).map((c) => sign * c));
      return sign * (largest <= 1 ? 1 : Math.ceil(largest / 2) * 2);
    };
    Widgets.chart(chart, {
      picked: (t) => { player.pause(); go(Math.round(t)); },
      label: `The cell state, what it shows and the RNN’s state over ${rows.length} steps. ${sentence.text}`,
      series: [
        { name: "cell state c", values: column(0), start: 1 },
        { name: "RNN, tanh(x + u·h)", values: column(6), start: 1 },
        { name: "shown, h", values: column(1), start: 1 },
      ],
      x: { label: "step", from: 1, to: Math.max(2, rows.length) },
      y: { label: "state", from: bound(-1), to: bound(1) },
      mark: at, strips: [["i", 2], ["f", 3], ["o", 5]].map(([name, index]) => ({ name, values: column(index), start: 1 })),
      height: 200,
    });
    numbers.replaceChildren(Widgets.table(
      "Every step", isLatch() ? ["t", "bit", "write", "c", "h", "i", "f", "g", "o", "RNN"] : ["t", "x", "c", "h", "i", "f", "g", "o", "RNN"],
      rows.map((row, t) => [t + 1, number(inputs[t], 0), ...(isLatch() ? [writes[t]] : []), ...row.map((x) => number(x, 3))]), at - 1));
  };

  page.stopped = () => player.pause();
  Widgets.whenResized(box, () => draw());
  open();
});
