// The network of chapter 02 as a drawing: what comes in and the old state on the left, the new state in
// the middle, the predictions on the right, and between them what flows.
"use strict";

/// - units, outputs: the names of the hidden units and of the symbols that are predicted
/// - inputs: how many inputs are drawn; hasBias: whether the bias is
/// The result is the drawing; its `show` takes a step and how far it has gone, from 0 to 1.
Widgets.network = (width, { inputs, units, outputs, hasBias }) => {
  const { element, short } = Widgets;
  const many = units.length > 2;
  const size = many ? 9 : 15;
  const gap = many ? 27 : 58;
  const column = (count, middle, apart) => Array.from({ length: count }, (_, n) => middle + (n - (count - 1) / 2) * apart);
  const isNarrow = width < 420;
  const top = 34;
  const [biasRow, ...inputRows] = Array.from({ length: inputs + 1 }, (_, n) => top + size + 2 + (n - !hasBias) * 44);
  const oldTop = inputRows.at(-1) + (many ? 48 : 62);
  const oldRows = units.map((_, n) => oldTop + n * gap);
  const height = oldRows.at(-1) + size + 34;
  const centre = (top + height - 34) / 2;
  const [left, middle, right] = outputs.length ? (isNarrow ? [0.22, 0.5, 0.71] : [0.24, 0.56, 0.8]).map((share) => share * width) : [0.22 * width, width - (isNarrow ? 105 : 200), width];
  const newRows = column(units.length, centre, many ? gap : 74);
  const outRows = column(outputs.length, centre, 74);

  const drawing = element("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img" });
  const [edges, pulses, nodes] = [element("g"), element("g"), element("g")];
  drawing.append(edges, pulses, nodes);
  const word = (x, y, text, anchor = "middle", kind = "") => {
    const made = element("text", { x, y, "text-anchor": anchor, class: kind }, text);
    nodes.append(made);
    return made;
  };
  const dot = (x, y, name) => {
    nodes.append(element("circle", { class: "network-node", cx: x, cy: y, r: size }));
    const fill = element("circle", { class: "network-fill", cx: x, cy: y, r: size });
    nodes.append(fill);
    return { x, y, fill, name: name(x, y) };
  };
  const onTheLeft = (text) => (x, y) => word(x - size - 7, y + 4, text, "end");
  const sources = [
    ...inputRows.map((y) => dot(left, y, onTheLeft(""))),
    ...oldRows.map((y) => dot(left, y, onTheLeft(""))),
    ...(hasBias ? [dot(left, biasRow, onTheLeft("bias"))] : []),
  ];
  const hidden = newRows.map((y) => dot(middle, y, (x) => many
    ? word(x + size + 7, y + 4, "", "start", "widget-now") : word(x, y + size + 16, "", "middle", "widget-now")));
  const predicted = outRows.map((y, n) => {
    const room = width - right - size - 12;
    const bar = element("rect", { class: "widget-f3", x: right + size + 7, y: y + 3, height: 8, width: 0, rx: 2 });
    const back = element("rect", { class: "cell-track", x: right + size + 7, y: y + 3, height: 8, width: room, rx: 2 });
    nodes.append(back, bar);
    const made = dot(right, y, () => word(right + size + 7, y - 3, "", "start", "widget-now"));
    return { ...made, bar, room, symbol: outputs[n] };
  });
  word(left, 16, isNarrow ? "comes in" : "what comes in");
  word(middle, 16, "new state");
  if (outputs.length) word(right + 10, 16, isNarrow ? "next" : "what follows?");
  word(left, oldRows[0] - size - 9, "old state");
  if (!many) newRows.forEach((y, unit) => word(middle, y - size - 6, units[unit]));
  // The new state is the old one of the next step.
  const turn = element("path", { class: "network-turn", d: `M${middle} ${newRows.at(-1) + size + (many ? 4 : 22)}V${height - 12}H${left}V${oldRows.at(-1) + size + 3}` });
  edges.append(turn);
  word((left + middle) / 2, height - 16, "one step later");

  const edge = (from, to) => {
    const line = element("line", { x1: from.x + size, y1: from.y, x2: to.x - size, y2: to.y });
    const pulse = element("circle", { class: "network-pulse", r: 4 });
    edges.append(line);
    pulses.append(pulse);
    return { from, to, line, pulse };
  };
  const inward = hidden.map((to) => sources.map((from) => edge(from, to)));
  const outward = predicted.map((to) => hidden.map((from) => edge(from, to)));

  const fill = (node, value) => {
    const strength = Number.isFinite(value) ? Math.min(1, Math.abs(value)) : 0;
    node.fill.setAttribute("class", `network-fill ${value < 0 ? "widget-f2" : "widget-f1"}`);
    node.fill.setAttribute("fill-opacity", strength);
  };
  const flow = ({ from, to, line, pulse }, value, largest, share) => {
    const strength = Number.isFinite(value) && largest > 0 ? Math.abs(value) / largest : 0;
    line.setAttribute("class", strength < 0.01 ? "network-quiet" : value < 0 ? "widget-s2" : "network-up");
    line.setAttribute("stroke-width", 1 + 4 * strength);
    line.setAttribute("stroke-opacity", strength < 0.01 ? 1 : 0.35 + 0.65 * strength);
    const isMoving = share > 0 && share < 1 && strength >= 0.05;
    pulse.setAttribute("class", `network-pulse ${value < 0 ? "widget-f2" : "widget-f1"}`);
    pulse.setAttribute("r", isMoving ? 2 + 4 * strength : 0);
    pulse.setAttribute("cx", from.x + size + (to.x - from.x - 2 * size) * share);
    pulse.setAttribute("cy", from.y + (to.y - from.y) * share);
  };
  const part = (share, from, to) => Math.min(1, Math.max(0, (share - from) / (to - from)));
  const largest = (rows) => Math.max(0, ...rows.flat().filter(Number.isFinite).map(Math.abs));

  /// - step: inputs `[{ name, value }]`, before and after: H numbers, contributions `[unit][source]`,
  ///   votes `[symbol][unit]`, predicted: V probabilities
  drawing.show = (step, share, label) => {
    drawing.setAttribute("aria-label", label);
    const arrived = share >= 0.5;
    step.inputs.forEach(({ name, value }, n) => {
      fill(sources[n], value);
      sources[n].name.textContent = name;
    });
    step.before.forEach((value, n) => {
      fill(sources[inputs + n], value);
      sources[inputs + n].name.textContent = many || isNarrow ? short(value) : `${units[n]} ${short(value)}`;
    });
    if (hasBias) fill(sources.at(-1), 1);
    const most = largest(step.contributions);
    inward.forEach((row, unit) => row.forEach((one, n) =>
      flow(one, step.contributions[unit][n], most, part(share, 0, 0.5))));
    hidden.forEach((node, unit) => {
      fill(node, arrived ? step.after[unit] : 0);
      node.name.textContent = !arrived ? "" : many ? `${units[unit]} ${short(step.after[unit])}` : short(step.after[unit]);
    });
    const loudest = largest(step.votes);
    outward.forEach((row, symbol) => row.forEach((one, unit) =>
      flow(one, arrived ? step.votes[symbol][unit] : 0, loudest, part(share, 0.5, 0.85))));
    predicted.forEach((node, n) => {
      const p = share >= 0.85 ? step.predicted[n] : NaN;
      fill(node, p);
      node.bar.setAttribute("width", Number.isFinite(p) ? p * node.room : 0);
      node.name.textContent = Number.isFinite(p) ? `${node.symbol} ${short(p)}` : node.symbol;
    });
    turn.classList.toggle("network-turning", share >= 0.85 && share < 1);
  };
  return drawing;
};
