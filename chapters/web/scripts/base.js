// What the other scripts of a page share. Everything works from file://, and a page is complete without.
"use strict";

const Book = {
  /// An element with attributes and children.
  element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  },

  /// A text as it is compared: in lower case, without accents and apostrophes.
  plain: (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f’']/g, ""),

  /// Whether keys that are pressed there write or choose something.
  takesKeys: (target) => target.closest?.("input, select, textarea, [contenteditable], .widget, [tabindex='0']"),

  /// What the browser keeps of the book; nothing where it may keep nothing.
  kept(name) {
    try {
      return JSON.parse(localStorage.getItem(`learnlstm.${name}`));
    } catch {
      return null;
    }
  },
  keep(name, value) {
    try {
      if (value === null) localStorage.removeItem(`learnlstm.${name}`);
      else localStorage.setItem(`learnlstm.${name}`, JSON.stringify(value));
    } catch {
      // It is as if nothing had been kept.
    }
  },

  /// The sections of the book. The index is a script, since a page opened from a file may not fetch; it
  /// is loaded when asked for.
  index: () => Book.loading ??= new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = "search-index.js";
    script.onload = () => resolve(window.bookIndex.map(([page, chapter, anchor, heading, text, terms]) => ({
      page, chapter, anchor, heading, text, terms: Book.plain(terms).split("\n").filter(Boolean),
      plainHeading: Book.plain(heading), plainText: Book.plain(text),
    })));
    document.head.append(script);
  }),
};
