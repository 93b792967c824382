// Chapter 12: an LSTM learns a few sentences by heart, or learns what they have in common; dropout and
// the number of examples are dragged.
"use strict";

Widgets.define("overfitting", (page) => {
  const { element, number, short } = Widgets;
  const [last, group] = [300, 5];
  const places = ["nothing", "whole words", "what the output layer reads", "the hidden state", "the candidate", "the cell state"];
  page.title("When does memorising begin?",
    "press Learn. Then drop a quarter of the words, learn again, and compare with the run before.");

  const place = Widgets.choice("What is dropped", places, () => begin());
  const rate = Widgets.slider("Dropout rate", { min: 0.05, max: 0.75, step: 0.05, value: 0.25 }, () => begin());
  const examples = Widgets.slider("Sentences to learn from", { min: 10, max: 320, step: 10, value: 40, show: String }, () => begin());
  const labels = Widgets.choice("Their labels", ["true", "shuffled"], () => begin());
  const masks = Widgets.choice("Masks of the recurrence", ["one for each step", "one for all steps"], () => begin());
  const seed = Widgets.slider("Seed", { min: 1, max: 20, step: 1, value: 1, show: String }, () => begin());
  const run = Widgets.button("Learn", () => {
    if (!isBegun || updates() >= last) begin();
    running = !running;
    show();
    if (running) Widgets.soon(learn);
  });
  const again = Widgets.button("Begin anew", () => begin());
  const other = Widgets.button("Another sentence", () => {
    if (!isBegun) begin();
    which += 1;
    show();
  });
  const sentence = Widgets.sentence(page);
  const chart = element("div", { class: "widget-drawing" });
  const text = element("p", { class: "widget-text" });
  const numbers = Widgets.scroller("Accuracy and loss");
  page.add(
    Widgets.controls(Widgets.buttons(run, again, other)), ...sentence.parts, chart, text,
    Widgets.controls(examples.field, place.field, rate.field, labels.field),
    Widgets.more("More settings", Widgets.controls(masks.field, seed.field)), Widgets.more("Accuracy and loss", numbers));

  let running = false;
  let isBegun = false;
  let looks = []; // training loss, training accuracy, validation loss, validation accuracy
  let before = null; // the validation accuracies of the run before
  let which = 0;
  let [drawnAt, drawnLooks] = [0, 0];

  const begin = () => {
    running = false;
    if (looks.length > 1) before = looks.map((look) => look[3]);
    looks = [page.call("overfitting_begin", [examples.value, labels.value, seed.value])];
    isBegun = true;
    show();
  };

  // In each frame as many updates as fit into the time that a page may take without stutter.
  const learn = () => {
    if (!running) return;
    const begun = performance.now();
    do {
      const look = page.call("overfitting_train", [place.value, rate.value, masks.value, group]);
      if (!look.every(Number.isFinite)) { running = false; break; }
      looks.push(look);
    } while (updates() < last && performance.now() - begun < 24);
    if (updates() >= last) running = false;
    // Who asked for less motion sees it from time to time.
    const isTime = Widgets.calm() ? looks.length - drawnLooks >= 20 : begun - drawnAt > 90;
    if (!running || isTime) {
      [drawnAt, drawnLooks] = [begun, looks.length];
      show();
    }
    if (running) Widgets.soon(learn);
  };

  const updates = () => (looks.length - 1) * group;
  const held = (values) => values.flatMap((value, look) => look === 0 ? [value] : Array(group).fill(value));

  const show = () => {
    run.textContent = running ? "❚❚ Pause" : looks.length < 2 ? "▸ Learn" : updates() >= last ? "▸ Learn anew" : "▸ Go on";
    rate.input.disabled = place.value === 0;
    masks.input.disabled = place.value < 3;
    const [loss, accuracy, otherLoss, otherAccuracy] = looks.at(-1);
    const dropped = place.value === 0 ? "Nothing is dropped" : `Dropped: ${places[place.value]}, at a rate of ${short(rate.value)}`
      + (place.value >= 3 ? `, ${masks.value === 1 ? "one mask for all steps" : "a mask for each step"}` : "");
    sentence.say(`${dropped}. After ${updates()} updates, ${number(100 * accuracy, 0)} % of the ${examples.value} sentences `
      + `with ${labels.value === 1 ? "shuffled" : "true"} labels are right, and ${number(100 * otherAccuracy, 0)} % of 100 others, with losses of ${number(loss, 3)} and ${number(otherLoss, 3)}.`);
    const series = [
      { name: "sentences that it learns", values: held(looks.map((look) => look[1])), ends: true },
      { name: "other sentences", values: held(looks.map((look) => look[3])), ends: true },
    ];
    if (before) series.push({ name: "others, the run before", values: held(before) });
    Widgets.chart(chart, {
      label: `The accuracy over ${updates()} updates. ${sentence.text}`, series,
      x: { label: "updates", from: 0, to: last }, y: { label: "accuracy", from: 0.3, to: 1.02 },
      rules: [{ value: 0.5, name: "guessing" }], height: 240,
    });
    const [label, praise, ...codes] = page.call("overfitting_sentence", [which]);
    const words = new TextDecoder().decode(new Uint8Array(codes));
    text.textContent = `“${words}” ${label === 1 ? "praises" : "does not praise"}. The network gives praise a probability of ${short(praise)}.`;
    const marks = [0, 10, 20, 50, 100, 200, 300].filter((mark) => mark <= updates());
    numbers.replaceChildren(Widgets.table("Accuracy and loss", ["update", "accuracy, learnt", "others", "loss, learnt", "others"],
      marks.map((mark) => {
        const look = looks[mark / group];
        return [mark, number(look[1], 2), number(look[3], 2), number(look[0], 3), number(look[2], 3)];
      })));
  };

  page.stopped = () => {
    running = isBegun = false;
    run.textContent = "▸ Learn";
  };
  Widgets.whenResized(chart, () => { if (isBegun) show(); });
  begin();
});
