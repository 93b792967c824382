// Hints open in order, the weakest first: the second only after the first has been open.
"use strict";

(() => {
  // The hints of one exercise stand beside each other.
  for (const exercise of document.querySelectorAll(".exercise")) {
    const hints = [...exercise.querySelectorAll("details.hint")];
    hints.slice(1).forEach((hint, index) => {
      const [before, summary] = [hints[index], hint.querySelector("summary")];
      summary.setAttribute("aria-disabled", "true");
      const note = Book.element("span", { class: "locked" }, `, after hint ${index + 1}`);
      summary.append(note);
      const unlock = () => {
        summary.removeAttribute("aria-disabled");
        note.remove();
      };
      summary.addEventListener("click", (event) => {
        if (summary.getAttribute("aria-disabled")) event.preventDefault();
      });
      for (const opened of [before, hint]) {
        opened.addEventListener("toggle", () => { if (opened.open) unlock(); });
      }
    });
  }
})();
