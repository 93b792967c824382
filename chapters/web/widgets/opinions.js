// Chapter 14: a trained network reads a review, and what it would say after each word is shown beside
// what a bag of words says.
"use strict";

Widgets.define("opinions", (page) => {
  const { element, number } = Widgets;
  page.title("Praise or blame, word by word",
    "exchange the adjectives, and see who notices. Then take a network of the longer reviews, and let sentences follow.");

  const networks = [
    "last state, learnt from short reviews", "last state, from 150 longer ones", "mean, from 150 longer ones", "largest, from 150 longer ones"];
  const field = Widgets.textField("A review", "they called the film weak; it was funny", () => read());
  const network = Widgets.choice("Network", networks, () => read());
  const follow = Widgets.slider("Sentences that follow", { min: 0, max: 4, step: 1, value: 0, show: String }, () => read());
  const twin = Widgets.button("Exchange the adjectives", () => {
    const parts = field.value.split(/([a-z]+)/i);
    const places = parts.flatMap((part, at) => adjectives.has(part.toLowerCase()) ? [at] : []);
    if (places.length < 2) { page.tell("A twin needs two adjectives."); return; }
    const [first, second] = [places[0], places.at(-1)];
    [parts[first], parts[second]] = [parts[second], parts[first]];
    field.value = parts.join("");
    read();
  });
  const adjectives = new Set("good clever funny warm lovely bad dull weak silly poor".split(" "));
  const sentence = Widgets.sentence(page);
  const box = element("div", { class: "widget-drawing" });
  const known = element("p", {});
  const numbers = Widgets.scroller("Every word");
  page.add(
    Widgets.controls(field.field, network.field, follow.field), Widgets.controls(Widgets.buttons(twin)),
    ...sentence.parts, box, Widgets.more("Words that the networks know", known), Widgets.more("Every word", numbers));

  let words = [];
  let rows = []; // for each word { word, praise, share, follows }
  let [bag, truth] = [0.5, -1];

  const load = () => {
    page.call("opinions_load", Widgets.weights(page.data));
    words = new TextDecoder().decode(Uint8Array.from(page.call("opinions_words", []))).split(" ");
    known.textContent = words.slice(1).join(" ");
  };

  const read = () => {
    if (words.length === 0) load();
    const strange = [];
    const typed = (field.value.toLowerCase().match(/[a-z]+|[.,;]/g) ?? []).flatMap((word) => {
      const symbol = words.indexOf(word);
      if (symbol < 1) strange.push(word);
      return symbol < 1 ? [] : [symbol];
    });
    const after = follow.value === 0 ? [] : page.call("opinions_follow", [follow.value, 3]);
    const all = [...typed, ...after];
    const found = page.call("opinions_read", [network.value, ...all]);
    rows = found.length === 0 ? [] : all.map((symbol, at) => (
      { word: words[symbol], praise: found[2 * at], share: found[2 * at + 1], follows: at >= typed.length }));
    [bag, truth] = found.slice(-2);
    if (strange.length > 0) page.tell(`The networks do not know ${[...new Set(strange)].join(", ")}.`);
    show();
  };

  // To the right praises, in orange, and to the left blames, in blue. Beside it, how much of the summary
  // is read out at this word.
  const draw = (label) => {
    const width = Math.max(240, box.clientWidth);
    const [left, right] = [Math.min(120, width * 0.3), 56];
    const middle = left + (width - left - right) / 2;
    const half = (width - left - right) / 2 - 8;
    const parts = [
      element("text", { x: middle - half, y: 14, class: "widget-word" }, "blame"),
      element("text", { x: middle + half, y: 14, "text-anchor": "end", class: "widget-word" }, "praise"),
      element("text", { x: width - 2, y: 14, "text-anchor": "end", class: "widget-word" }, "read out")];
    let top = 22;
    for (const { word, praise, share, follows } of rows) {
      const height = follows ? 18 : 24;
      parts.push(element("text", { x: left - 8, y: top + height / 2 + 5, "text-anchor": "end", class: "widget-word" }, word));
      const size = Math.abs(praise - 0.5) * 2 * half;
      parts.push(element("rect", {
        x: praise > 0.5 ? middle : middle - size, y: top + 3, width: Math.max(1, size), height: height - 6,
        class: praise > 0.5 ? "widget-f2" : "widget-f1" }));
      parts.push(element("rect", {
        x: width - right + 8, y: top + 3, width: Math.max(0, (right - 10) * share), height: height - 6, class: "widget-f3" }));
      top += height;
    }
    parts.push(element("line", { x1: middle, x2: middle, y1: 20, y2: top, class: "widget-axis" }));
    box.replaceChildren(element("svg", { viewBox: `0 0 ${width} ${top + 4}`, width, height: top + 4, role: "img", "aria-label": label }, ...parts));
  };

  const named = (praise) => praise > 0.5 ? `praise, ${number(praise, 3)}` : `blame, ${number(1 - praise, 3)}`;

  const show = () => {
    if (rows.length === 0) { sentence.say("No numbers."); box.replaceChildren(); numbers.replaceChildren(); return; }
    const verdict = ["By the rules, it says neither.", "By the rules, it blames.", "By the rules, it praises."][truth + 1];
    sentence.say(`LSTM: ${named(rows.at(-1).praise)}. Bag of words: ${named(bag)}. ${verdict}`);
    draw(sentence.text);
    numbers.replaceChildren(Widgets.table("After each word", ["word", "praise", "read out here"],
      rows.map(({ word, praise, share }) => [word, number(praise, 3), number(share, 3)])));
  };

  page.stopped = () => { words = []; };
  Widgets.whenResized(box, () => { if (rows.length > 0) show(); });
  read();
});
