// The landing page: a stream of bits runs by. A cell that chapter 04 sets by hand keeps the one that it
// was told to, and an RNN's unit beside it chases each bit and forgets it.
"use strict";

Widgets.define("memory", (page) => {
  const { element, number } = Widgets;
  const shown = 40;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

  // Bits come now and then, always the same ones: a small generator of random numbers.
  let seed = 20261997;
  const random = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  let steps = [];
  let count = 0;
  let asked = 1;
  const advance = () => {
    const bit = asked || (random() < 0.3 ? (random() < 0.5 ? 1 : -1) : 0);
    steps.push([bit, asked ? 1 : 0]);
    count += 1;
    asked = 0;
    // What was written last decides all that comes, and must not be lost with what has gone by.
    const kept = steps.findLastIndex((step, index) => step[1] && index <= steps.length - shown);
    if (kept > 3 * shown) steps = steps.slice(kept);
  };

  const output = element("output", { "aria-live": "off" });
  const chart = element("div", { class: "widget-drawing" });
  const draw = () => {
    const all = page.call("gates_run", [1, 1, ...steps.flat()]);
    const rows = steps.map((_, t) => all.slice(7 * t, 7 * t + 7)).slice(-shown);
    const first = count - rows.length + 1;
    const now = rows.at(-1) ?? [];
    output.textContent = `Step ${count}: the cell holds ${number(now[0], 2)}, the RNN's unit is at ${number(now[6], 2)}.`;
    Widgets.chart(chart, {
      label: `The cell state of an LSTM and the state of an RNN over the last ${rows.length} steps. ${output.textContent}`,
      series: [
        { name: "LSTM: what the cell holds", values: rows.map((row) => row[0]), start: first },
        { name: "RNN: its state", values: rows.map((row) => row[6]), start: first },
      ],
      x: { label: "step", from: first, to: first + shown - 1 },
      y: { label: "state", from: -1.5, to: 1.5 },
      height: 200,
    });
  };

  let timer = null;
  const pause = Widgets.button("Pause", () => run(timer === null));
  const run = (on) => {
    clearInterval(timer);
    timer = on ? setInterval(Widgets.stopping(() => {
      if (document.hidden) return;
      // Who does not press is shown what pressing does.
      if (count % 60 === 0) asked = count % 120 === 0 ? 1 : -1;
      advance();
      draw();
    }), 250) : null;
    pause.textContent = on ? "Pause" : "Run";
  };
  page.stopped = () => run(false);
  const write = (bit) => Widgets.button(bit > 0 ? "Write 1" : "Write −1", () => {
    asked = bit;
    advance();
    draw();
  });
  page.title("Who remembers?", "write −1 into the cell, and watch both lines while other bits run by.");
  // Here no text speaks of the printed figure.
  page.box.querySelector(".widget-figure").open = false;
  page.add(
    Widgets.controls(element("div", { class: "widget-buttons" }, write(1), write(-1), pause)), output, chart);
  for (let step = 0; step < shown - 8; step++) advance();
  draw();
  run(!still);
  Widgets.whenResized(chart, draw);
}, "gates");
