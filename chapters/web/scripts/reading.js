// Where the reader is: links that hold their aim, contents that follow, and a line of progress.
"use strict";

(() => {
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
  new ResizeObserver(() => { hold(); advance(); }).observe(main);
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
    requestAnimationFrame(() => { waits = false; follow(); advance(); });
  }, { passive: true });

  // How much of the page has been read, as a line at the top of the window.
  const line = Book.element("div", { class: "progress", "aria-hidden": "true" });
  document.body.prepend(line);
  const advance = () => {
    const whole = document.documentElement.scrollHeight - innerHeight;
    line.style.transform = `scaleX(${whole > 0 ? Math.min(1, scrollY / whole) : 0})`;
  };
  advance();

  // The arrows lead to the chapters beside this one, where nothing else wants them.
  document.addEventListener("keydown", (event) => {
    const side = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    if (!side || !isPlain || event.defaultPrevented || Book.takesKeys(event.target)) return;
    document.querySelector(`.neighbours a[rel=${side}]`)?.click();
  });

  // On a narrow page the chapters and the contents are closed.
  const wide = matchMedia("(min-width: 75rem)");
  wide.addEventListener("change", () => {
    for (const list of document.querySelectorAll(".shelf details, .toc details")) list.open = wide.matches;
  });

  // Contents

  const contents = document.querySelector(".toc details");
  if (contents) {
    const column = contents.parentElement;
    const links = new Map([...contents.querySelectorAll("a")].map((a) => [a.hash.slice(1), a]));
    const headings = [...document.querySelectorAll("main [id]")].filter((e) => links.has(e.id));
    let current = null;
    // The column scrolls by itself, so that the entry stays in it; under a pointer it stands still, or a
    // click would meet another entry than the one that was aimed at.
    const pointer = matchMedia("(hover: hover)");
    const keepInView = (entry) => {
      if (pointer.matches && column.matches(":hover")) return;
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
})();
