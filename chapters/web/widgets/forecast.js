// Chapter 17: three days of readings that are dragged and punched, and the fan of quantiles that a trained
// network forecasts for the day that follows.
"use strict";

Widgets.define("forecast", (page) => {
  const { element, number } = Widgets;
  const [length, ahead, units, outputs] = [24, 8, 16, 24];
  const hours = ["0:00", "3:00", "6:00", "9:00", "12:00", "15:00", "18:00", "21:00"];
  const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
  page.title("Three days of readings, and the day that follows",
    "punch holes into the last readings, and watch the fan sink. Then take the network that learnt elsewhere.");

  // The file of `course dev forecasts --weights`: of each network three numbers in single precision, and a
  // whole number for each weight.
  const bytes = Widgets.bytes(page.data);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const count = (7 + units + 1) * 4 * units + (units + 1) * outputs;
  const networks = [0, 1].map((which) => {
    const begin = which * (12 + 2 * count);
    const [mean, deviation, step] = [0, 4, 8].map((place) => view.getFloat32(begin + place, true));
    return [units, mean, deviation, ...Array.from({ length: count }, (_, at) => view.getInt16(begin + 12 + 2 * at, true) * step)];
  });

  // Windows of the generated station: where each begins, and what happens.
  const scenes = [
    { name: "three in May", seed: 1, start: 4000 }, { name: "three in March", seed: 1, start: 3400 },
    { name: "three in June", seed: 1, start: 4300 }, { name: "three in August", seed: 1, start: 4700 },
  ];

  let [at, readings, arrived, came, fan, told] = [length - 1, [], [], [], [], []];

  let first = scenes[0].start;
  const when = (step) => {
    const absolute = first + step;
    return `${days[Math.floor(absolute / 8) % 7]}, ${hours[absolute % 8]}`;
  };

  const scene = Widgets.choice("Days", scenes.map((one) => one.name), () => open());
  const network = Widgets.choice("The network learnt where readings are lost", ["in this valley’s storms", "in another valley’s"], () => { load(); run(); });
  const place = Widgets.slider("Reading", { min: 1, max: length, step: 1, value: length, show: (value) => when(value - 1) }, () => { at = place.value - 1; show(); });
  const degrees = Widgets.slider("Its temperature", { min: -20, max: 35, step: 0.5, value: 0, show: (value) => `${number(value, 1)} °C` }, () => {
    readings[at] = degrees.value;
    arrived[at] = true;
    run();
  });
  const hole = Widgets.button("", () => { arrived[at] = !arrived[at]; run(); });
  const last = Widgets.button("Punch the last four", () => {
    const all = arrived.slice(-4).some(Boolean);
    for (let step = length - 4; step < length; step++) arrived[step] = !all;
    run();
  });
  const again = Widgets.button("As it was", () => open());
  const box = element("div", { class: "widget-drawing" });
  const sentence = Widgets.sentence(page);
  const numbers = Widgets.scroller("Every number");
  page.add(
    Widgets.controls(scene.field, network.field), box,
    Widgets.controls(place.field, degrees.field, Widgets.buttons(hole, last, again)),
    ...sentence.parts, Widgets.more("Every number", numbers));

  const load = () => page.call("forecast_load", networks[network.value]);

  const open = () => {
    const { seed, start } = scenes[scene.value];
    first = start;
    load();
    const all = page.call("forecast_example", [seed, start]);
    readings = all.slice(0, length).map((value) => Math.round(2 * value) / 2);
    arrived = all.slice(length, 2 * length).map((one) => one === 1);
    came = all.slice(3 * length);
    run();
  };

  const run = () => {
    const all = page.call("forecast_run", [first, ...readings.flatMap((value, step) => [value, arrived[step] ? 1 : 0])]);
    fan = [0, 1, 2].map((level) => all.slice(ahead * level, ahead * (level + 1)));
    told = readings.map((_, step) => all.slice(3 * ahead + 3 * step, 3 * ahead + 3 * step + 3));
    show();
  };

  const show = () => {
    if (fan.length === 0) return;
    place.value = at + 1;
    degrees.value = readings[at];
    hole.textContent = arrived[at] ? "Punch a hole here" : "Give it back";
    const holes = arrived.filter((one) => !one).length;
    const mean = (list) => list.reduce((sum, one) => sum + one, 0) / list.length;
    sentence.say(`${holes === 0 ? "No reading is" : holes === 1 ? "One reading is" : `${holes} readings are`} missing. For the day ahead, the median is ${number(mean(fan[1]), 1)} °C on average, from ${number(fan[1][0], 1)} in three hours to ${number(fan[1][ahead - 1], 1)} in a day. Eight in ten should lie between ${number(mean(fan[0]), 1)} and ${number(mean(fan[2]), 1)}. ${number(mean(came), 1)} came. On ${when(at)}, ${arrived[at] ? `${number(readings[at], 1)} °C were read` : "the reading is lost"}.`);
    draw();
    numbers.replaceChildren(
      Widgets.table("What is read", ["reading", "°C", "carried", "mask", "steps since"],
        told.map(([carried, mask, since], step) => [when(step), arrived[step] ? number(readings[step], 1) : "lost", number(carried, 1), mask, since]), at),
      Widgets.table("What is forecast", ["hours ahead", "0.1", "0.5", "0.9", "came"],
        fan[1].map((_, step) => [3 * (step + 1), ...fan.map((level) => number(level[step], 1)), number(came[step], 1)])));
  };

  // What is dragged over is the box, which stays while the drawing in it changes.
  let [chart, low] = [null, 0];
  const draw = () => {
    if (box.clientWidth === 0) return;
    const shown = [...readings, ...came, ...fan.flat()].filter(Number.isFinite);
    low = Math.floor((Math.min(...shown) - 0.5) / 5) * 5;
    const high = Math.ceil((Math.max(...shown) + 0.5) / 5) * 5;
    const seen = readings.map((value, step) => arrived[step] ? value : NaN);
    chart = Widgets.chart(box, {
      label: `Readings of three days and a fan of forecasts. ${sentence.text}`,
      series: [
        { name: "readings", values: seen, dots: true }, { name: "median, and 0.1 to 0.9", values: fan[1], start: length },
        { name: "what came", values: came, start: length },
      ],
      x: { label: "readings, three hours apart", from: 0, to: length + ahead - 1 }, y: { label: "°C", from: low, to: high },
      mark: at, strips: [{ name: "read", values: arrived.map((one) => one ? 0.6 : 0) }], height: 260,
    });
    const edge = (level) => fan[level].map((value, step) => `${chart.across(length + step).toFixed(1)} ${chart.down(value).toFixed(1)}`);
    if (fan.flat().every(Number.isFinite)) {
      box.querySelector(":scope > svg").append(element("path", { class: "widget-f2", "fill-opacity": 0.2, d: `M${[...edge(0), ...edge(2).reverse()].join("L")}Z` }));
    }
  };

  // In the chart a reading is dragged, and below its axis it is lost or given back.
  box.classList.add("widget-picked");
  let isDragged = false;
  const drag = Widgets.stopping((event) => {
    const [x, y] = Widgets.inside(box.querySelector(":scope > svg"), event);
    const value = Math.max(-20, Math.min(35, Math.round(2 * chart.value(y)) / 2));
    if (event.type === "pointerdown") {
      at = Math.max(0, Math.min(length - 1, Math.round((x - chart.across(0)) / (chart.across(1) - chart.across(0)))));
      isDragged = y < chart.down(low);
      if (!isDragged) arrived[at] = !arrived[at];
    }
    if (isDragged) { readings[at] = value; arrived[at] = true; }
    run();
  });
  box.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !box.querySelector(":scope > svg")?.contains(event.target)) return;
    box.setPointerCapture(event.pointerId);
    drag(event);
  });
  box.addEventListener("pointermove", (event) => { if (isDragged && box.hasPointerCapture(event.pointerId)) drag(event); });

  Widgets.whenResized(box, () => { if (fan.length > 0) show(); });
  open();
});
