// Long comments in a listing that crowd its code are folded to their first line, behind a button.
"use strict";

(() => {
  // Runs of lines that are nothing but comment.
  const runs = (lines) => {
    const found = [];
    lines.forEach((line, index) => {
      if (!/^\s*\/\//.test(line.textContent)) return;
      if (found.at(-1)?.at(-1) === lines[index - 1] && index > 0) found.at(-1).push(line);
      else found.push([line]);
    });
    return found;
  };

  for (const code of document.querySelectorAll("pre.swift > code")) {
    const lines = [...code.children];
    const comments = runs(lines);
    if (comments.flat().length * 3 < lines.length) continue;
    for (const run of comments.filter((one) => one.length > 4)) {
      const folded = Book.element("span", { class: "folded" });
      const [first, ...rest] = run;
      const words = `${rest.length} more lines`;
      const button = Book.element("button", {
        class: "comment-fold", type: "button", "aria-expanded": "false", "data-words": `+${rest.length}`,
        "aria-label": `${words} of this comment`, title: `${words} of this comment` });
      // Between two lines stands what breaks them, and goes with the second.
      first.after(folded);
      while (!folded.contains(rest.at(-1))) folded.append(folded.nextSibling);
      first.append(" ", button);
      button.addEventListener("click", () => {
        const isOpen = folded.classList.toggle("folded") === false;
        button.setAttribute("aria-expanded", String(isOpen));
        button.dataset.words = `${isOpen ? "−" : "+"}${rest.length}`;
      });
    }
  }
})();
