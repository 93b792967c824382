// Chapter 11: a map of the farm's words while they learn; a word's neighbours by four methods, and an
// analogy beside its control.
"use strict";

Widgets.define("words", (page) => {
  const { element, number } = Widgets;
  const methods = ["Counts", "Skip-gram", "GloVe", "GloVe, counts + ½"];
  const [skipGram, gloVe, mended] = [1, 2, 3];
  const last = { [skipGram]: 2000, [gloVe]: 500, [mended]: 500 }; // updates
  const setting = { words: 30000, size: 16 };
  page.title("A map of a hundred words",
    "press Learn, and watch the words find their places. Then choose a word, and compare its neighbours.");

  const run = Widgets.button("▸ Learn", () => {
    if (!isBegun) begin();
    if (learning) { learning = false; show(); return; }
    learning = true;
    if (method.value === 0) method.input.value = skipGram;
    show();
    Widgets.soon(learn);
  });
  const again = Widgets.button("Begin anew", () => begin());
  const method = Widgets.choice("Map of", methods, () => show());
  method.input.value = String(skipGram);
  const word = Widgets.choice("Word", [], () => show());
  const window_ = Widgets.slider("Window", { min: 1, max: 10, step: 1, value: 3, show: String }, () => begin());
  const seed = Widgets.slider("Seed", { min: 1, max: 20, step: 1, value: 1, show: String }, () => begin());
  const asked = ["a", "b", "c"].map((name, index) =>
    Widgets.choice([`${name} is to`, `${name}, as`, `${name} is to what?`][index], [], () => show()));
  const sentence = Widgets.sentence(page);
  const drawing = element("div", { class: "widget-drawing words-map" });
  const numbers = Widgets.scroller("The nearest words by each method");
  const answers = Widgets.scroller("Answers to the analogy");
  page.add(
    Widgets.controls(Widgets.buttons(run, again), method.field, word.field), ...sentence.parts, drawing, numbers,
    Widgets.more("An analogy, and its control", Widgets.controls(...asked.map((one) => one.field)), answers),
    Widgets.more("Window and seed", Widgets.controls(window_.field, seed.field)));

  let isBegun = false;
  let learning = false;
  let [names, classes, zeros] = [[], [], 0];
  let updates = {};
  let drawnAt = 0;
  let places = []; // of the words, in the drawing

  const begin = () => {
    learning = false;
    if (names.length === 0) {
      names = new TextDecoder().decode(Uint8Array.from(page.call("words_names"))).split(" ");
      classes = page.call("words_classes");
      const order = names.map((name, symbol) => ({ name, symbol })).sort((x, y) => x.name.localeCompare(y.name, "en"));
      for (const one of [word, ...asked]) {
        one.input.replaceChildren(...order.map(({ name, symbol }) => element("option", { value: symbol }, name)));
      }
      choose(word, "puppy");
      ["dog", "puppy", "cat"].forEach((name, index) => choose(asked[index], name));
    }
    updates = { [skipGram]: 0, [gloVe]: 0, [mended]: 0 };
    [zeros = NaN] = page.call("words_begin", [seed.value, setting.words, window_.value, setting.size]);
    isBegun = true;
    show();
  };

  const choose = (control, name) => { control.input.value = String(names.indexOf(name)); };

  // In each frame updates of all three, as many as fit into the time that a page may take without
  // stutter. All come to their end together.
  const learn = () => {
    if (!learning) return;
    const begun = performance.now();
    do {
      for (const [one, count] of [[skipGram, 4], [gloVe, 1], [mended, 1]]) {
        const [made = NaN] = page.call("words_learn", [one, count]);
        if (!Number.isFinite(made)) { learning = false; show(); return; }
        updates[one] = made;
      }
    } while (updates[skipGram] < last[skipGram] && (Widgets.calm() || performance.now() - begun < 24));
    if (updates[skipGram] >= last[skipGram]) learning = false;
    if (!learning || begun - drawnAt > 60) {
      drawnAt = begun;
      if (learning) map(); else show();
    }
    if (learning) Widgets.soon(learn);
  };

  const near = (one) => {
    if (one !== 0 && updates[one] === 0) return [];
    return pairs(page.call("words_near", [one, word.value]));
  };

  const pairs = (all) => {
    const found = [];
    for (let i = 0; i + 1 < all.length; i += 2) found.push({ symbol: all[i], cosine: all[i + 1] });
    return found;
  };

  const told = ({ symbol, cosine }) => `${names[symbol]} ${number(cosine, 2)}`;

  const show = () => {
    run.textContent = learning ? "❚❚ Pause" : updates[skipGram] === 0 ? "▸ Learn" : "▸ Go on";
    run.disabled = updates[skipGram] >= last[skipGram];
    const [shown, chosen] = [method.value, word.value];
    const found = methods.map((_, one) => near(one));
    const mine = found[shown];
    sentence.say((shown === 0 ? `Counts of ${setting.words.toLocaleString("en")} words, in which ${Math.round(zeros / 100)} per cent of all pairs never occur. `
      : `${methods[shown]} after ${updates[shown]} updates. `)
      + (mine.length === 0 ? "Nothing is learnt yet, and the words lie anywhere."
        : `Nearest to ${names[chosen]}: ${mine.slice(0, 3).map(({ symbol }) => names[symbol]).join(", ")}.`));
    map(mine);
    numbers.replaceChildren(Widgets.table(`Nearest to ${names[chosen]}, with the cosine`, methods,
      [0, 1, 2, 3, 4].map((rank) => found.map((all) => all[rank] ? told(all[rank]) : "–"))));
    const question = asked.map((one) => one.value);
    const isLearnt = shown === 0 || updates[shown] > 0;
    const all = isLearnt ? pairs(page.call("words_analogy", [shown, ...question])) : [];
    const [a, b, c] = question.map((symbol) => names[symbol]);
    answers.replaceChildren(Widgets.table(`Answers by ${methods[shown]}`, ["question", "first", "second", "third"],
      [[`${b} − ${a} + ${c}`, 0], [`${b} + ${c}, the control`, 3]].map(([name, from]) =>
        [name, ...[0, 1, 2].map((rank) => all[from + rank] ? told(all[from + rank]) : "–")])));
  };

  // Draws the words, the chosen one with lines to its neighbours.
  const map = (found = []) => {
    const all = page.call("words_map", [method.value]);
    if (all.length === 0) { drawing.replaceChildren(); places = []; return; }
    const width = Math.max(260, drawing.clientWidth);
    const height = Math.round(Math.min(460, Math.max(320, width * 0.62)));
    const range = (start) => {
      const values = names.map((_, symbol) => all[2 * symbol + start]);
      return [Math.min(...values), Math.max(...values)];
    };
    const [[left, right], [top, bottom]] = [range(0), range(1)];
    places = names.map((_, symbol) => [
      34 + (all[2 * symbol] - left) / Math.max(1e-9, right - left) * (width - 68),
      16 + (all[2 * symbol + 1] - top) / Math.max(1e-9, bottom - top) * (height - 34)]);
    const chosen = word.value;
    const marked = [chosen, ...found.map(({ symbol }) => symbol)];
    const svg = element("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img",
      "aria-label": `A map of the words by ${methods[method.value]}. ${sentence.text}` });
    for (const { symbol } of found) svg.append(element("line", { class: "words-tie",
      x1: places[chosen][0], y1: places[chosen][1], x2: places[symbol][0], y2: places[symbol][1] }));
    names.forEach((_, symbol) => svg.append(element("circle", {
      class: `words-dot words-c${classes[symbol]}${symbol === chosen ? " words-chosen" : ""}`,
      cx: places[symbol][0].toFixed(1), cy: places[symbol][1].toFixed(1), r: symbol === chosen ? 6 : 3.5 })));
    const taken = [];
    const free = (x, y, wide) => x > 2 && x + wide < width - 2 && y > 15 && y < height - 5
      && !taken.some((box) => x < box.x + box.wide && box.x < x + wide && Math.abs(box.y - y) < 13);
    const isClear = (x, y, wide) => !places.some(([across, down]) =>
      across > x - 4 && across < x + wide + 4 && down > y - 14 && down < y + 6);
    for (const symbol of [...marked, ...names.keys()]) {
      if (marked.indexOf(symbol) < 0 && taken.length > 60) break;
      if (taken.some((box) => box.symbol === symbol)) continue;
      const [x, y] = places[symbol];
      const wide = names[symbol].length * 8 + 2;
      const spots = [[x + 8, y + 4], [x - 8 - wide, y + 4], [x - wide / 2, y - 8], [x - wide / 2, y + 17],
        [x + 5, y - 7], [x + 5, y + 16], [x - 5 - wide, y - 7], [x - 5 - wide, y + 16]].filter(([across, down]) => free(across, down, wide));
      // A name on another word's point cannot be read; the chosen words have theirs all the same.
      const spot = spots.find(([across, down]) => isClear(across, down, wide)) ?? (marked.includes(symbol) ? spots[0] : undefined);
      if (!spot) continue;
      taken.push({ x: spot[0], y: spot[1], wide, symbol });
      svg.append(element("text", { x: spot[0].toFixed(1), y: spot[1].toFixed(1), ...(marked.includes(symbol) ? { class: "widget-now" } : {}) }, names[symbol]));
    }
    drawing.replaceChildren(svg);
  };

  // The word that lies nearest to where the drawing is touched.
  drawing.addEventListener("click", Widgets.stopping((event) => {
    const svg = drawing.querySelector("svg");
    if (!svg || places.length === 0) return;
    const [x, y] = Widgets.inside(svg, event);
    const far = places.map(([across, down]) => (across - x) ** 2 + (down - y) ** 2);
    word.input.value = String(far.indexOf(Math.min(...far)));
    show();
  }));

  page.stopped = () => {
    learning = isBegun = false;
    run.textContent = "▸ Learn";
    run.disabled = false;
  };
  Widgets.whenResized(drawing, () => { if (isBegun) show(); });
  begin();
});
