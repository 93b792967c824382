// Chapter 15: two trained taggers read a sentence. Tags word by word, the best row of tags, and the steps
// between tags that the chain refuses.
"use strict";

Widgets.define("names", (page) => {
  const { element, number } = Widgets;
  const [tags, rowHeight, most] = [["O", "B-PER", "I-PER", "B-LOC", "I-LOC"], 30, 20];
  const kinds = [["persons", "widget-f1"], ["places", "widget-f2"]];
  page.title("Who is Jordan?", "put “exports grain” in the place of “said so”, with each of the two taggers.");

  const text = Widgets.textField("A sentence", "Yesterday Jordan Weston said so", () => read());
  const layer = Widgets.choice("The tagger reads", ["from left to right", "in both directions"], () => read());
  const sentence = Widgets.sentence(page);
  const box = element("div", { class: "widget-drawing" });
  const numbers = Widgets.scroller("Emissions of each word");
  const chain = Widgets.scroller("What each tag scores after each other");
  page.add(
    Widgets.controls(text.field, layer.field), ...sentence.parts, box,
    Widgets.more("Emissions of each word", numbers), Widgets.more("What follows what", chain));

  let words = [];
  let rows = []; // for each word whether it is known, its own tag, the best row's, and its emissions
  let scores = []; // of the chain: the start, then the transitions row by row
  let isLoaded = false;

  // The file of `course dev names --weights`: for each tagger H, the number of weights, a scale, and a
  // whole number for each weight.
  const load = () => {
    const bytes = Widgets.bytes(page.data);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    let at = 0;
    for (const both of [0, 1]) {
      const [units, count, scale] = [view.getUint16(at, true), view.getUint32(at + 2, true), view.getFloat32(at + 6, true)];
      at += 10;
      page.call("names_load", [both, units, ...Array.from({ length: count }, (_, place) => view.getInt16(at + 2 * place, true) * scale)]);
      at += 2 * count;
    }
    isLoaded = true;
  };

  const read = () => {
    if (!isLoaded) load();
    words = text.value.replace(/[.,;:!?"“”()]/g, " ").split(/\s+/).filter(Boolean).slice(0, most);
    const bytes = new TextEncoder().encode(words.join(" "));
    const all = words.length === 0 ? [] : page.call("names_read", [layer.value, ...bytes]);
    rows = all.length === 0 ? [] : words.map((_, t) => {
      const [known, own, best, ...emissions] = all.slice(8 * t, 8 * t + 8);
      return { known: known === 1, own, best, emissions };
    });
    scores = page.call("names_chain", [layer.value]).slice(1);
    show();
  };

  const refused = (t) => scores[t === 0 ? rows[0].own : 5 + 5 * rows[t - 1].own + rows[t].own] === -Infinity;
  const kind = (tag) => tag === 0 ? -1 : (tag - 1) >> 1;
  const begins = (t, key) => rows[t][key] % 2 === 1;

  // The names of a legal row of tags.
  const names = (which) => {
    const found = [];
    rows.forEach((row, t) => {
      if (kind(row.best) !== which) return;
      if (begins(t, "best") || found.length === 0) found.push(words[t]); else found[found.length - 1] += ` ${words[t]}`;
    });
    return found;
  };

  const draw = (label) => {
    const width = Math.max(280, box.clientWidth);
    const [left, gap] = [Math.min(150, 0.34 * width), 10];
    const column = (width - left) / 2;
    const parts = [
      element("text", { x: 4, y: 18, class: "widget-soft" }, "word"),
      element("text", { x: left, y: 18, class: "widget-soft" }, "word by word"),
      element("text", { x: left + column, y: 18, class: "widget-soft" }, "all together"),
    ];
    const letters = Math.floor((left - 12) / 9);
    rows.forEach((row, t) => {
      const y = 26 + t * rowHeight;
      const word = words[t].length > letters ? `${words[t].slice(0, letters - 1)}…` : words[t];
      parts.push(element("text", { x: 4, y: y + 20, class: row.known ? "widget-word" : "widget-word widget-soft" }, word));
      ["own", "best"].forEach((key, at) => {
        const tag = row[key];
        const x = left + at * column;
        if (tag > 0) {
          const joins = !begins(t, key) && t > 0 && kind(rows[t - 1][key]) === kind(tag);
          parts.push(element("rect", {
            x, y: joins ? y - 3 : y + 3, width: column - gap, height: joins ? rowHeight : rowHeight - 6, rx: 4,
            class: kinds[kind(tag)][1], "fill-opacity": 0.28 }));
        }
        parts.push(element("text", { x: x + 8, y: y + 20, class: tag > 0 ? "widget-word" : "" }, tags[tag]));
      });
      if (refused(t)) {
        parts.push(element("line", { x1: left, x2: left + column - gap, y1: y, y2: y, class: "widget-s2", "stroke-width": 3 }));
        parts.push(element("text", { x: left + column - gap - 4, y: y + 20, "text-anchor": "end", class: "widget-word" }, "refused"));
      }
    });
    const height = 30 + rows.length * rowHeight;
    box.replaceChildren(element("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label }, ...parts));
  };

  const show = () => {
    if (rows.length === 0) { sentence.say("No words."); box.replaceChildren(); numbers.replaceChildren(); chain.replaceChildren(); return; }
    const found = kinds.map(([name], which) => [name, names(which)]).filter(([, list]) => list.length > 0)
      .map(([name, list]) => `${name}: ${list.join(", ")}`);
    const steps = rows.map((_, t) => t).filter(refused)
      .map((t) => t === 0 ? `${tags[rows[0].own]} as the first tag` : `${tags[rows[t].own]} after ${tags[rows[t - 1].own]}`);
    const unknown = words.filter((_, t) => !rows[t].known);
    sentence.say([
      found.length === 0 ? "No names." : `Found ${found.join("; ")}.`,
      steps.length === 0 ? "" : `Word by word there would be ${steps.join(", ")}, which the chain refuses.`,
      unknown.length === 0 ? "" : `Known by their letters alone: ${[...new Set(unknown)].join(", ")}.`,
    ].filter(Boolean).join(" "));
    draw(sentence.text);
    numbers.replaceChildren(Widgets.table("The largest decides, word by word", ["word", ...tags],
      rows.map((row, t) => [words[t], ...row.emissions.map((x) => number(x, 2))])));
    chain.replaceChildren(Widgets.table("Row: the tag before. Column: the tag after it.", ["before", ...tags],
      ["start", ...tags].map((name, row) => [name, ...scores.slice(5 * row, 5 * row + 5).map((x) => number(x, 2))])));
  };

  page.stopped = () => { isLoaded = false; };
  Widgets.whenResized(box, () => { if (rows.length > 0) show(); });
  read();
});
