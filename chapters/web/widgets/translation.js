// Chapter 16: a trained translator writes a number in German, or a date as computers do. A heat map
// grows while it writes: where it looks at each character.
"use strict";

Widgets.define("translation", (page) => {
  const { element, number } = Widgets;
  const longest = 60;
  page.title("Where it looks while it writes",
    "press Play and see where it looks for siebenund. Then write 1 dec 2026, or a word that is no number at all.");

  const text = Widgets.textField("A number up to 9999, its words, or a date", "47", () => { player.pause(); translate(true); });
  const place = Widgets.slider("Character that is written", { min: 1, max: 2, step: 1, value: 1, show: String }, () => { const chosen = place.value; player.pause(); at = chosen; show(); });
  const run = Widgets.button("", () => {
    if (player.playing) { player.pause(); return; }
    if (at >= rows.length) { at = 0; }
    player.play();
  });
  const examples = ["247", "7777", "the 1st of december 2026"].map((example) =>
    Widgets.button(example, () => { player.pause(); text.value = example; translate(true); }));
  const sentence = Widgets.sentence(page);
  const box = element("div", { class: "widget-drawing" });
  const numbers = Widgets.scroller("Every character");
  page.add(
    Widgets.controls(text.field, Widgets.group("Such as:", ...examples)),
    Widgets.controls(Widgets.buttons(run), place.field), ...sentence.parts, box,
    Widgets.more("Every character", numbers));

  let isLoaded = false;
  let source = []; // characters that are read
  let rows = []; // for each character that is written { letter, chance, weights }
  let right = ""; // the German number, where a number was given
  let at = 1;

  const decoded = (codes) => new TextDecoder().decode(Uint8Array.from(codes));
  const load = () => {
    const bytes = Widgets.bytes(page.data);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const units = view.getUint32(0, true);
    const weights = [];
    // For each matrix its count and a scale in single precision, and a whole number for each weight.
    for (let start = 4; start < bytes.length;) {
      const [count, scale] = [view.getUint32(start, true), view.getFloat32(start + 4, true)];
      for (let index = 0; index < count; index++) weights.push(view.getInt16(start + 8 + 2 * index, true) * scale);
      start += 8 + 2 * count;
    }
    page.call("translation_load", [units, ...weights]);
    isLoaded = true;
  };

  const translate = (isNew) => {
    if (!isLoaded) load();
    const typed = text.value.trim().toLowerCase();
    const isNumber = /^\d{1,4}$/.test(typed);
    right = isNumber ? decoded(page.call("translation_words", [Number(typed), 1])) : "";
    const read = (isNumber ? decoded(page.call("translation_words", [Number(typed), 0])) : typed).slice(0, longest);
    source = [...read];
    const all = source.length === 0 ? [] : page.call("translation_write", [longest, ...source.map((letter) => letter.codePointAt(0))]);
    rows = [];
    if (all.length > 0) {
      const [count, written] = all;
      const letters = all.slice(2, 2 + written - 1).map((code) => String.fromCodePoint(code));
      let start = 2 + written - 1;
      for (const letter of [...letters, "■"]) {
        rows.push({ letter, chance: all[start], weights: all.slice(start + 1, start + 1 + count) });
        start += 1 + count;
      }
    } else if (source.length > 0) {
      page.tell("It reads letters from a to z, ä not among them, ö, ü, ß, digits, spaces and hyphens.");
    }
    // Code that is not written has no weights, and probabilities that are no numbers.
    if (rows.some((row) => !Number.isFinite(row.chance) || row.weights.some((weight) => !Number.isFinite(weight)))) rows = [];
    place.input.max = Math.max(rows.length, 1);
    if (isNew) at = rows.length;
    at = Math.min(Math.max(at, 1), Math.max(rows.length, 1));
    show();
  };

  const player = Widgets.player({
    duration: () => 350,
    next: () => at < rows.length && (at += 1, true),
    frame: () => show(),
    changed: () => show(),
  });

  const draw = (label) => {
    const width = Math.max(240, box.clientWidth);
    const [left, top] = [24, 26];
    const cell = Math.min(26, (width - left - 4) / Math.max(source.length, 1));
    const tall = Math.max(8, Math.min(20, cell));
    // Letters that would be too small to read are left out: every second one, or more.
    const every = Math.max(1, Math.ceil(9 / cell));
    const parts = [];
    const now = rows[at - 1];
    source.forEach((letter, s) => {
      const isSeen = now && now.weights[s] > 0.15;
      if (s % every === 0 || isSeen) {
        parts.push(element("text", { x: left + (s + 0.5) * cell, y: 17, "text-anchor": "middle", class: isSeen ? "widget-now" : "widget-word" }, letter === " " ? "␣" : letter));
      }
    });
    rows.slice(0, at).forEach((row, t) => {
      const y = top + t * tall;
      if (tall >= 11 || t % Math.ceil(11 / tall) === 0 || t === at - 1) {
        parts.push(element("text", { x: left - 8, y: y + tall / 2 + 5, "text-anchor": "middle", class: "widget-word" }, row.letter === " " ? "␣" : row.letter));
      }
      row.weights.forEach((weight, s) => {
        if (weight < 0.01) return;
        parts.push(element("rect", {
          x: left + s * cell, y, width: Math.max(1, cell - 0.5), height: Math.max(1, tall - 0.5), class: t === at - 1 ? "widget-f2" : "widget-f1", "fill-opacity": Math.min(1, weight).toFixed(2) }));
      });
    });
    const height = top + rows.length * tall + 4;
    parts.push(element("path", { d: `M${left - 0.5} ${top - 0.5}h${source.length * cell + 1}v${rows.length * tall + 1}h${-source.length * cell - 1}z`, fill: "none", class: "widget-grid" }));
    box.replaceChildren(element("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label }, ...parts));
  };

  const show = () => {
    run.textContent = player.word;
    run.disabled = rows.length === 0;
    place.input.disabled = rows.length < 2;
    place.value = at;
    if (rows.length === 0) { sentence.say(source.length === 0 ? "Nothing is read." : "No numbers."); box.replaceChildren(); numbers.replaceChildren(); return; }
    const written = rows.slice(0, at).map((row) => row.letter).join("");
    const row = rows[at - 1];
    const most = row.weights.indexOf(Math.max(...row.weights));
    const whole = rows.slice(0, -1).map((one) => one.letter).join("");
    const verdict = at < rows.length || right === "" ? "" : whole === right ? " That is right." : ` Right is ${right}.`;
    const what = row.letter === "■" ? "the end" : row.letter === " " ? "a space" : row.letter;
    sentence.say(`It has read ${source.join("")} and written ${written.replace("■", "")}.${verdict} For ${what}, with a probability of ${number(row.chance, 3)}, it looked most at ${source[most] === " " ? "a space" : source[most]}, character ${most + 1}, by ${number(row.weights[most], 2)}.`);
    draw(sentence.text);
    numbers.replaceChildren(Widgets.table("What it wrote, and where it looked most", ["writes", "probability", "looks at", "weight"],
      rows.slice(0, at).map((one) => {
        const best = one.weights.indexOf(Math.max(...one.weights));
        return [one.letter === "■" ? "end" : one.letter === " " ? "space" : one.letter, number(one.chance, 3), `${source[best] === " " ? "space" : source[best]} (${best + 1})`, number(one.weights[best], 2)];
      })));
  };

  page.stopped = () => { isLoaded = false; rows = []; };
  Widgets.whenResized(box, () => { if (rows.length > 0) show(); });
  translate(true);
});
