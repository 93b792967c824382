// Elements of the widgets: numbers, labelled controls, tables, and a sentence that is read aloud.
"use strict";

Widgets.element = (tag, attributes = {}, ...children) => {
  const drawn = ["svg", "path", "line", "rect", "circle", "text", "tspan", "g", "title"].includes(tag);
  const made = drawn
    ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.map((child) => typeof child === "number" ? String(child) : child));
  return made;
};

/// 10⁻⁶ for −6.
Widgets.powerOfTen = (k) => `10${[...String(k)].map((c) => c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c]).join("")}`;

/// A number as the book writes it: −0.7616, 3.2·10⁻⁹.
Widgets.number = (x, digits = 4) => {
  if (!Number.isFinite(x)) return x === Infinity ? "∞" : x === -Infinity ? "−∞" : "–";
  const size = Math.abs(x);
  const plain = x === 0 || (size >= 1e-3 && size < 1e6);
  if (plain) return x.toFixed(digits).replace("-", "−");
  const [mantissa, exponent] = x.toExponential(1).split("e");
  return `${mantissa}·${Widgets.powerOfTen(Number(exponent))}`.replace("-", "−");
};

/// A number with two digits behind the point, for a small place; what would be 0.00 is 0.
Widgets.short = (x) => Number.isFinite(x) && Math.abs(x) < 0.005 ? "0" : Widgets.number(x, 2);

let widgetLabels = 0;

/// A labelled control. `label` is what it is called, `control` the input or the select.
Widgets.field = (label, control, shown) => {
  control.id ||= `widget-control-${++widgetLabels}`;
  return Widgets.element("div", { class: "widget-field" },
    Widgets.element("label", { for: control.id }, label), control, ...(shown ? [shown] : []));
};

/// A slider from `min` to `max`; `show` writes its value. Its `value` is a number.
Widgets.slider = (label, { min, max, step, value, show = (x) => Widgets.number(x, 2) }, changed) => {
  const input = Widgets.element("input", { type: "range", min, max, step, value });
  const output = Widgets.element("span", { class: "widget-value", "aria-hidden": "true" });
  const mark = () => {
    output.textContent = show(input.valueAsNumber);
    input.setAttribute("aria-valuetext", output.textContent);
  };
  input.addEventListener("input", () => { mark(); Widgets.stopping(changed)(); });
  mark();
  return {
    field: Widgets.field(label, input, output), input,
    get value() { return input.valueAsNumber; },
    set value(x) { input.value = x; mark(); },
  };
};

Widgets.choice = (label, options, changed) => {
  const select = Widgets.element("select", {},
    ...options.map((name, index) => Widgets.element("option", { value: index }, name)));
  select.addEventListener("change", Widgets.stopping(changed));
  return { field: Widgets.field(label, select), input: select, get value() { return Number(select.value); } };
};

Widgets.textField = (label, value, changed) => {
  const input = Widgets.element("input",
    { type: "text", value, autocomplete: "off", autocapitalize: "none", spellcheck: "false" });
  input.addEventListener("input", Widgets.stopping(changed));
  return {
    field: Widgets.field(label, input), input,
    get value() { return input.value; },
    set value(text) { input.value = text; },
  };
};

Widgets.button = (label, pressed) => {
  const button = Widgets.element("button", { type: "button" }, label);
  button.addEventListener("click", Widgets.stopping(pressed));
  return button;
};

Widgets.controls = (...fields) => Widgets.element("div", { class: "widget-controls" }, ...fields);

/// A table whose rows are arrays of texts; the first of each row is its heading.
Widgets.table = (caption, head, rows, marked = -1) => {
  const { element } = Widgets;
  return element("table", {},
    element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...head.map((name) => element("th", { scope: "col" }, name)))),
    element("tbody", {}, ...rows.map((row, index) =>
      element("tr", index === marked ? { class: "widget-marked", "aria-current": "step" } : {},
        ...row.map((cell, column) =>
          element(column === 0 ? "th" : "td", column === 0 ? { scope: "row" } : {}, cell))))));
};

/// A row of buttons.
Widgets.buttons = (...buttons) => Widgets.element("div", { class: "widget-buttons" }, ...buttons);

/// Buttons that belong together, behind what they have in common.
Widgets.group = (name, ...buttons) => {
  const label = Widgets.element("span", { class: "widget-group", id: `widget-control-${++widgetLabels}` }, name);
  return Widgets.element("div", { class: "widget-buttons", role: "group", "aria-labelledby": label.id }, label, ...buttons);
};

/// What is not needed at first sight, behind its name.
Widgets.more = (name, ...children) =>
  Widgets.element("details", { class: "widget-more" }, Widgets.element("summary", {}, name), ...children);

/// A sentence that tells what is shown. It changes at once; to those who hear the page it is told when
/// nothing has changed for a while, so that a slider does not chatter. Not before something has been
/// done: until then it is a part of the page.
Widgets.sentence = (page) => {
  const output = Widgets.element("output", { "aria-live": "off" });
  const told = Widgets.element("p", { class: "widget-unseen", role: "status" });
  let [touched, waiting] = [false, 0];
  for (const event of ["pointerdown", "keydown", "input"]) {
    page.live.addEventListener(event, () => { touched = true; }, { capture: true });
  }
  return {
    parts: [output, told],
    get text() { return output.textContent; },
    say(sentence) {
      output.textContent = sentence;
      clearTimeout(waiting);
      if (touched) waiting = setTimeout(() => { told.textContent = output.textContent; }, 900);
    },
  };
};

/// A box that scrolls sideways where it is too narrow, with the keyboard too.
Widgets.scroller = (label) =>
  Widgets.element("div", { class: "widget-scroll", tabindex: "0", role: "region", "aria-label": label });

/// Draws again when the box gets another width.
Widgets.whenResized = (box, draw) => {
  let width = box.clientWidth;
  new ResizeObserver(() => {
    // A box that is hidden has no width.
    if (box.clientWidth === 0 || Math.abs(box.clientWidth - width) < 1) return;
    width = box.clientWidth;
    Widgets.stopping(draw)();
  }).observe(box);
};
