// What a page of the book does besides being read: search, contents that follow the reading, and
// boxes that scroll with the keyboard. Everything works from file:// and without this script the
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

  // Contents ---------------------------------------------------------------------------------

  const contents = document.querySelector(".toc details");
  if (contents) {
    const wide = matchMedia("(min-width: 75rem)");
    wide.addEventListener("change", () => { contents.open = wide.matches; });
    const links = new Map([...contents.querySelectorAll("a")].map((a) => [a.hash.slice(1), a]));
    const headings = [...document.querySelectorAll("main [id]")].filter((e) => links.has(e.id));
    let current = null;
    const follow = () => {
      const passed = headings.filter((heading) => heading.getBoundingClientRect().top < 120);
      const next = passed.length ? links.get(passed[passed.length - 1].id) : null;
      if (next === current) return;
      if (current) current.removeAttribute("aria-current");
      if (next) next.setAttribute("aria-current", "true");
      current = next;
    };
    let waits = false;
    addEventListener("scroll", () => {
      if (waits) return;
      waits = true;
      requestAnimationFrame(() => { waits = false; follow(); });
    }, { passive: true });
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
    script.onload = () => resolve(window.bookIndex.map(([page, chapter, anchor, heading, text]) => ({
      page, chapter, anchor, heading, text, plainHeading: plain(heading), plainText: plain(text),
    })));
    document.head.append(script);
  });

  const score = (section, words) => {
    let total = 0;
    for (const word of words) {
      const inHeading = section.plainHeading.split(/\W+/).some((w) => w.startsWith(word));
      const times = section.plainText.split(word).length - 1;
      if (!inHeading && !times && !section.plainHeading.includes(word)) return 0;
      total += (inHeading ? 30 : 0) + Math.min(times, 10);
    }
    const phrase = words.join(" ");
    if (words.length > 1 && section.plainHeading.includes(phrase)) total += 60;
    if (words.length > 1) total += 8 * Math.min(section.plainText.split(phrase).length - 1, 5);
    return total;
  };

  // The text around the phrase, or else the first word that was found, as an element with the words marked.
  const excerpt = (section, words) => {
    const places = [words.join(" "), ...words]
      .map((word) => section.text.toLowerCase().indexOf(word)).filter((at) => at >= 0);
    const place = places.length ? places[0] : Infinity;
    const start = Number.isFinite(place) ? Math.max(0, section.text.indexOf(" ", place - 50)) : 0;
    const shown = section.text.slice(start, start + 150).trim();
    const small = document.createElement("small");
    const pattern = new RegExp(`(${words.map((w) => w.replace(/[^\p{L}\p{N}]/gu, "\\$&")).join("|")})`, "giu");
    shown.split(pattern).forEach((part, index) => {
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
    const hits = sections.map((section) => [score(section, words), section])
      .filter(([points]) => points > 0).sort((a, b) => b[0] - a[0]);
    count.textContent = hits.length === 0 ? `Nothing found for “${input.value.trim()}”.`
      : hits.length === 1 ? "1 section" : `${hits.length} sections`;
    list.replaceChildren(...hits.slice(0, 20).map(([, section]) => show(section, words)));
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
