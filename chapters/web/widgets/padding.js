// Chapter 10: three sentences of unequal lengths in one batch. Which cells compute, which stand still, and
// what a trained network says after each step.
"use strict";

Widgets.define("padding", (page) => {
  const { element, number } = Widgets;
  const [wordHeight, paddingHeight] = [27, 7];
  page.title("Three sentences in one batch",
    "make the batch 40 steps long. Then let padding be read like words, and see which sentence changes its mind.");

  const starts = ["it was good", "this book was not quite silly in the end", "the film was not great"];
  const fields = starts.map((text, row) => Widgets.textField(`Sentence ${row + 1}`, text, () => read()));
  const length = Widgets.slider("Steps of the batch", { min: 10, max: 60, step: 1, value: 12, show: String }, () => read());
  const mask = Widgets.choice("Padding is", ["masked", "read like words"], () => read());
  const side = Widgets.choice("It stands", ["on the right", "on the left"], () => read());
  const sentence = Widgets.sentence(page);
  const box = element("div", { class: "widget-drawing" });
  const known = element("p", {});
  const numbers = Widgets.scroller("Every step");
  page.add(
    Widgets.controls(...fields.map((one) => one.field)), Widgets.controls(mask.field, side.field, length.field),
    ...sentence.parts, box, Widgets.more("Words that the network knows", known), Widgets.more("Every step", numbers));

  let words = [];
  let rows = []; // for each sentence its text and, for each step, { word, computes, praise }

  const load = () => {
    page.call("padding_load", Widgets.weights(page.data));
    words = new TextDecoder().decode(Uint8Array.from(page.call("padding_words", []))).split(" ");
    known.textContent = words.slice(1).join(", ");
  };

  const read = () => {
    if (words.length === 0) load();
    const steps = length.value;
    const strange = [];
    const symbols = fields.map((field) => field.value.toLowerCase().split(/[^a-z]+/).filter(Boolean).flatMap((word) => {
      const symbol = words.indexOf(word);
      if (symbol < 1) strange.push(word);
      return symbol < 1 ? [] : [symbol];
    }).slice(0, steps));
    const all = page.call("padding_read", [
      steps, side.value === 0 ? 1 : 0, mask.value === 0 ? 1 : 0, ...symbols.flatMap((list) => [list.length, ...list])]);
    rows = symbols.map((list, row) => ({
      count: list.length,
      steps: all.length === 0 ? [] : Array.from({ length: steps }, (_, step) => {
        const [symbol, computes, praise] = all.slice(3 * (row * steps + step), 3 * (row * steps + step) + 3);
        const at = side.value === 0 ? step : step - (steps - list.length);
        return { word: words[symbol], computes: computes === 1, praise, isPadding: at < 0 || at >= list.length };
      }),
    }));
    if (strange.length > 0) page.tell(`The network does not know ${[...new Set(strange)].join(", ")}.`);
    show();
  };

  // Orange praises and blue blames, the surer the stronger.
  const hue = (praise) => praise > 0.5 ? "widget-f2" : "widget-f1";
  const strength = (praise) => (0.08 + 0.42 * Math.min(1, Math.abs(praise - 0.5) * 2)).toFixed(2);

  const draw = (label) => {
    const width = Math.max(240, box.clientWidth);
    const [left, gap] = [30, 8];
    const column = (width - left) / rows.length;
    const isThin = (step) => rows.every((row) => row.steps[step].isPadding);
    const parts = [];
    let top = 4;
    for (let step = 0; step < length.value; step++) {
      const height = isThin(step) ? paddingHeight : wordHeight;
      if (!isThin(step)) parts.push(element("text", { x: 4, y: top + 18 }, step + 1));
      rows.forEach((row, at) => {
        const { word, computes, praise, isPadding } = row.steps[step];
        const x = left + at * column;
        if (!computes) {
          const hasRead = row.steps.slice(0, step).some((one) => one.computes);
          parts.push(element("rect", {
            x: x + column / 2 - gap / 2 - 1.5, y: top, width: 3, height, class: hasRead ? hue(praise) : "widget-bar" }));
          return;
        }
        parts.push(element("rect", {
          x, y: top + 1, width: column - gap, height: height - 2, rx: height > 10 ? 4 : 1, class: hue(praise), "fill-opacity": strength(praise) }));
        if (height > 10) parts.push(element("text", { x: x + (column - gap) / 2, y: top + 18, "text-anchor": "middle", class: "widget-word" }, isPadding ? "·" : word));
      });
      top += height;
    }
    box.replaceChildren(element("svg", { viewBox: `0 0 ${width} ${top + 4}`, width, height: top + 4, role: "img", "aria-label": label }, ...parts));
  };

  const show = () => {
    if (rows.some((row) => row.steps.length === 0)) { sentence.say("No numbers."); box.replaceChildren(); return; }
    const cells = rows.length * length.value;
    const computing = rows.reduce((sum, row) => sum + row.steps.filter((step) => step.computes).length, 0);
    const useful = rows.reduce((sum, row) => sum + row.count, 0);
    const answers = rows.map((row, at) => {
      const praise = row.steps.at(-1).praise;
      return `${at + 1}: ${row.count === 0 ? "nothing read" : praise > 0.5 ? `praise, ${number(praise, 3)}` : `blame, ${number(1 - praise, 3)}`}`;
    });
    sentence.say(`${answers.join("; ")}. Of ${cells} cells, ${computing} compute and ${cells - computing} stand still; ${useful} have a word.`);
    draw(sentence.text);
    numbers.replaceChildren(Widgets.table("Probability of praise after each step", ["step", ...rows.flatMap((_, at) => [`reads ${at + 1}`, `praise ${at + 1}`])],
      Array.from({ length: length.value }, (_, step) => [step + 1, ...rows.flatMap((row) => {
        const one = row.steps[step];
        return [one.computes ? one.word : "stands still", number(one.praise, 3)];
      })])));
  };

  page.stopped = () => { words = []; };
  Widgets.whenResized(box, () => { if (rows.length > 0) show(); });
  read();
});
