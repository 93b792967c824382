// Boxes that scroll, with the keyboard too.
"use strict";

(() => {
  // A box wider than the page must be reachable with the keyboard, and must say what it is.
  const boxes = document.querySelectorAll(".scroll, .equation, pre");
  const label = (box) => box.dataset.label || (box.matches("pre") ? "Code" : "Equation");
  const mind = (box) => {
    // A table that scrolls is set wider: what counts is whether it must.
    box.removeAttribute("tabindex");
    const scrolls = box.scrollWidth > box.clientWidth;
    if (scrolls) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", label(box));
    } else {
      box.removeAttribute("role");
      box.removeAttribute("aria-label");
    }
  };
  const watching = new ResizeObserver((changes) => changes.forEach((change) => mind(change.target)));
  boxes.forEach((box) => watching.observe(box));
})();
