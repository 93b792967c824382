// Chapter 03: sliders for the spectral radius and the length; the gradient's norm, drawn as they move.
"use strict";

Widgets.define("vanishing", (page) => {
  const { element, number } = Widgets;
  const radius = Widgets.slider("Spectral radius ρ of U", { min: 0.3, max: 1.6, step: 0.01, value: 0.9 }, () => draw());
  const length = Widgets.slider("Steps back", { min: 4, max: 100, step: 1, value: 50, show: String }, () => draw());
  const inputs = Widgets.slider("Standard deviation of the inputs", { min: 0, max: 2, step: 0.05, value: 0.3 }, () => draw());
  let seed = 3; // the chapter's own
  const again = Widgets.button("Other random weights", () => { seed += 1; draw(); });
  const output = element("output");
  const chart = element("div", { class: "widget-drawing" });
  const numbers = Widgets.scroller("How much is left");
  page.add(
    Widgets.controls(radius.field, length.field, inputs.field,
      element("div", { class: "widget-buttons" }, again)),
    output, chart, numbers);

  const draw = () => {
    const steps = length.value;
    const [linearRate, bentRate, ...norms] = page.call(
      "vanishing_curves", [radius.value, steps, inputs.value, seed]);
    const [linear, bent] = [norms.slice(0, steps + 1), norms.slice(steps + 1)];
    const finite = [...linear, ...bent].filter((x) => x > 0 && Number.isFinite(x));
    const decade = (x) => 10 ** x;
    const from = decade(Math.min(-1, Math.floor(Math.log10(Math.min(1, ...finite)))));
    const to = decade(Math.max(1, Math.ceil(Math.log10(Math.max(1, ...finite)))));
    output.textContent = `After ${steps} steps back, ${number(linear[steps])} of the gradient is left without the tanh `
      + `and ${number(bent[steps])} with it; each step multiplies it by ${number(linearRate, 3)} and by ${number(bentRate, 3)}.`;
    Widgets.chart(chart, {
      label: `The norm of the gradient over ${steps} steps back: ${output.textContent}`,
      series: [
        { name: "without the tanh", values: linear }, { name: "with the tanh", values: bent },
        { name: "prediction ρᵏ", values: linear.map((_, k) => radius.value ** k) },
      ],
      x: { label: "k, steps back in time", from: 0, to: steps },
      y: { label: "norm of the gradient", from, to, logarithmic: true },
    });
    const shown = [...new Set([0, 1, 2, 5, 10, 20, 50, 100].filter((k) => k < steps).concat(steps))];
    numbers.replaceChildren(Widgets.table(
      "How much is left", ["k", "without the tanh", "with the tanh", "ρᵏ"],
      shown.map((k) => [k, number(linear[k]), number(bent[k]), number(radius.value ** k)])));
  };

  Widgets.whenResized(chart, draw);
  draw();
});
