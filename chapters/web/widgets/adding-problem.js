// Chapter 07: RNN and LSTM learning the adding problem side by side; one example being answered, and the
// loss of both.
"use strict";

Widgets.define("adding-problem", (page) => {
  const { element, number, short } = Widgets;
  const lengths = [10, 20, 40, 60];
  const setting = { units: 16, rows: 32, rate: 0.01, limit: 1 };
  const [last, group] = [1500, 10];
  page.title("Two networks learn to add",
    "press Learn, and watch the example. From which update on does the LSTM’s answer jump at the marked numbers?");

  const length = Widgets.choice("Length of a sequence", lengths.map(String), () => begin());
  length.input.value = "2";
  const seed = Widgets.slider("Seed", { min: 1, max: 20, step: 1, value: 1, show: String }, () => begin());
  const run = Widgets.button("Learn", () => {
    if (!isBegun) begin();
    if (running) { running = false; show(); return; }
    reader.pause();
    read = Infinity;
    running = true;
    show();
    if (running) Widgets.soon(learn);
  });
  const again = Widgets.button("Begin anew", () => begin());
  const other = Widgets.button("Another example", () => {
    if (!isBegun) begin();
    exampleSeed += 1;
    look();
    show();
  });
  const slowly = Widgets.button("", () => {
    if (!isBegun) begin();
    running = false;
    if (reader.playing) { reader.pause(); return; }
    read = 0;
    reader.play();
  });
  const sentence = Widgets.sentence(page);
  const answering = element("div", { class: "widget-drawing" });
  const chart = element("div", { class: "widget-drawing" });
  const numbers = Widgets.scroller("Losses");
  page.add(
    Widgets.controls(Widgets.buttons(run, again), Widgets.buttons(slowly, other)), ...sentence.parts, answering, chart,
    Widgets.controls(length.field, seed.field), Widgets.more("Losses", numbers));

  let running = false;
  let isBegun = false;
  let baseline = 0;
  let before = [];
  let losses = { rnn: [], lstm: [] };
  let exampleSeed = 7;
  let example = null;
  let [drawnAt, drawnSteps] = [0, 0];
  let read = Infinity; // how many steps of the example have been read

  const begin = () => {
    running = false;
    reader.pause();
    read = Infinity;
    losses = { rnn: [], lstm: [] };
    [baseline = NaN, ...before] = page.call("adding_begin", [
      lengths[length.value], setting.units, setting.rows, setting.rate, setting.limit, seed.value]);
    isBegun = true;
    look();
    show();
  };

  // Lets both answer the example as they are now.
  const look = () => {
    const T = lengths[length.value];
    const all = page.call("adding_example", [exampleSeed]);
    const take = (from) => all.slice(from, from + T);
    example = { values: take(0), marks: take(T), sum: all[2 * T] ?? NaN, rnn: take(2 * T + 1), lstm: take(3 * T + 1) };
  };

  // In each frame updates of both, as many as fit into the time that a page may take without stutter.
  const learn = () => {
    if (!running) return;
    const begun = performance.now();
    do {
      const [rnn] = page.call("adding_train", [0, 1]);
      const [lstm] = page.call("adding_train", [1, 1]);
      if (!Number.isFinite(rnn) || !Number.isFinite(lstm)) { running = false; break; }
      losses.rnn.push(rnn);
      losses.lstm.push(lstm);
    } while (losses.rnn.length < last && performance.now() - begun < 24);
    if (losses.rnn.length >= last) running = false;
    // Who asked for less motion sees it from time to time.
    const isTime = Widgets.calm() ? losses.rnn.length - drawnSteps >= 250 : begun - drawnAt > 90;
    if (!running || isTime) {
      [drawnAt, drawnSteps] = [begun, losses.rnn.length];
      look();
      show();
    }
    if (running) Widgets.soon(learn);
  };

  const reader = Widgets.player({
    duration: () => Math.max(60, 4000 / lengths[length.value]),
    next: () => read < lengths[length.value] && (read += 1, showExample(), true),
    frame: () => {},
    changed: () => show(),
  });

  // Means of groups of updates: the loss of one batch jumps about.
  const means = (all) => {
    const result = [];
    for (let start = 0; start + group <= all.length; start += group) {
      result.push(all.slice(start, start + group).reduce((a, b) => a + b) / group);
    }
    return result;
  };

  const showExample = () => {
    const T = lengths[length.value];
    const { values, marks, sum, rnn, lstm } = example;
    const seen = Math.min(read, T);
    const sofar = (all) => all.map((value, step) => step < seen ? value : NaN);
    const marked = values.filter((_, step) => marks[step] === 1);
    Widgets.chart(answering, {
      label: `One example: the marked numbers ${marked.map(short).join(" and ")}, their sum ${short(sum)}. `
        + `After ${seen} steps the RNN answers ${short(rnn[seen - 1])} and the LSTM ${short(lstm[seen - 1])}.`,
      series: [{ name: "LSTM’s answer", values: sofar(lstm), start: 1, ends: true }, { name: "RNN’s answer", values: sofar(rnn), start: 1, ends: true }],
      x: { label: "step of the example", from: 0, to: T + 1 },
      y: { label: "numbers, and the answer so far", from: -0.2, to: 2 },
      bars: values.map((value, step) => ({ at: step + 1, value, isMarked: marks[step] === 1 })),
      rules: [{ value: sum, name: `the sum, ${short(sum)}` }],
      mark: seen < T ? seen : undefined, height: 190,
    });
  };

  const show = () => {
    run.textContent = running ? "❚❚ Pause" : losses.rnn.length === 0 ? "▸ Learn" : "▸ Go on";
    run.disabled = losses.rnn.length >= last;
    slowly.textContent = reader.playing ? "❚❚ Pause" : "▸ Read slowly";
    slowly.disabled = Widgets.calm();
    const updates = losses.rnn.length;
    const [rnn, lstm] = [means(losses.rnn), means(losses.lstm)];
    const [first, second] = [example.rnn.at(-1), example.lstm.at(-1)];
    sentence.say((updates === 0
      ? `Before they learn, the RNN’s loss is ${number(before[0] ?? NaN, 3)}, the LSTM’s ${number(before[1] ?? NaN, 3)}. `
      : `After ${updates} updates the RNN’s loss is ${number(rnn.at(-1) ?? losses.rnn[0], 3)}, the LSTM’s ${number(lstm.at(-1) ?? losses.lstm[0], 3)}. `)
      + `The example’s sum is ${short(example.sum)}: the RNN answers ${short(first ?? NaN)}, the LSTM ${short(second ?? NaN)}.`);
    showExample();
    // The first value is that before any update; each mean stands at the end of its group.
    const held = (start, values) => [start, ...values.flatMap((value) => Array(group).fill(value))];
    Widgets.chart(chart, {
      label: `The loss of both over ${updates} updates, on a logarithmic axis. ${sentence.text}`,
      series: [{ name: "LSTM’s loss", values: held(before[1], lstm), ends: true }, { name: "RNN’s loss", values: held(before[0], rnn), ends: true }],
      x: { label: "updates", from: 0, to: last },
      y: { label: "mean squared error", from: 0.001, to: Math.max(2, ...before.filter(Number.isFinite).map((x) => 1.3 * x)), logarithmic: true },
      rules: [{ value: baseline, name: "always answering 1" }],
      height: 200,
    });
    const marks = [50, 100, 200, 400, 600, 800, 1000, 1200, 1500].filter((mark) => mark <= updates);
    numbers.replaceChildren(marks.length === 0 ? element("p", {}, "None yet.") : Widgets.table("Losses", ["update", "RNN", "LSTM"],
      marks.map((mark) => [mark, number(rnn[mark / group - 1]), number(lstm[mark / group - 1])])));
  };

  page.stopped = () => {
    running = isBegun = false;
    reader.pause();
    run.textContent = "▸ Learn";
    run.disabled = false;
  };
  Widgets.whenResized(chart, () => { if (isBegun) show(); });
  begin();
});
