// Chapter 04: three sliders for the gates, a stream of inputs, the cell state beside the RNN's; the
// latch.
"use strict";

Widgets.define("gates", (page) => {
  const { element, number } = Widgets;
  const kind = Widgets.choice(
    "Unit", ["gates by these sliders", "the latch, set by hand (exercise 4.7)"], () => {
      const isLatch = kind.value === 1;
      for (const gate of sliders) gate.input.disabled = isLatch;
      commands.input.disabled = !isLatch;
      draw();
    });
  const slider = (label, value) => Widgets.slider(label, { min: 0, max: 1, step: 0.01, value }, () => draw());
  const sliders = [slider("Input gate i: write", 1), slider("Forget gate f: keep", 0.95), slider("Output gate o: show", 1)];
  const weight = Widgets.slider("RNN's recurrent weight u", { min: 0, max: 3, step: 0.05, value: 1 }, () => draw());
  const stream = Widgets.textField("Inputs: + is 1, - is −1, all else 0", "+.........-...........", () => draw());
  const commands = Widgets.textField("Commands of the latch: w writes, all else keeps", "w.........w...........", () => draw());
  commands.input.disabled = true;
  const output = element("output");
  const chart = element("div", { class: "widget-drawing" });
  const numbers = Widgets.scroller("States and gates");
  page.add(
    Widgets.controls(kind.field, ...sliders.map((gate) => gate.field), weight.field, stream.field, commands.field),
    output, chart, numbers);

  const draw = () => {
    const inputs = [...stream.value].slice(0, 80).map((c) => c === "+" ? 1 : c === "-" || c === "−" ? -1 : 0);
    const writes = inputs.map((_, t) => commands.value[t] === "w" ? 1 : 0);
    const isLatch = kind.value === 1;
    const all = page.call("gates_run", isLatch
      ? [1, weight.value, ...inputs.flatMap((bit, t) => [bit, writes[t]])]
      : [0, weight.value, ...sliders.map((gate) => gate.value), ...inputs]);
    const rows = inputs.map((_, t) => all.slice(7 * t, 7 * t + 7));
    const column = (index) => rows.map((row) => row[index] ?? NaN);
    const last = rows.at(-1) ?? [];
    const largest = Math.max(1, ...column(0).filter(Number.isFinite).map(Math.abs));
    const bound = Math.ceil(largest * 2) / 2;
    output.textContent = rows.length === 0 ? "Nothing to read yet."
      : `After ${rows.length} steps the cell holds ${number(last[0])} and shows ${number(last[1])}; the RNN's unit is at ${number(last[6])}.`;
    Widgets.chart(chart, {
      label: `The cell state, what it shows and the RNN's state over ${rows.length} steps. ${output.textContent}`,
      series: [
        { name: "cell state c", values: column(0), start: 1, dots: true },
        { name: "RNN, tanh(x + u·h)", values: column(6), start: 1, dots: true },
        { name: "shown, h", values: column(1), start: 1 },
      ],
      x: { label: "step", from: 1, to: Math.max(2, rows.length) },
      y: { label: "state", from: -bound, to: bound },
    });
    numbers.replaceChildren(Widgets.table(
      "Every step", isLatch ? ["t", "bit", "write", "c", "h", "i", "f", "g", "o", "RNN"] : ["t", "x", "c", "h", "i", "f", "g", "o", "RNN"],
      rows.map((row, t) => [t + 1, number(inputs[t], 0), ...(isLatch ? [writes[t]] : []), ...row.map((x) => number(x, 3))])));
  };

  Widgets.whenResized(chart, draw);
  draw();
});
