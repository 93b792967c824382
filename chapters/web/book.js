// What a page of the book does besides being read: links that hold their aim, contents that follow the
// reading, search, and boxes that scroll with the keyboard. Everything works from file:// and without this script the
// page is complete.
"use strict";

(() => {
  // Boxes that scroll ------------------------------------------------------------------------

  // A box wider than the page must be reachable with the keyboard, and must say what it is.
  const boxes = document.querySelectorAll(".scroll, .equation, pre");
  const label = (box) => box.dataset.label || (box.matches("pre") ? "Code" : "Equation");
  const mind = (box) => {
    const scrolls = box.scrollWidth > box.clientWidth;
    if (scrolls) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", label(box));
    } else {
      box.removeAttribute("tabindex");
      box.removeAttribute("role");
      box.removeAttribute("aria-label");
    }
  };
  const watching = new ResizeObserver((changes) => changes.forEach((change) => mind(change.target)));
  boxes.forEach((box) => watching.observe(box));

  // Links ------------------------------------------------------------------------------------

  // Live figures grow when they start, also above the heading that a link led to. It keeps its place
  // in the window until the reader moves on.
  const main = document.querySelector("main");
  const called = (hash) => hash ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
  // A page that is loaded again, or gone back to, is left where it was read.
  const [loaded] = performance.getEntriesByType("navigation");
  let aim = loaded?.type === "navigate" ? called(location.hash) : null;
  let place = null;
  let follow = () => {};
  const hold = () => {
    if (aim) {
      aim.scrollIntoView({ behavior: "instant" });
      place = scrollY;
    }
    follow();
  };
  new ResizeObserver(hold).observe(main);
  for (const move of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    addEventListener(move, () => { aim = null; }, { capture: true, passive: true });
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (link?.pathname !== location.pathname || !called(link.hash)) return;
    [aim, place] = [called(link.hash), null];
    requestAnimationFrame(hold);
  });
  let waits = false;
  addEventListener("scroll", () => {
    // A scroll bar tells of nothing else.
    if (place !== null && Math.abs(scrollY - place) > 2) aim = null;
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => { waits = false; follow(); });
  }, { passive: true });

  // Contents ---------------------------------------------------------------------------------

  const contents = document.querySelector(".toc details");
  if (contents) {
    const column = contents.parentElement;
    const wide = matchMedia("(min-width: 75rem)");
    wide.addEventListener("change", () => { contents.open = wide.matches; });
    const links = new Map([...contents.querySelectorAll("a")].map((a) => [a.hash.slice(1), a]));
    const headings = [...document.querySelectorAll("main [id]")].filter((e) => links.has(e.id));
    let current = null;
    // The column scrolls by itself, so that the entry stays in it.
    const keepInView = (entry) => {
      const [inner, outer] = [entry, column].map((element) => element.getBoundingClientRect());
      if (inner.top >= outer.top + 40 && inner.bottom <= outer.bottom - 40) return;
      column.scrollTop += inner.top - (outer.top + outer.bottom) / 2;
    };
    follow = () => {
      // What stands above this line has been reached. On the last screen, where nothing can reach the
      // top any more, the line goes down.
      const rest = document.documentElement.scrollHeight - innerHeight - scrollY;
      const line = Math.max(120, innerHeight - Math.max(0, rest));
      const passed = headings.filter((heading) => heading.getBoundingClientRect().top < line);
      const next = links.get(links.has(aim?.id) ? aim.id : passed.at(-1)?.id) ?? null;
      if (next === current) return;
      if (current) current.removeAttribute("aria-current");
      if (next) {
        next.setAttribute("aria-current", "true");
        keepInView(next);
      }
      current = next;
    };
    follow();
  }

  // Search -----------------------------------------------------------------------------------

  const form = document.querySelector(".search");
  const input = form.querySelector("input");
  const found = form.querySelector(".found");
  const list = found.querySelector("ol");
  const count = found.querySelector(".count");
  const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f’']/g, "");

  // The index is a script, since a page opened from a file may not fetch; it is loaded when asked for.
  let loading = null;
  const load = () => loading ??= new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = "search-index.js";
    script.onload = () => resolve(window.bookIndex.map(([page, chapter, anchor, heading, text, terms]) => ({
      page, chapter, anchor, heading, text, terms: plain(terms).split("\n").filter(Boolean),
      plainHeading: plain(heading), plainText: plain(text),
    })));
    document.head.append(script);
  });

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
    const sections = await load();
    if (plain(input.value).split(/\s+/).filter(Boolean).join() !== words.join()) return;
    const hits = answers(sections, words);
    count.textContent = hits.length === 0 ? `Nothing found for “${input.value.trim()}”.`
      : hits.length === 1 ? "1 section" : `${hits.length} sections`;
    list.replaceChildren(...hits.slice(0, 20).map((section) => show(section, words)));
    found.hidden = false;
  };

  input.addEventListener("input", search);
  input.addEventListener("focus", () => { load(); search(); });
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
