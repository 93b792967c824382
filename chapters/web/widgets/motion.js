// What moves: a player that goes on step by step, and handles in a drawing that are dragged with a
// pointer, a thumb or the keyboard.
"use strict";

/// Whether the reader has asked for less motion. Then nothing moves between one step and the next, and
/// what would play goes to its end at once.
Widgets.calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/// Plays step after step. `next` takes one and is false where there is none; `frame` draws the way to
/// the step that has been taken, from 0 to 1; `changed` is told when it begins and when it ends.
Widgets.player = ({ duration, next, frame, changed }) => {
  let playing = false;
  let began = 0;
  const move = (now) => {
    if (!playing) return;
    const share = Math.min(1, (now - began) / duration());
    frame(share);
    if (share < 1) { Widgets.soon(move); return; }
    if (next()) { began = now; frame(0); Widgets.soon(move); } else { player.pause(); }
  };
  const player = {
    get playing() { return playing; },
    play() {
      if (Widgets.calm()) {
        while (next()) ;
        frame(1);
        return;
      }
      if (!next()) return;
      playing = true;
      began = performance.now();
      frame(0);
      changed();
      Widgets.soon(move);
    },
    pause() {
      if (!playing) return;
      playing = false;
      changed();
    },
    /// The word on its button.
    get word() { return playing ? "❚❚ Pause" : Widgets.calm() ? "▸▸ To the end" : "▸ Play"; },
  };
  return player;
};

/// Makes a part of a drawing a slider. `at` is the value under a point of the page, `changed` is told the
/// new one. `show` marks a value on it, and whether it can be moved.
Widgets.handle = (part, { label, min, max, step, page = 10 * step, vertical = false, text, at, changed }) => {
  const set = { tabindex: 0, role: "slider", "aria-label": label, "aria-valuemin": min, "aria-valuemax": max,
    "aria-orientation": vertical ? "vertical" : "horizontal" };
  for (const [key, value] of Object.entries(set)) part.setAttribute(key, value);
  part.classList.add("widget-handle");
  let value = min;
  let fixed = false;
  const told = Widgets.stopping(changed);
  const move = (wanted) => {
    const rounded = Math.round(Math.min(max, Math.max(min, wanted)) / step) * step;
    const next = Number(rounded.toFixed(6));
    if (!fixed && Number.isFinite(next) && next !== value) told(next);
  };
  part.addEventListener("pointerdown", (event) => {
    if (fixed || event.button !== 0) return;
    event.preventDefault();
    part.focus({ preventScroll: true });
    part.setPointerCapture(event.pointerId);
    move(at(event));
  });
  part.addEventListener("pointermove", (event) => {
    if (part.hasPointerCapture(event.pointerId)) move(at(event));
  });
  part.addEventListener("keydown", (event) => {
    const ways = { ArrowUp: step, ArrowRight: step, ArrowDown: -step, ArrowLeft: -step, PageUp: page, PageDown: -page,
      Home: -Infinity, End: Infinity };
    if (!(event.key in ways) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    move(value + ways[event.key]);
  });
  return {
    show(shown, isFixed = false) {
      [value, fixed] = [shown, isFixed];
      part.setAttribute("aria-valuenow", Number.isFinite(shown) ? Number(shown.toFixed(6)) : min);
      part.setAttribute("aria-valuetext", text(shown));
      part.setAttribute("aria-disabled", isFixed);
    },
  };
};

/// A point of the page in a drawing's own coordinates.
Widgets.inside = (drawing, { clientX, clientY }) => {
  const box = drawing.getBoundingClientRect();
  const { width, height } = drawing.viewBox.baseVal;
  return [(clientX - box.left) / box.width * width, (clientY - box.top) / box.height * height];
};
