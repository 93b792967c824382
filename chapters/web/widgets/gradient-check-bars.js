// The bars of chapter 06's report, each of which can be chosen, with the tolerance as a line through all of
// them; and the listing with the lines that made what is chosen.
"use strict";

/// A list of bars on a logarithmic axis from 10⁻¹⁴ to 10. `chosen` is told the name of a bar.
Widgets.errorBars = (tolerance, chosen) => {
  const { element } = Widgets;
  const share = (error) => Math.max(0, Math.min(1, (Math.log10(error) + 14) / 15));
  const list = element("div", { class: "bars", role: "listbox", tabindex: "0", "aria-label": "The relative error of each parameter" });
  let rows = [];
  const pick = Widgets.stopping((place) => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, place))];
    if (row) chosen(row.name);
  });
  const at = () => rows.findIndex((row) => row.isChosen);
  const under = (event) => {
    const boxes = [...list.querySelectorAll("[role=option]")].map((row) => row.getBoundingClientRect());
    return boxes.findIndex((box) => event.clientY < box.bottom);
  };
  list.addEventListener("pointerdown", (event) => {
    if (event.button === 0) pick(under(event));
  });
  list.addEventListener("keydown", (event) => {
    const place = { ArrowDown: at() + 1, ArrowUp: at() - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (place === undefined) return;
    event.preventDefault();
    pick(place);
  });
  return {
    list,
    /// - shown: `{ name, error, passes, word, isChosen }`
    show(shown) {
      rows = shown;
      const scale = [-12, -9, -6, -3, 0].map((k) => element("span", { style: `--at: ${share(10 ** k)}` }, k ? Widgets.powerOfTen(k) : "1"));
      list.replaceChildren(...rows.map((row, index) => {
        const option = element("div", { role: "option", id: `bar-${index}`, "aria-selected": row.isChosen ? "true" : "false",
          "aria-label": `${row.name}: ${row.word}, ${row.passes ? "right" : "wrong"}` },
          element("span", { class: "bars-name" }, row.name),
          element("span", { class: "bars-room" },
            element("span", { class: `bars-bar${row.passes ? "" : " bars-wrong"}`,
              style: `--share: ${Number.isNaN(row.error) ? 0 : Math.max(0.005, share(row.error))}` })),
          element("span", { class: `bars-word${row.passes ? "" : " widget-wrong"}` }, row.word));
        return option;
      }),
      element("div", { class: "bars-scale", role: "presentation" }, ...scale),
      element("div", { class: "bars-limit", role: "presentation", style: `--at: ${share(tolerance)}` },
        element("span", {}, `tolerance ${Widgets.powerOfTen(Math.round(Math.log10(tolerance)))}`)));
      if (at() < 0) list.removeAttribute("aria-activedescendant");
      else list.setAttribute("aria-activedescendant", `bar-${at()}`);
    },
  };
};

/// A listing whose numbered lines can be marked.
Widgets.listing = (text) => {
  const { element } = Widgets;
  // A phone has no room for all of the indentation.
  const indentation = innerWidth < 600 ? 0.5 : 1;
  const lines = text.split("\n").map((line) => line.replace(/^ {2}/, "")).filter((line) => !line.startsWith("///"))
    .map((line) => line.replace(/^ +/, (spaces) => " ".repeat(spaces.length * indentation)));
  const box = Widgets.scroller("The listing");
  box.classList.add("listing-lines");
  const rows = lines.map((line) => {
    const [, code, number] = line.match(/^(.*?)(?: {2}\/\/ (\d+))?$/);
    const row = element("div", {}, element("span", { class: "listing-number" }, number ?? ""), element("code", {}, code || " "));
    box.append(row);
    return { row, number: Number(number) };
  });
  return {
    box,
    /// - made: the lines that make what is chosen; wrong: the line with the mistake, or 0
    mark(made, wrong) {
      for (const { row, number } of rows) {
        row.classList.toggle("listing-made", made.includes(number));
        row.classList.toggle("listing-wrong", number === wrong);
      }
      const first = rows.find(({ number }) => made.includes(number));
      if (first) box.scrollTop = first.row.offsetTop - 40;
    },
  };
};
