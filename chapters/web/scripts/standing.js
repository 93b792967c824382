// Where the reader stands. What `course` knows of checked exercises, it wrote to status.js when it opened
// the page; beside that the reader marks exercises by hand, which the browser keeps.
"use strict";

(() => {
  const checked = window.courseStatus ?? {};
  const marked = new Set(Book.kept("done") ?? []);
  const isDone = (number) => (checked[number] ?? (marked.has(number) ? "done" : "")) === "done";

  const places = document.querySelectorAll("li[data-chapter]");
  const count = () => {
    const numbers = [...new Set([...Object.keys(checked), ...marked])].filter(isDone);
    const doneIn = (chapter) => numbers.filter((number) => number.split(".")[0] === chapter).length;
    // Who has begun is led on from the landing page.
    const next = [...places].find(({ dataset }) => doneIn(dataset.chapter) < Number(dataset.exercises));
    const call = document.querySelector(".call.first");
    if (call && next && numbers.length) {
      call.href = next.querySelector("a").href;
      call.textContent = `Go on with chapter ${next.dataset.chapter}`;
    }
    for (const place of places) {
      const { chapter, exercises } = place.dataset;
      const done = doneIn(chapter);
      place.querySelector(".standing")?.remove();
      if (done === 0 || exercises === "0") continue;
      const words = done >= Number(exercises) ? "✓" : `${done}/${exercises}`;
      const shown = Book.element("span", { class: "standing", title: `${done} of ${exercises} exercises done` }, words);
      (place.querySelector(".title")?.parentElement ?? place.querySelector(".work"))?.append(shown);
    }
  };

  for (const exercise of document.querySelectorAll(".exercise[id]")) {
    const number = exercise.id.replace("exercise-", "").replace("-", ".");
    const heading = exercise.querySelector(".exercise-number");
    if (!heading) continue;
    if (checked[number]) {
      const words = checked[number] === "done" ? "✓ done" : "✗ failing";
      heading.append(" ", Book.element("span", { class: `verdict ${checked[number]}` }, words));
      continue;
    }
    const box = Book.element("input", { type: "checkbox" });
    box.checked = marked.has(number);
    box.addEventListener("change", () => {
      if (box.checked) marked.add(number);
      else marked.delete(number);
      Book.keep("done", [...marked].sort());
      count();
    });
    exercise.append(Book.element("label", { class: "mark" }, box, " I have done this exercise"));
  }
  count();
})();
