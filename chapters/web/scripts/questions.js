// Questions whose choices are buttons: a click tells right or no, and why. Without this script the
// answers stand in a box that opens.
"use strict";

(() => {
  for (const question of document.querySelectorAll(".question")) {
    const choices = [...question.querySelectorAll(":scope > ul > li")];
    const box = question.querySelector(".answers");
    const answers = [...(box?.querySelectorAll("li") ?? [])];
    if (!choices.length || choices.length !== answers.length) continue;
    const told = Book.element("p", { class: "told", role: "status" });
    const buttons = choices.map((choice) => {
      const button = Book.element("button", { type: "button", "aria-pressed": "false" });
      // A loose list has a paragraph in each item.
      const words = choice.querySelector(":scope > p") ?? choice;
      button.append(...words.childNodes);
      choice.replaceChildren(button);
      return button;
    });
    buttons.forEach((button, index) => button.addEventListener("click", () => {
      const words = answers[index].querySelector(":scope > p") ?? answers[index];
      const answer = words.cloneNode(true);
      // The letter is the button's, and is not said again.
      const first = document.createTreeWalker(answer, NodeFilter.SHOW_TEXT).nextNode();
      first.data = first.data.replace(/^\s*\([a-z]\)\s*/, "");
      const isRight = /^\s*Right\b/.test(answer.textContent);
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
      button.dataset.answer = isRight ? "right" : "no";
      told.className = `told ${isRight ? "right" : "no"}`;
      told.replaceChildren(...answer.childNodes);
    }));
    box.before(told);
    box.hidden = true;
  }
})();
