// Runs before the page is drawn: says that there are scripts, and puts on the theme that the reader has
// chosen with the switch in the bar, light or dark, in the place of the system's.
"use strict";

document.documentElement.classList.add("js");

(() => {
  let theme = null;
  try { theme = JSON.parse(localStorage.getItem("learnlstm.theme")); } catch { /* The system's, then. */ }

  // Dark colours stand in a style sheet of their own and, in drawings, in rules that ask for the system's
  // theme. A condition of ours takes the place of theirs; paper is light whatever is chosen.
  const asks = "(prefers-color-scheme: dark)";
  const condition = () => ({ light: "not all", dark: "screen" })[theme] ?? asks;
  const inDrawings = [];
  const put = () => {
    document.documentElement.style.colorScheme = theme ?? "";
    document.querySelector("link[href='dark.css']").media = condition();
    for (const rule of inDrawings) rule.media.mediaText = condition();
  };
  put();

  addEventListener("DOMContentLoaded", () => {
    for (const drawing of document.querySelectorAll("svg style")) {
      for (const rule of drawing.sheet?.cssRules ?? []) {
        if (rule.media?.mediaText.replace(/: ?/, ": ") === asks) inDrawings.push(rule);
      }
    }
    put();
    const choice = document.querySelector("#theme");
    choice.value = theme ?? "system";
    choice.addEventListener("change", () => {
      theme = choice.value === "system" ? null : choice.value;
      try { localStorage.setItem("learnlstm.theme", JSON.stringify(theme)); } catch { /* It lasts for this page. */ }
      put();
    });
  });
})();
