// What every widget of the book needs: the chapter's own Swift, compiled to WebAssembly, and a few
// elements to show its numbers with. A widget's script calls
//
//     Widgets.define("gates", (page) => { … });
//
// and is started once for each `<div class="widget" data-widget="gates">`, inside of which stands the
// figure that serves where there is no script. The code of the widget, as base64, is in
// `Widgets.code.gates`, and what else it needs in `Widgets.data.gates`: `course dev book` writes both.
"use strict";

const Widgets = { code: {}, data: {} };

/// Thrown by a call of code that stops: there are no numbers to go on with. `restarted` is there where
/// the call came while the code began anew, and can be made again then.
Widgets.Stop = class extends Error {
  constructor(restarted) {
    super("the code has stopped");
    this.restarted = restarted;
  }
};

/// A task that ends where the code stops, so that nothing is drawn from numbers that are not there.
Widgets.stopping = (task) => (...given) => {
  try {
    return task(...given);
  } catch (error) {
    if (!(error instanceof Widgets.Stop)) throw error;
    error.restarted?.then(() => Widgets.stopping(task)(...given));
  }
};

/// The task in the next frame.
Widgets.soon = (task) => requestAnimationFrame(Widgets.stopping(task));

// Memory and a product: all that the compiled code asks of its surroundings ------------------------

Widgets.surroundings = () => {
  let memory = null;
  let view = null;
  let end = 0;
  const free = []; // for each power of two, the addresses of blocks of that size that are free
  const bytes = () => {
    if (view === null || view.buffer !== memory.buffer) view = new DataView(memory.buffer);
    return view;
  };
  const env = {
    // A block is a power of two. The 16 bytes before the address that is given out hold which, and
    // where the block begins.
    posix_memalign(result, alignment, size) {
      const room = Math.max(16, alignment);
      const power = 32 - Math.clz32(size + room + 15);
      let block = free[power]?.pop();
      if (block === undefined) {
        block = end;
        end += 2 ** power;
        const missing = end - memory.buffer.byteLength;
        if (missing > 0) memory.grow(Math.ceil(missing / 65536));
      }
      const address = Math.ceil((block + 16) / room) * room;
      bytes().setInt32(address - 16, power, true);
      bytes().setInt32(address - 12, block, true);
      bytes().setInt32(result, address, true);
      return 0;
    },
    free(address) {
      if (address === 0) return;
      (free[bytes().getInt32(address - 16, true)] ??= []).push(bytes().getInt32(address - 12, true));
    },
    memcmp(left, right, count) {
      for (let i = 0; i < count; i++) {
        const difference = bytes().getUint8(left + i) - bytes().getUint8(right + i);
        if (difference !== 0) return difference;
      }
      return 0;
    },
    memcpy(to, from, count) {
      return env.memmove(to, from, count);
    },
    memmove(to, from, count) {
      new Uint8Array(memory.buffer).copyWithin(to, from, from + count);
      return to;
    },
    memset(address, byte, count) {
      new Uint8Array(memory.buffer).fill(byte, address, address + count);
      return address;
    },
    fmod(left, right) {
      return left % right;
    },
    // The product of two integers of 128 bits, which come and go in halves.
    __multi3(result, lowA, highA, lowB, highB) {
      const whole = (low, high) => BigInt.asUintN(64, low) | (BigInt.asUintN(64, high) << 64n);
      const product = whole(lowA, highA) * whole(lowB, highB);
      bytes().setBigUint64(result, BigInt.asUintN(64, product), true);
      bytes().setBigUint64(result + 8, BigInt.asUintN(64, product >> 64n), true);
    },
  };
  const use = (exported) => {
    memory = exported;
    end = memory.buffer.byteLength;
  };
  return { env, use };
};

/// Starts the code of a widget. The result calls one of its functions: an array of numbers in, an
/// array of numbers out.
Widgets.instance = async (compiled) => {
  const { env, use } = Widgets.surroundings();
  const { exports } = await WebAssembly.instantiate(compiled, { env });
  use(exports.memory);
  return (name, numbers = []) => {
    const address = exports.widget_input(numbers.length);
    new Float64Array(exports.memory.buffer, address, numbers.length).set(numbers);
    const count = exports[name](numbers.length);
    return Array.from(new Float64Array(exports.memory.buffer, exports.widget_output(), count));
  };
};

Widgets.bytes = (base64) => {
  const letters = atob(base64);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  return bytes;
};

// Starting ------------------------------------------------------------------------------------

Widgets.folder = document.currentScript.src.replace(/[^/]*$/, "");

// Without its style a widget would be wider than a phone, so it waits for that.
Widgets.styled = new Promise((resolve) => {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = Widgets.folder + "widgets.css";
  style.onload = style.onerror = resolve;
  document.head.append(style);
});

// The compiled code of a widget. A browser compiles it beside the page, and so it does so early, as soon
// as the page has nothing else to do.
Widgets.modules = {};
Widgets.module = (name) => Widgets.modules[name] ??= WebAssembly.compile(Widgets.bytes(Widgets.code[name]));
Widgets.atLeisure = (task) => window.requestIdleCallback ? requestIdleCallback(task) : setTimeout(task, 200);

// A widget starts when it is about to be seen: until then the page has nothing to draw for it.
Widgets.define = (name, start) => {
  // What goes wrong here goes wrong again at the start, and is told there.
  Widgets.atLeisure(() => Widgets.module(name).catch(() => {}));
  const watching = new IntersectionObserver((changes) => {
    for (const { isIntersecting, target } of changes) {
      if (!isIntersecting) continue;
      watching.unobserve(target);
      Widgets.begin(name, target, start);
    }
  }, { rootMargin: "600px 0px" });
  for (const box of document.querySelectorAll(`.widget[data-widget="${name}"]`)) watching.observe(box);
};

Widgets.begin = (name, box, start) => {
  const begun = performance.now();
  return Widgets.styled
    .then(() => Widgets.page(name, box))
    .then((page) => Widgets.stopping(start)(page))
    .then(() => {
      // How many milliseconds it took.
      box.dataset.ready = (performance.now() - begun).toFixed(0);
    })
    .catch((error) => {
      // The figure stays, or comes back.
      box.querySelector(".widget-live")?.remove();
      box.querySelector(".widget-figure")?.setAttribute("open", "");
      console.error(`widget ${name}: ${error.message}`);
    });
};

// A widget's part of the page, and its code.
Widgets.page = async (name, box) => {
  const { element } = Widgets;
  const compiled = await Widgets.module(name);
  let call = await Widgets.instance(compiled);
  const live = element("section", { class: "widget-live" });
  const note = element("p", { class: "widget-note", role: "status", hidden: "" });
  const figure = element("details", { class: "widget-figure" },
    element("summary", {}, "The figure as in print"), ...box.childNodes);
  live.append(note);
  box.append(live, figure);

  const text = (codes) => new TextDecoder().decode(Uint8Array.from(codes));
  const words = (list) => list.split(" ").filter(Boolean);
  const tell = (sentence) => {
    note.textContent = sentence;
    note.hidden = sentence === "";
  };
  // What the page of `course play` knows to be unwritten, and what the last call has met: code that is
  // not written cannot call all that is not written.
  const told = () => {
    const unwritten = [...new Set([...words(box.dataset.unwritten ?? ""), ...words(text(call("widget_unwritten")))])]
      .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
    if (unwritten.length === 0) return text(call("widget_problem"));
    return unwritten.length === 1 ? `Exercise ${unwritten[0]} is not written yet.`
      : `Exercises ${unwritten.slice(0, -1).join(", ")} and ${unwritten.at(-1)} are not written yet.`;
  };
  let restarting = null;
  const page = {
    box, live, data: Widgets.data[name],
    /// Says something more about the numbers, until the next call.
    tell(sentence) { tell(note.hidden ? sentence : `${note.textContent} ${sentence}`); },
    add(...children) { live.append(...children); },
    /// Called where the code has stopped, and with it has forgotten all that it was told.
    stopped() {},
    /// Calls the book's code. Where it has no numbers, says why and gives an empty array; where it
    /// stops, says so, hides all numbers, and throws `Widgets.Stop`.
    call(functionName, numbers) {
      if (restarting) throw new Widgets.Stop(restarting);
      try {
        const result = call(functionName, numbers);
        tell(told());
        live.removeAttribute("data-stopped");
        return result;
      } catch (error) {
        // A trap: the code begins anew.
        const chapter = box.dataset.chapter ? ` ${box.dataset.chapter}` : "";
        tell(`The code stopped here (${error.message}), and there are no numbers to show. Next: swift run course check${chapter}.`);
        live.setAttribute("data-stopped", "");
        restarting = Widgets.instance(compiled).then((fresh) => { call = fresh; restarting = null; });
        page.stopped();
        throw new Widgets.Stop();
      }
    },
  };
  return page;
};

// Elements ----------------------------------------------------------------------------------

Widgets.element = (tag, attributes = {}, ...children) => {
  const drawn = ["svg", "path", "line", "rect", "circle", "text", "g"].includes(tag);
  const made = drawn
    ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.map((child) => typeof child === "number" ? String(child) : child));
  return made;
};

/// A number as the book writes it: −0.7616, 3.2·10⁻⁹.
Widgets.number = (x, digits = 4) => {
  if (!Number.isFinite(x)) return x === Infinity ? "∞" : x === -Infinity ? "−∞" : "–";
  const size = Math.abs(x);
  const plain = x === 0 || (size >= 1e-3 && size < 1e6);
  if (plain) return x.toFixed(digits).replace("-", "−");
  const [mantissa, exponent] = x.toExponential(1).split("e");
  const raised = [...exponent.replace("+", "")].map((c) => c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c]);
  return `${mantissa}·10${raised.join("")}`.replace("-", "−");
};

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
