// A button at each listing and each command that copies it; of what a program printed, its commands.
"use strict";

(() => {
  // In a transcript a command stands behind a dollar, and goes on behind a backslash.
  const copied = (pre) => {
    const lines = pre.textContent.replace(/\n$/, "").split("\n");
    if (!lines.some((line) => line.startsWith("$ "))) return lines.join("\n");
    return lines.filter((line, index) => line.startsWith("$ ")
      || (index > 0 && lines[index - 1].endsWith("\\") && lines[index - 1] !== "\\"))
      .map((line) => line.replace(/^\$ /, "")).join("\n");
  };

  // A page that was opened from a file may have no clipboard but the selection's.
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const field = Book.element("textarea", { class: "unseen" });
      field.value = text;
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      if (!done) throw new Error("the browser does not copy");
    }
  };

  const box = (pre) => {
    const around = pre.closest(".listing, div.sourceCode");
    if (around) return around;
    const made = Book.element("div", { class: "transcript" });
    pre.replaceWith(made);
    made.append(pre);
    return made;
  };

  const told = Book.element("p", { class: "unseen", role: "status" });
  document.body.append(told);
  for (const pre of document.querySelectorAll("main pre:not(.drawing)")) {
    if (pre.closest(".widget")) continue;
    const button = Book.element("button", { class: "copy", type: "button" }, "Copy");
    const name = pre.matches(".sourceCode") ? "this listing" : /^\$ /m.test(pre.textContent) ? "the commands" : "this text";
    button.setAttribute("aria-label", `Copy ${name}`);
    button.addEventListener("click", async () => {
      try {
        await copy(copied(pre));
        button.textContent = told.textContent = "Copied";
      } catch {
        button.textContent = told.textContent = "Not copied";
      }
      setTimeout(() => { button.textContent = "Copy"; told.textContent = ""; }, 1500);
    });
    box(pre).append(button);
  }
})();
