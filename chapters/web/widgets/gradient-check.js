// Chapter 06: a width, a mistake to switch on, the checker's report as bars; a bar shows its lines in the
// listing.
"use strict";

Widgets.define("gradient-check", (page) => {
  const { element, number, powerOfTen } = Widgets;
  const tolerance = 1e-6;
  const mistakes = [
    ["None: the backward pass is right", 0], ["Line 6: the slope of the tanh is missing", 6],
    ["Line 11: candidate and output gate exchanged", 11], ["Line 14: = in place of +=", 14],
    ["Line 17: the cell’s gradient is not carried", 17], ["Line 15: the bias takes the first row only", 15],
    ["Line 16: the weights are not transposed", 16], ["Line 1: a window is one step too long", 1],
  ];
  page.title("Catch a mistake in a backward pass",
    "choose the mistake of line 17. In which case does it show first, and which bars cross the line?");

  let chosen = "Wf";
  const mistake = Widgets.choice("Mistake", mistakes.map(([name]) => name), () => draw());
  const trial = Widgets.choice("Case", [
    "One row, one step", "Three rows, one step", "Three rows, three steps",
    "Three rows, five steps in windows of two",
  ], () => draw());
  const step = Widgets.slider(
    "Width ε", { min: -15, max: -1, step: 1, value: -5, show: powerOfTen }, () => draw());
  mistake.input.value = "1";
  const sentence = Widgets.sentence(page);
  const bars = Widgets.errorBars(tolerance, (name) => { chosen = name; draw(); });
  const listing = Widgets.listing(new TextDecoder().decode(Widgets.bytes(page.data)));
  const made = element("p", { class: "widget-made" });
  const numbers = Widgets.scroller("The report");
  page.add(Widgets.controls(mistake.field, trial.field, step.field), ...sentence.parts,
    bars.list, made, listing.box, Widgets.more("The report in numbers", numbers));

  // The lines of the listing from which the gradient of a parameter comes.
  const lines = (name) => {
    const delta = { i: 7, f: 8, g: 9, o: 10 }[name[1]];
    return { W: [delta, 13], U: [delta, 14], b: [delta, 15], x: [12], h: [16, 18], c: [17, 19] }[name[0]] ?? [];
  };

  const draw = () => {
    const names = String.fromCharCode(...page.call("gradient_check_names", [trial.value])).split("\n");
    const all = page.call("gradient_check", [10 ** step.value, trial.value, mistake.value]);
    const rows = names.slice(0, all.length / 5).map((name, index) => {
      const [row, column, analytic, numerical, error] = all.slice(5 * index, 5 * index + 5);
      return { name, row, column, analytic, numerical, error, passes: error <= tolerance };
    });
    if (rows.length && !rows.some((row) => row.name === chosen)) chosen = rows[0].name;
    const wrong = rows.filter((row) => !row.passes).map((row) => row.name);
    sentence.say(rows.length === 0 ? "No report."
      : wrong.length === 0 ? `All ${rows.length} parameters are right within 10⁻⁶.`
        : `${wrong.length} of ${rows.length} parameters are wrong: ${wrong.join(", ")}.`);
    bars.show(rows.map((row) => ({ ...row, word: scientific(row.error), isChosen: row.name === chosen })));
    const now = rows.find((row) => row.name === chosen);
    const [, mistaken] = mistakes[mistake.value];
    made.textContent = !now ? "" : `${chosen} comes from line${lines(chosen).length > 1 ? "s" : ""} ${lines(chosen).join(" and ")}. `
      + `At its worst entry, [${now.row}, ${now.column}], the backward pass says ${number(now.analytic, 5)} and the loss ${number(now.numerical, 5)}.`;
    listing.mark(now ? lines(chosen) : [], mistaken);
    const table = Widgets.table(
      "The report", ["parameter", "worst at", "analytic", "numerical", "rel. error", "judgement"],
      rows.map((line) => [line.name, `[${line.row}, ${line.column}]`, number(line.analytic, 6),
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
    return `${mantissa}·${powerOfTen(Number(exponent))}`;
  };

  draw();
});
