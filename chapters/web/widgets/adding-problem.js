// Chapter 07: RNN and LSTM learning the adding problem live, side by side, with their loss curves.
"use strict";

Widgets.define("adding-problem", (page) => {
  const { element, number } = Widgets;
  const lengths = [10, 20, 40, 60];
  const setting = { units: 16, rows: 32, rate: 0.01, limit: 1 };
  const [last, group] = [1500, 10];

  const length = Widgets.choice("Length of a sequence", lengths.map(String), () => begin());
  length.input.value = "2";
  const seed = Widgets.slider("Seed", { min: 1, max: 20, step: 1, value: 1, show: String }, () => begin());
  const run = Widgets.button("Learn", () => {
    if (!isBegun) begin();
    running = !running;
    show();
    if (running) Widgets.soon(learn);
  });
  const again = Widgets.button("Begin anew", () => begin());
  const output = element("output");
  const chart = element("div", { class: "widget-drawing" });
  const numbers = Widgets.scroller("Losses");
  page.add(
    Widgets.controls(length.field, seed.field, element("div", { class: "widget-buttons" }, run, again)),
    output, chart, numbers);

  let running = false;
  let isBegun = false;
  let baseline = 0;
  let before = [];
  let losses = { rnn: [], lstm: [] };

  const begin = () => {
    running = false;
    losses = { rnn: [], lstm: [] };
    [baseline = NaN, ...before] = page.call("adding_begin", [
      lengths[length.value], setting.units, setting.rows, setting.rate, setting.limit, seed.value]);
    isBegun = true;
    show();
  };

  // In each frame steps of both, as many as fit into the time that a page may take without stutter.
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
    show();
    if (running) Widgets.soon(learn);
  };

  // Means of groups of steps: the loss of one batch jumps about.
  const means = (all) => {
    const result = [];
    for (let start = 0; start + group <= all.length; start += group) {
      result.push(all.slice(start, start + group).reduce((a, b) => a + b) / group);
    }
    return result;
  };

  const show = () => {
    run.textContent = running ? "Pause" : losses.rnn.length === 0 ? "Learn" : "Go on";
    run.disabled = losses.rnn.length >= last;
    const steps = losses.rnn.length;
    const [rnn, lstm] = [means(losses.rnn), means(losses.lstm)];
    output.textContent = steps === 0
      ? `To learn: the sum of the two marked numbers of ${lengths[length.value]}. Before that the RNN's loss is ${number(before[0] ?? NaN)}, the LSTM's ${number(before[1] ?? NaN)}. Press “Learn”.`
      : `After ${steps} steps the RNN's loss is ${number(rnn.at(-1) ?? losses.rnn[0])}, the LSTM's ${number(lstm.at(-1) ?? losses.lstm[0])}.`;
    const stretch = (values) => values.flatMap((value) => Array(group).fill(value));
    Widgets.chart(chart, {
      label: `The loss of both over ${steps} steps. ${output.textContent}`,
      series: [{ name: "LSTM", values: stretch(lstm), start: 1 }, { name: "RNN", values: stretch(rnn), start: 1 }],
      x: { label: "steps of the optimiser", from: 0, to: last },
      y: { label: "mean squared error", from: 0, to: 0.3 },
      rules: [{ value: baseline, name: "always answering 1" }],
    });
    const marks = [50, 100, 200, 400, 600, 800, 1000, 1200, 1500].filter((mark) => mark <= steps);
    numbers.hidden = marks.length === 0;
    numbers.replaceChildren(Widgets.table("Losses", ["step", "RNN", "LSTM"],
      marks.map((mark) => [mark, number(rnn[mark / group - 1]), number(lstm[mark / group - 1])])));
  };

  page.stopped = () => {
    running = isBegun = false;
    run.textContent = "Learn";
    run.disabled = false;
  };
  Widgets.whenResized(chart, () => { if (isBegun) show(); });
  begin();
});
