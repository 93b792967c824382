// Search: first what defines a term, then what has it in its heading. Hints are not searched.
"use strict";

(() => {
  const form = document.querySelector(".search");
  const input = form.querySelector("input");
  const found = form.querySelector(".found");
  const list = found.querySelector("ol");
  const count = found.querySelector(".count");
  const { plain } = Book;

  // Finds the words where they begin, together or each: "gate" stands in "gates", not in "navigate".
  const beginning = (words) => {
    const escaped = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
    return new RegExp(`(?<![\\p{L}\\p{N}])(${escaped.join("|")})`, "giu");
  };
  const times = (words, text) => (text.match(beginning(words)) ?? []).length;
  const singular = (term) => term.replace(/s$/, "");

  // How well a section answers, or 0: first where the phrase is defined, then where it is a heading or
  // begins a term, then where a heading has it, then where the text has it most.
  const score = (section, words) => {
    const phrase = words.join(" ");
    const { terms, plainHeading, plainText } = section;
    if (!words.every((word) => times([word], plainHeading) || times([word], plainText))) return 0;
    const defines = terms.some((term) => singular(term) === singular(phrase)) ? 80000
      : terms.some((term) => term.startsWith(phrase)) ? 40000 : 0;
    const titled = plainHeading === phrase ? 60000 : times([phrase], plainHeading) ? 10000 : 0;
    const phrases = 1000 * Math.min(times([phrase], plainText), 5);
    return words.reduce((total, word) => total + 30 * Math.sign(times([word], plainHeading))
      + Math.min(times([word], plainText), 10), defines + titled + phrases);
  };

  // What answers, best first: where the words stand side by side anywhere, only such sections.
  const answers = (sections, words) => {
    const scored = sections.map((section) => [score(section, words), section])
      .filter(([points]) => points > 0).sort((a, b) => b[0] - a[0]);
    const close = scored.filter(([points]) => points >= 1000);
    return (close.length ? close : scored).map(([, section]) => section);
  };

  // The text around the phrase, or else the first word that was found, as an element with the words marked.
  const excerpt = (section, words) => {
    const places = [words.join(" "), ...words]
      .map((word) => section.text.search(beginning([word]))).filter((at) => at >= 0);
    const start = places[0] > 50 ? section.text.indexOf(" ", places[0] - 50) : 0;
    const shown = section.text.slice(start, start + 150).trim();
    const small = document.createElement("small");
    shown.split(beginning(words)).forEach((part, index) => {
      if (index % 2 === 0) return small.append(part);
      const mark = document.createElement("mark");
      mark.textContent = part;
      small.append(mark);
    });
    if (start + 150 < section.text.length) small.append(" …");
    return small;
  };

  const show = (section, words) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = section.page + (section.anchor ? "#" + section.anchor : "");
    const heading = document.createElement("strong");
    heading.textContent = section.heading;
    const chapter = document.createElement("small");
    chapter.textContent = section.chapter;
    link.append(heading);
    if (section.chapter !== section.heading) link.append(chapter);
    link.append(excerpt(section, words));
    link.addEventListener("click", () => { found.hidden = true; });
    item.append(link);
    return item;
  };

  const search = async () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    if (!words.length) { found.hidden = true; return; }
    const sections = await Book.index();
    if (plain(input.value).split(/\s+/).filter(Boolean).join() !== words.join()) return;
    const hits = answers(sections, words);
    count.textContent = hits.length === 0 ? `Nothing found for “${input.value.trim()}”.`
      : hits.length === 1 ? "1 section" : `${hits.length} sections`;
    list.replaceChildren(...hits.slice(0, 20).map((section) => show(section, words)));
    found.hidden = false;
  };

  input.addEventListener("input", search);
  input.addEventListener("focus", () => { Book.index(); search(); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = list.querySelector("a");
    if (first && !found.hidden) first.click();
  });
  form.addEventListener("keydown", (event) => {
    const stops = [input, ...list.querySelectorAll("a")];
    const here = stops.indexOf(document.activeElement);
    if (event.key === "Escape") {
      found.hidden = true;
      input.focus();
      found.hidden = true;
    } else if (!found.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      stops[Math.max(0, Math.min(stops.length - 1, here + (event.key === "ArrowDown" ? 1 : -1)))].focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!form.contains(event.target)) found.hidden = true;
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
    }
  });
})();
