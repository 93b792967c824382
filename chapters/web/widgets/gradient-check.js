// Chapter 06: a step size, a bug to switch on, the checker's table changing.
"use strict";

Widgets.define("gradient-check", (page) => {
  const { element, number } = Widgets;
  const tolerance = 1e-6;
  const power = (k) => `10${[...String(k)].map((c) => c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c]).join("")}`;
  const step = Widgets.slider(
    "Step ε", { min: -15, max: -1, step: 1, value: -5, show: power }, () => draw());
  const mistake = Widgets.choice("Backward pass", [
    "right", "line 6: the slope of the tanh is missing", "line 11: candidate and output gate swapped",
    "line 14: = in place of +=", "line 17: the cell's gradient is not carried",
    "line 15: the bias takes the first row only", "line 16: the weights are not transposed",
    "line 1: a window is one step too long",
  ], () => draw());
  const trial = Widgets.choice("Case", [
    "one row, one step", "three rows, one step", "three rows, three steps",
    "three rows, five steps in windows of two",
  ], () => draw());
  const output = element("output");
  const chart = element("div", { class: "widget-drawing" });
  const numbers = Widgets.scroller("The report");
  page.add(Widgets.controls(step.field, mistake.field, trial.field), output, chart, numbers);

  const draw = () => {
    const names = String.fromCharCode(...page.call("gradient_check_names", [trial.value])).split("\n");
    const all = page.call("gradient_check", [10 ** step.value, trial.value, mistake.value]);
    const lines = names.slice(0, all.length / 5).map((name, index) => {
      const [row, column, analytic, numerical, error] = all.slice(5 * index, 5 * index + 5);
      return { name, row, column, analytic, numerical, error, passes: error <= tolerance };
    });
    const wrong = lines.filter((line) => !line.passes).map((line) => line.name);
    output.textContent = lines.length === 0 ? "No report."
      : wrong.length === 0 ? `All ${lines.length} parameters are right within 10⁻⁶.`
        : `${wrong.length} of ${lines.length} parameters are wrong: ${wrong.join(", ")}.`;
    chart.replaceChildren(...(lines.length === 0 ? [] : [bars(lines)]));
    const table = Widgets.table(
      "The report", ["parameter", "worst at", "analytic", "numerical", "rel. error", "judgement"],
      lines.map((line) => [line.name, `[${line.row}, ${line.column}]`, number(line.analytic, 6),
        number(line.numerical, 6), scientific(line.error), line.passes ? "ok" : "WRONG"]));
    table.querySelectorAll("td:last-child").forEach((cell) => {
      if (cell.textContent === "WRONG") cell.classList.add("widget-wrong");
    });
    numbers.replaceChildren(table);
  };

  const scientific = (x) => {
    if (!Number.isFinite(x)) return number(x);
    if (x === 0) return "0";
    const [mantissa, exponent] = x.toExponential(1).split("e");
    return `${mantissa}·${power(exponent.replace("+", ""))}`;
  };

  // A bar for each parameter, as long as its error has powers of ten above 10⁻¹⁴.
  const bars = (lines) => {
    const width = Math.max(240, chart.clientWidth);
    const [left, row] = [44, 15];
    const height = 18 + lines.length * row + 18;
    const across = (error) => left
      + Math.max(0, Math.min(1, (Math.log10(error) + 14) / 15)) * (width - left - 10);
    const svg = element("svg", {
      viewBox: `0 0 ${width} ${height}`, width, height, role: "img",
      "aria-label": `The relative error of each parameter, on a logarithmic axis. ${output.textContent}` });
    for (const k of [-12, -9, -6, -3, 0]) {
      const x = across(10 ** k);
      svg.append(
        element("line", { class: k === -6 ? "widget-rule" : "widget-grid", x1: x, x2: x, y1: 15, y2: height - 16 }),
        element("text", { x, y: height - 3, "text-anchor": "middle" }, k === 0 ? "1" : power(k)));
    }
    svg.append(element("text", { x: across(1e-6), y: 12, "text-anchor": "middle" }, "tolerance"));
    lines.forEach((line, index) => {
      const y = 18 + index * row;
      const end = across(Math.max(1e-14, line.error));
      svg.append(
        element("text", { x: left - 6, y: y + 10, "text-anchor": "end" }, line.name),
        element("rect", {
          class: line.passes ? "widget-f3" : "widget-f2", x: left, y: y + 1, height: row - 4,
          width: Number.isFinite(line.error) ? Math.max(1.5, end - left) : Number.isNaN(line.error) ? 0 : width - left - 10 }));
    });
    return svg;
  };

  Widgets.whenResized(chart, draw);
  draw();
});
