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

/// The numbers of a file of trained weights: a whole number, a scale in single precision, and for each
/// weight a whole number of 16 bits, which the scale is multiplied with.
Widgets.weights = (base64) => {
  const bytes = Widgets.bytes(base64);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const scale = view.getFloat32(4, true);
  const weights = Array.from({ length: (bytes.length - 8) / 2 }, (_, at) => view.getInt16(8 + 2 * at, true) * scale);
  return [view.getUint32(0, true), ...weights];
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
// `code` is the name of the widget whose code it runs.
Widgets.define = (name, start, code = name) => {
  // What goes wrong here goes wrong again at the start, and is told there.
  Widgets.atLeisure(() => Widgets.module(code).catch(() => {}));
  const watching = new IntersectionObserver((changes) => {
    for (const { isIntersecting, target } of changes) {
      if (!isIntersecting) continue;
      watching.unobserve(target);
      Widgets.begin(name, target, start, code);
    }
  }, { rootMargin: "600px 0px" });
  for (const box of document.querySelectorAll(`.widget[data-widget="${name}"]`)) watching.observe(box);
};

Widgets.begin = (name, box, start, code) => {
  const begun = performance.now();
  return Widgets.styled
    .then(() => Widgets.page(code, box))
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
  // The text speaks of the printed figure, and so it stays in sight.
  const figure = element("details", { class: "widget-figure", open: "" },
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
    /// The widget's title, and one thing to try.
    title(title, attempt) {
      const id = `widget-title-${name}`;
      live.setAttribute("aria-labelledby", id);
      note.before(element("p", { class: "widget-title", id }, title),
        element("p", { class: "widget-try" }, element("b", {}, "Try: "), attempt));
    },
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
