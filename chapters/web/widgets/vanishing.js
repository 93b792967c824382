// Chapter 03: the decay of the gradient; the spectral radius is dragged on the chart itself.
"use strict";

Widgets.define("vanishing", (page) => {
  const { element, number, short } = Widgets;
  const [lowest, highest] = [0.3, 1.6];
  page.title("How far back does the gradient reach?",
    "drag the knob on the dotted line. Find a radius with which half of the gradient lives for 20 steps.");

  let radius = 0.9;
  let seed = 3; // the chapter's own
  const length = Widgets.slider("Steps back", { min: 10, max: 100, step: 1, value: 50, show: String }, () => draw());
  const inputs = Widgets.slider("Standard deviation of the inputs", { min: 0, max: 2, step: 0.05, value: 0.3 }, () => draw());
  const again = Widgets.button("Other random weights", () => { seed += 1; draw(); });
  const sentence = Widgets.sentence(page);
  const chart = element("div", { class: "widget-drawing" });
  const numbers = Widgets.scroller("How much is left");

  // The knob lies over the chart, which is drawn anew under it.
  const over = element("svg", { class: "widget-over", role: "group", "aria-label": "The spectral radius, on the line of its powers" });
  const knob = element("g", {}, element("circle", { class: "widget-reach", r: 23 }), element("circle", { class: "cell-thumb", r: 11 }));
  const word = element("text", { class: "widget-now" });
  over.append(knob, word);
  let scales = null;
  const handle = Widgets.handle(knob, {
    label: "Spectral radius ρ of U", min: lowest, max: highest, step: 0.01, vertical: true, text: (value) => number(value, 2),
    at: (event) => scales.value(Widgets.inside(over, event)[1]) ** (1 / held()),
    changed: (value) => { radius = value; draw(); } });
  // The step at which the line is held.
  const held = () => Math.min(16, Math.round(length.value * 0.4));

  page.add(element("div", { class: "widget-stack" }, chart, over), ...sentence.parts,
    Widgets.controls(length.field, inputs.field, Widgets.buttons(again)), Widgets.more("How much is left", numbers));

  const halfLife = (rate) => rate >= 1 ? Infinity : Math.log(0.5) / Math.log(rate);

  const draw = () => {
    const steps = length.value;
    const [linearRate, bentRate, ...norms] = page.call("vanishing_curves", [radius, steps, inputs.value, seed]);
    const [linear, bent] = [norms.slice(0, steps + 1), norms.slice(steps + 1)];
    const half = halfLife(bentRate);
    sentence.say(`With radius ${number(radius, 2)} and the tanh, each step back multiplies the gradient by ${number(bentRate, 3)}: `
      + (half === Infinity ? "it does not fade" : `its half-life is ${number(half, 1)} steps`)
      + `, and after ${steps} steps ${number(bent[steps])} of it is left. Without the tanh, each step multiplies it by ${number(linearRate, 3)}, and ${number(linear[steps])} is left.`);
    const predicted = linear.map((_, k) => radius ** k);
    scales = Widgets.chart(chart, {
      label: `The norm of the gradient over ${steps} steps back. ${sentence.text}`,
      series: [
        { name: "without the tanh", values: linear }, { name: "with the tanh", values: bent },
        { name: "prediction ρᵏ", values: predicted },
      ],
      x: { label: "k, steps back in time", from: 0, to: steps },
      y: { label: "norm of the gradient", from: 1e-9, to: 1e4, logarithmic: true },
      rules: [{ value: 0.5, name: "one half" }],
      drops: half < steps ? [{ at: half, value: 0.5, name: `half-life ${number(half, 1)}` }] : [],
      height: 300,
    });
    over.setAttribute("viewBox", `0 0 ${scales.width} ${scales.height}`);
    over.setAttribute("width", scales.width);
    over.setAttribute("height", scales.height);
    const [x, y] = [scales.across(held()), scales.down(radius ** held())];
    knob.setAttribute("transform", `translate(${x} ${y})`);
    word.setAttribute("x", x + 18);
    word.setAttribute("y", y < 60 ? y + 22 : y - 12);
    word.textContent = `ρ = ${number(radius, 2)}`;
    handle.show(radius);
    const marks = [...new Set([0, 1, 2, 5, 10, 20, 50, 100].filter((k) => k < steps).concat(steps))];
    numbers.replaceChildren(Widgets.table(
      "How much is left", ["k", "without the tanh", "with the tanh", "ρᵏ"],
      marks.map((k) => [k, number(linear[k]), number(bent[k]), number(predicted[k])])));
  };

  Widgets.whenResized(chart, draw);
  draw();
});
