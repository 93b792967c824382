// Cards: what a sign of the notation means, what a term is, and what a link leads to, beside what the
// mouse or the keyboard is on.
"use strict";

(() => {
  const card = Book.element("div", { class: "card-of", role: "tooltip", id: "card", hidden: "" });
  document.querySelector("main").append(card);
  let shown = null;
  let leaving = null;

  const hide = () => {
    clearTimeout(leaving);
    shown?.removeAttribute("aria-describedby");
    shown = null;
    card.hidden = true;
  };
  const show = (target, parts) => {
    hide();
    shown = target;
    target.setAttribute("aria-describedby", "card");
    card.replaceChildren(...parts);
    card.hidden = false;
    const [box, own] = [target.getClientRects()[0] ?? target.getBoundingClientRect(), card.getBoundingClientRect()];
    const below = box.bottom + 8 + own.height < innerHeight || box.top < own.height + 8;
    card.style.top = `${below ? box.bottom + 8 : box.top - own.height - 8}px`;
    card.style.left = `${Math.max(8, Math.min(box.left, innerWidth - own.width - 12))}px`;
  };
  const paragraph = (...children) => Book.element("p", {}, ...children);
  const shortened = (text) => text.length <= 240 ? text : `${text.slice(0, text.lastIndexOf(" ", 230))} …`;

  // Signs ------------------------------------------------------------------------------------

  // A formula's part as a text: x_t, a with a hat. Two parts that look the same have the same.
  const key = (node) => {
    const parts = [...node.children].map(key);
    switch (node.localName) {
      case "msub": return parts.join("_");
      case "msup": return parts.join("^");
      case "mspace": return "";
      case "math": case "mrow": case "mstyle": return parts.join("");
      default: return parts.length ? `${node.localName}(${parts.join()})` : node.textContent.trim();
    }
  };
  const isIndexed = (node) => ["msub", "msup", "msubsup", "mover"].includes(node?.localName);

  // For each sign the rows of the notation that have it. A row may have several, each a formula.
  let signs = null;
  const readSigns = () => {
    signs = new Map();
    for (const [part, sign, meaning] of window.bookSymbols ?? []) {
      for (const formula of rangeOf(sign).querySelectorAll("math")) {
        const name = key(formula);
        signs.set(name, [...(signs.get(name) ?? []), { part, sign: formula, meaning }]);
      }
    }
  };
  const rangeOf = (html) => {
    const box = Book.element("div");
    box.append(document.createRange().createContextualFragment(html));
    return box;
  };

  // What an element of a formula means, and the part of the formula that does: of h with the index t−1,
  // or with none, what is known of h with t. An index may have a meaning of its own.
  const meaning = (element) => {
    let node = element;
    while (isIndexed(node.parentElement) && node.parentElement.firstElementChild === node) node = node.parentElement;
    for (; node; node = isIndexed(node) ? node.firstElementChild : null) {
      const general = key(node.localName === "msub" ? node.firstElementChild : node) + "_t";
      const [exact, ofTime] = [signs.get(key(node)) ?? [], general === key(node) ? [] : signs.get(general) ?? []];
      const rows = node.localName === "msub" && exact.length ? exact : [...exact, ...ofTime];
      if (rows.length) return { node, rows };
    }
    return null;
  };
  const signCard = (rows) => rows.flatMap(({ part, sign, meaning }) => {
    const words = rangeOf(meaning);
    const from = rows.length > 1 ? [Book.element("small", {}, ` (${part})`)] : [];
    return [paragraph(sign.cloneNode(true), ": ", ...words.childNodes, ...from)];
  });

  // Links and terms --------------------------------------------------------------------------

  const linkCard = async (link) => {
    const anchor = decodeURIComponent(link.hash.slice(1));
    if (link.matches(".cite")) return [paragraph(...document.getElementById(anchor).cloneNode(true).childNodes)];
    const page = link.pathname.split("/").at(-1);
    const sections = (await Book.index()).filter((section) => section.page === page);
    const section = sections.find((one) => one.anchor === anchor) ?? sections[0];
    if (!section) return null;
    const term = link.dataset.term;
    const sentences = section.text.split(/(?<=[.?!]) (?=\p{Lu})/u);
    const said = term ? sentences.find((one) => Book.plain(one).includes(term)) ?? section.text : section.text;
    const heading = section.heading === section.chapter ? "" : section.heading;
    return [
      paragraph(Book.element("b", {}, heading || section.chapter), ...(heading ? [Book.element("small", {}, ` ${section.chapter}`)] : [])),
      paragraph(shortened(said)),
    ];
  };

  // The first use of a term that an earlier chapter defines becomes a link to its definition.
  const markTerms = (sections) => {
    const page = location.pathname.split("/").at(-1);
    const here = parseInt(page, 10);
    if (!(here >= 0)) return;
    const defined = new Map();
    for (const section of sections) {
      if (!(parseInt(section.page, 10) < here) || /^(sources|further|summary|what goes wrong|in swift)$/.test(section.plainHeading)) continue;
      for (const term of section.terms) {
        if (/^[\p{L} -]+$/u.test(term) && (term.length > 6 || term.includes(" ")) && !defined.has(term)) defined.set(term, section);
      }
    }
    if (!defined.size) return;
    const words = [...defined.keys()].sort((a, b) => b.length - a.length);
    const pattern = new RegExp(`(?<![\\p{L}-])(${words.join("|")})(?![\\p{L}-])`, "iu");
    const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (parent.matches("p, li, em") && !parent.closest("a, button, .hint, .answers, .question, .widget, .head, figcaption")) texts.push(walker.currentNode);
    }
    for (let text of texts) {
      for (let match = pattern.exec(text.data); match; match = pattern.exec(text.data)) {
        const term = Book.plain(match[0]);
        const section = defined.get(term);
        const rest = text.splitText(match.index + match[0].length);
        if (section) {
          text.splitText(match.index).replaceWith(Book.element("a", {
            class: "term", href: `${section.page}#${section.anchor}`, "data-term": term,
          }, match[0]));
          defined.delete(term);
        }
        text = rest;
      }
    }
  };

  // The keyboard stops at the first of each sign of the page, and no others: there are hundreds.
  const markSigns = () => {
    const seen = new Set();
    for (const letter of document.querySelectorAll("main math :is(mi, mo)")) {
      const found = meaning(letter);
      if (!found) continue;
      found.node.setAttribute("data-known", "");
      const name = key(found.node);
      if (seen.has(name) || letter.closest("a, button, summary, th, .widget, .hint, .answers, h2, h3")) continue;
      seen.add(name);
      found.node.setAttribute("tabindex", "0");
    }
  };

  const target = (element) => element.closest?.("a.cite, a.term, a.reference") ?? element.closest?.("main math *");
  const open = async (element) => {
    const on = target(element);
    if (!on) return;
    if (on.localName === "a") {
      const parts = await linkCard(on);
      if (parts && (on.matches(":hover") || on === document.activeElement)) show(on, parts);
    } else if (signs) {
      // An index without a meaning is a part of what it stands at.
      const found = meaning(on) ?? (isIndexed(on.parentElement) ? meaning(on.parentElement) : null);
      if (found) show(found.node, signCard(found.rows));
    }
  };
  document.addEventListener("pointerover", (event) => {
    clearTimeout(leaving);
    if (card.contains(event.target) || (shown && shown.contains(event.target))) return;
    // Who is on the way to the card does not lose it.
    if (shown) leaving = setTimeout(hide, 200);
    open(event.target);
  });
  document.addEventListener("focusin", (event) => { hide(); open(event.target); });
  document.addEventListener("focusout", hide);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  addEventListener("scroll", hide, { passive: true });

  const atLeisure = window.requestIdleCallback ?? ((task) => setTimeout(task, 300));
  addEventListener("load", () => atLeisure(() => Book.index().then((sections) => {
    readSigns();
    markSigns();
    markTerms(sections);
    document.documentElement.dataset.cards = "ready";
  })));
})();
