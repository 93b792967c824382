// Chapter 09: a small trained language model that keeps writing while its temperature is moved. A letter
// that is chosen shows what it was drawn from, and each wears the value of a cell as its colour.
"use strict";

Widgets.define("language-model", (page) => {
  const { element, number } = Widgets;
  const model = Widgets.unpackedModel(Widgets.bytes(page.data));
  const [longest, letters] = [2000, 45]; // of a text; a second
  page.title("A network that writes",
    "press Write, and move the temperature from cold to hot while it writes. Then choose a letter that surprises you.");

  const temperature = Widgets.slider("Temperature", { min: 0, max: 2, step: 0.05, value: 0.6 }, () => goOn());
  const run = Widgets.button("", () => {
    if (!isBegun) begin();
    chosen = null;
    if (Widgets.calm()) {
      // Who asked for less motion gets a piece at once.
      for (let i = 0; i < 200 && written.length < longest; i++) next();
      show();
      return;
    }
    writing = !writing;
    since = performance.now();
    show();
    if (writing) Widgets.soon(write);
  });
  const one = Widgets.button("One letter", () => {
    if (!isBegun) begin();
    writing = false;
    chosen = null;
    next();
    show();
  });
  const again = Widgets.button("Begin anew", () => begin());
  const place = Widgets.slider("Letter that is shown", { min: 1, max: 24, step: 1, value: 24, show: String }, () => choose(place.value - 1));
  const prompt = Widgets.textField("Begins with", "The gradient ", () => begin());
  const nucleus = Widgets.slider("Nucleus p; 1 draws from all", { min: 0.1, max: 1, step: 0.05, value: 1 }, () => goOn());
  const seed = Widgets.slider("Seed", { min: 1, max: 50, step: 1, value: 1, show: String }, () => begin());
  const unit = Widgets.slider("Unit whose cell is the colour", { min: 0, max: model.units - 1, step: 1, value: 154, show: String }, () => show(true));
  const sentence = Widgets.sentence(page);
  const text = element("div", { class: "widget-text", tabindex: "0", role: "region", "aria-label": "What the model writes; the arrow keys choose a letter" });
  const chart = element("div", { class: "widget-drawing" });
  const numbers = Widgets.scroller("The last letters");
  page.add(
    Widgets.controls(temperature.field, Widgets.buttons(run, one, again)), text, ...sentence.parts, chart,
    Widgets.controls(place.field, prompt.field),
    Widgets.more("Nucleus, seed and colour", Widgets.controls(nucleus.field, seed.field, unit.field)),
    Widgets.more("The last letters", numbers));

  let writing = false;
  let isBegun = false;
  let written = []; // { symbol, probabilities, cell, temperature }
  let chosen = null; // the place of the letter that is shown; the next one where there is none
  let drawn = 0;
  let [since, toldAt] = [0, 0];
  let largest = 1; // of the cell that is shown, in this text
  let known = "";

  const begin = () => {
    if (!isBegun) page.call("language_load", model.weights);
    writing = false;
    written = [];
    chosen = null;
    known = [...prompt.value].filter((letter) => model.symbols.includes(letter)).join("");
    // A line's end before the prompt: the model has read its text line by line.
    page.call("language_begin",
      [seed.value, ...[..."\n" + known].map((letter) => model.symbols.indexOf(letter))]);
    for (let i = 0; i < 24; i++) next();
    isBegun = true;
    show(true);
  };

  // The text stays: what comes next is drawn in another way.
  const goOn = () => {
    if (!isBegun) { begin(); return; }
    chosen = null;
    show();
  };

  const next = () => {
    const all = page.call("language_next", [temperature.value, nucleus.value]);
    if (all.length === 0) { writing = false; return; }
    written.push({ symbol: all[0], probabilities: all.slice(1, 1 + model.symbols.length),
      cell: all.slice(1 + model.symbols.length), temperature: temperature.value });
  };

  const write = (now) => {
    if (!writing) return;
    const due = Math.min(8, Math.floor((now - since) / 1000 * letters));
    for (let i = 0; i < due && written.length < longest; i++) next();
    if (due > 0) since = now;
    if (written.length >= longest) writing = false;
    if (!writing || now - toldAt > 150) {
      toldAt = now;
      show();
    } else if (due > 0) {
      put();
    }
    if (writing) Widgets.soon(write);
  };

  const choose = (index) => {
    writing = false;
    chosen = Math.max(0, Math.min(written.length - 1, index));
    show();
    text.children[chosen + 1]?.scrollIntoView({ block: "nearest", behavior: "instant" });
  };

  const readable = (letter) => letter === " " ? "␣" : letter === "\n" ? "↵" : letter;

  const coloured = (step) => {
    const span = element("span", {}, model.symbols[step.symbol]);
    tint(span, step);
    return span;
  };

  // As dark as the cell is large, compared with the largest that it has been in this text.
  const tint = (span, step) => {
    const value = step.cell[unit.value] / largest;
    span.style.setProperty("--hue", value < 0 ? "var(--w1)" : "var(--w2)");
    span.style.setProperty("--share", `${(Math.abs(value) * 45).toFixed(0)}%`);
  };

  // Puts what is new into the text.
  const put = (anew = false) => {
    if (anew) {
      text.replaceChildren(element("span", { class: "widget-prompt" }, known));
      drawn = 0;
    }
    const size = Math.max(0.1, ...written.map((step) => Math.abs(step.cell[unit.value])));
    if (size !== largest && !anew) {
      largest = size;
      [...text.children].slice(1).forEach((span, index) => tint(span, written[index]));
    }
    largest = size;
    text.append(...written.slice(drawn).map(coloured));
    drawn = written.length;
    if (writing) text.scrollTop = text.scrollHeight;
  };

  const show = (anew = false) => {
    run.textContent = writing ? "❚❚ Pause" : Widgets.calm() ? "▸▸ Write 200" : "▸ Write";
    run.disabled = one.disabled = written.length >= longest;
    put(anew);
    for (const span of text.querySelectorAll(".widget-chosen")) span.classList.remove("widget-chosen");
    const step = written[chosen ?? written.length - 1];
    if (!step) { sentence.say("Nothing written."); return; }
    if (chosen !== null) text.children[chosen + 1]?.classList.add("widget-chosen");
    place.input.max = written.length;
    place.value = (chosen ?? written.length - 1) + 1;
    const letter = readable(model.symbols[step.symbol]);
    const coming = chosen === null ? page.call("language_chances", [temperature.value, nucleus.value]) : step.probabilities;
    const shown = likeliest(coming, chosen === null ? -1 : step.symbol);
    const surprise = written.reduce((sum, one) => sum - Math.log(one.probabilities[one.symbol]), 0) / written.length;
    sentence.say(`${chosen === null ? `${written.length} letters; the last,` : `Letter ${chosen + 1} of ${written.length},`} ${letter}, had probability ${number(step.probabilities[step.symbol], 3)} at temperature ${number(step.temperature, 2)}. `
      + `Mean surprise ${number(surprise, 2)} nats. Cell ${unit.value} is at ${number(step.cell[unit.value], 2)}: orange above 0, blue below.`
      + (chosen === null ? ` Next, at temperature ${number(temperature.value, 2)}, the likeliest is ${shown[0]?.letter} with ${number(shown[0]?.p ?? NaN, 3)}.` : ""));
    Widgets.chances(chart, {
      title: chosen === null ? `What comes next, at temperature ${number(temperature.value, 2)}` : `What ${letter} was drawn from`,
      chances: shown });
    numbers.replaceChildren(Widgets.table("The last letters", ["letter", "probability", "temperature", `cell ${unit.value}`],
      written.slice(-12).reverse().map((one) => [readable(model.symbols[one.symbol]), number(one.probabilities[one.symbol], 3), number(one.temperature, 2), number(one.cell[unit.value], 3)])));
  };

  // The eight likeliest letters; the one that was drawn is always among them.
  const likeliest = (probabilities, symbol) => {
    const order = probabilities.map((p, index) => ({ letter: readable(model.symbols[index]), p, isDrawn: index === symbol }))
      .sort((a, b) => b.p - a.p);
    const first = order.slice(0, 8);
    return first.some((one) => one.isDrawn) || symbol < 0 ? first : [...first.slice(0, 7), order.find((one) => one.isDrawn)];
  };

  text.addEventListener("click", Widgets.stopping((event) => {
    const index = [...text.children].indexOf(event.target) - 1;
    if (index >= 0) choose(index);
  }));
  text.addEventListener("keydown", Widgets.stopping((event) => {
    const at = chosen ?? written.length - 1;
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: written.length - 1 }[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    choose(to);
  }));
  // It does not write where nobody reads.
  new IntersectionObserver(([change]) => {
    if (change.isIntersecting || !writing) return;
    writing = false;
    Widgets.stopping(show)();
  }).observe(text);
  page.stopped = () => {
    writing = isBegun = false;
    run.textContent = "▸ Write";
    run.disabled = one.disabled = false;
  };
  Widgets.whenResized(chart, () => { if (isBegun) show(); });
  begin();
});
