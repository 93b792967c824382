#!/usr/bin/env python3
"""Looks at every page of the web edition in a headless Chromium, from file:// as a reader would.

    .ci/browser Tests/Browser/browser.py .build/book [--only 04] [--chromium PATH]
    .ci/browser Tests/Browser/browser.py .build/book --picture gates (or all, or landing)
    .ci/browser Tests/Browser/browser.py .build/book --cover

The second takes the README's pictures of a widget anew, light and dark, and the third the EPUB's cover;
they check nothing.
.ci/book builds the book and calls this. Each check is a function with plain asserts; a failed one is
printed and counted, and the others go on.
"""

import argparse
import re
import sys
import time
import traceback
from pathlib import Path

from playwright.sync_api import sync_playwright

import accessibility
import chromium
import drawings
import epub
import landing
import layout
import lines
import pictures
import sample
import searching
import widgets

PHONE = {"width": 360, "height": 740}
SMALL = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 1400}


class Count:
    """Runs checks and counts them."""

    def __init__(self):
        self.passed, self.failed = 0, 0

    def check(self, name, function, *arguments):
        try:
            function(*arguments)
            self.passed += 1
        except AssertionError as problem:
            self.failed += 1
            print(f"FAILED  {name}: {problem}", flush=True)
        except Exception:
            self.failed += 1
            print(f"FAILED  {name}: {traceback.format_exc(limit=3)}", flush=True)


class Visit:
    """One page, open in a context of its own, with what it said and asked for."""

    def __init__(
        self, browser, path, size=DESK, scheme="light", javascript=True, anchor="", script="", **more):
        self.context = browser.new_context(
            viewport=size, color_scheme=scheme, java_script_enabled=javascript, **more)
        # Far more than is needed: a busy machine is no mistake of the book's.
        self.context.set_default_timeout(120_000)
        self.context.add_init_script(script)
        self.page = self.context.new_page()
        self.messages, self.requests = [], []
        self.page.on("console", lambda said: self.messages.append(f"{said.type}: {said.text}"))
        self.page.on("pageerror", lambda error: self.messages.append(f"error: {error}"))
        self.page.on("request", lambda asked: self.requests.append(asked.url))
        self.page.on("requestfailed", lambda asked: self.messages.append(f"not there: {asked.url}"))
        self.page.goto(path.as_uri() + anchor)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.close()


# What each page must do -------------------------------------------------------------------------


def is_silent(visit):
    visit.page.wait_for_timeout(100)
    loud = [m for m in visit.messages if not m.startswith(("log:", "info:", "debug:"))]
    assert not loud, "; ".join(loud[:3])


def stays_at_home(visit, book):
    home = book.as_uri()
    away = [url for url in visit.requests if not url.startswith((home, "data:", "blob:"))]
    assert not away, f"loads {away[0]}"


def has_no_sideways_scrolling(visit):
    over = visit.page.evaluate("""() => {
      const width = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= width) return null;
      const wide = [...document.querySelectorAll("body *")].filter((e) => {
        const box = e.getBoundingClientRect();
        return box.right > width + 1 && !e.parentElement.closest(".scroll, .equation, pre, .unseen");
      });
      return wide.slice(0, 3).map((e) => e.outerHTML.slice(0, 160)).join(" | ") || "something";
    }""")
    assert over is None, f"wider than the window: {over}"


def nothing_is_cut_off(visit):
    """On a desk there is room for every table, formula and line of code."""
    narrow = visit.page.evaluate("""() => [...document.querySelectorAll(".scroll, .equation, pre")]
      .filter((box) => box.scrollWidth > box.clientWidth && !box.closest(".widget-live"))
      .map((box) => `${box.className} ${box.scrollWidth} > ${box.clientWidth}: `
        + box.textContent.trim().replace(/\\s+/g, " ").slice(0, 60))""")
    assert not narrow, f"{len(narrow)} boxes scroll: {narrow[0]}"


def scrolling_shows(visit):
    """A box that scrolls can be reached with the keyboard, and a shade says that there is more."""
    # The page looks at its boxes when a frame has been laid out.
    visit.page.evaluate("""() => new Promise((done) =>
      requestAnimationFrame(() => requestAnimationFrame(done)))""")
    bare = visit.page.evaluate("""() => [...document.querySelectorAll(".scroll, .equation, pre")]
      .filter((box) => box.scrollWidth > box.clientWidth && !box.closest(".widget-live"))
      .filter((box) => box.tabIndex !== 0 || (getComputedStyle(box).backgroundImage === "none"
        && getComputedStyle(box, "::after").position !== "sticky"))
      .map((box) => `${box.className}: ${box.textContent.trim().replace(/\\s+/g, " ").slice(0, 60)}`)""")
    assert not bare, f"{len(bare)} boxes scroll and do not show it: {bare[0]}"


def formulas_stay_inside(visit):
    """A formula in a line of text is no wider than its paragraph: there it could not scroll."""
    wide = visit.page.evaluate("""() => [...document.querySelectorAll("main :is(math, code)")]
      .filter((e) => !e.closest(".equation, .scroll, pre"))
      .filter((e) => e.getBoundingClientRect().right
        > e.closest("p, li, summary, h1, h2, h3, h4, div").getBoundingClientRect().right + 1)
      .map((e) => e.textContent)""")
    assert not wide, f"{len(wide)} are too wide: {wide[0]}"


def flags_are_whole(visit):
    """A flag such as --mine stands on one line, although lines may end behind hyphens."""
    broken = visit.page.evaluate("""() => [...document.querySelectorAll("main :not(pre) > code")]
      .filter((code) => /^-[^ ]+$/.test(code.textContent) && code.getClientRects().length > 1)
      .map((code) => code.textContent)""")
    assert not broken, f"{len(broken)} flags are broken: {broken[0]}"


def headings_are_in_order(visit):
    levels = visit.page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((h) => +h.tagName[1])")
    assert levels[:1] == [1] and levels.count(1) == 1, f"begins with headings {levels[:3]}"
    for before, after in zip(levels, levels[1:]):
        assert after <= before + 1, f"a heading of level {after} follows one of level {before}"


def has_landmarks(visit):
    found = visit.page.evaluate("""() => ["html[lang]", "title", "header nav[aria-label]",
      "form[role=search]", "main#text", "a.skip[href='#text']", "footer"]
      .filter((part) => !document.querySelector(part))""")
    assert not found, f"lacks {', '.join(found)}"


def mathematics_is_set(visit):
    """No LaTeX or Markdown is left over, and every formula has a size."""
    left, flat = visit.page.evaluate("""async () => {
      const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
      const left = [];
      while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.parentElement.closest("code, pre, script, style")) continue;
        if (/[$`]|\\\\[a-z]+/i.test(node.data)) left.push(node.data.trim().slice(0, 60));
      }
      // A hint may be opened after the one before it.
      for (let count = 0; count < 4; count++) {
        for (const hint of document.querySelectorAll("details")) hint.open = true;
        await new Promise((done) => setTimeout(done, 100));
      }
      // What answers a question shows when it is answered.
      const flat = [...document.querySelectorAll("math")].filter((m) => !m.closest(".question details, .question [hidden]"))
        .filter((m) => m.getBoundingClientRect().width < 2).length;
      return [left, flat];
    }""")
    assert not left, f"LaTeX or Markdown is left: {left[0]}"
    assert flat == 0, f"{flat} formulas have no width"


def figures_are_drawn(visit):
    flat = visit.page.evaluate("""() => [...document.querySelectorAll("main svg:not([aria-hidden=true]), main img")]
      .filter((e) => getComputedStyle(e.closest(".narrow, .wide") ?? e).display !== "none")
      .filter((e) => !e.closest("details:not([open])"))
      .filter((e) => e.getBoundingClientRect().width < 100 || (e.tagName === "IMG" && !e.naturalWidth)
        || !(e.getAttribute("aria-label") || e.alt || e.getAttribute("aria-labelledby")))
      .map((e) => e.outerHTML.slice(0, 120))""")
    assert not flat, f"a figure is missing, or has no description: {flat[0]}"


def links_resolve(visit, anchors):
    """Every link leads to a page and an identifier that exist, or to an https address."""
    for target in visit.page.eval_on_selector_all("a[href]", "links => links.map((a) => a.href)"):
        if target.startswith("https://"):
            continue
        assert target.startswith("file://"), f"a link leads to {target}"
        path, _, anchor = target.removeprefix("file://").partition("#")
        name = Path(path).name
        assert Path(path).is_file(), f"there is no {name}"
        if anchor:
            assert anchor in anchors[name], f"there is no {name}#{anchor}"


def identifiers_are_single(page):
    names = re.findall(r'\sid="([^"]*)"', page.read_text(encoding="utf-8"))
    twice = {name for name in names if names.count(name) > 1}
    assert not twice, f"an identifier stands twice: {sorted(twice)[0]}"


def reads_without_scripts(browser, path):
    with Visit(browser, path, javascript=False) as visit:
        assert len(visit.page.inner_text("main")) > 400, "there is little to read"
        assert not visit.page.is_visible(".search"), "the search shows, and cannot work"
        for figure in visit.page.locator("main .figure:not(details:not([open]) *)").all():
            assert figure.is_visible(), "a figure is hidden"


def prints(browser, path):
    with Visit(browser, path) as visit:
        visit.page.set_viewport_size({"width": 660, "height": 950})
        visit.page.emulate_media(media="print")
        has_no_sideways_scrolling(visit)
        for part in [".bar", ".shelf", ".toc", ".neighbours", ".copy", ".permalink", ".progress"]:
            shown = visit.page.locator(part).first
            assert shown.count() == 0 or not shown.is_visible(), f"{part} is printed"
        assert len(visit.page.pdf(format="A4")) > 10_000


def check_page(count, browser, book, path, anchors):
    name = path.stem
    with Visit(browser, path) as visit:
        count.check(f"{name}: no message on the console", is_silent, visit)
        count.check(f"{name}: loads nothing from elsewhere", stays_at_home, visit, book)
        count.check(f"{name}: fits a desk", has_no_sideways_scrolling, visit)
        count.check(f"{name}: headings in order", headings_are_in_order, visit)
        count.check(f"{name}: landmarks", has_landmarks, visit)
        count.check(f"{name}: figures", figures_are_drawn, visit)
        count.check(f"{name}: links", links_resolve, visit, anchors)
        count.check(f"{name}: mathematics", mathematics_is_set, visit)
    for scheme, size in [("light", DESK), ("dark", DESK), ("light", PHONE), ("dark", PHONE)]:
        with Visit(browser, path, size, scheme) as visit:
            widgets.start_all(visit.page)
            visit.page.evaluate("document.querySelectorAll('details').forEach((d) => d.open = true)")
            where = f"{name}, {scheme}, {size['width']} wide"
            if scheme == "light":
                count.check(f"{where}: words in drawings", drawings.words_are_whole, visit.page)
                count.check(f"{where}: flags", flags_are_whole, visit)
            if size is PHONE and scheme == "light":
                count.check(f"{where}: fits the phone", has_no_sideways_scrolling, visit)
                count.check(f"{where}: what scrolls", scrolling_shows, visit)
                count.check(f"{where}: tables", lines.tables_scroll_only_if_they_must, visit.page)
                count.check(f"{where}: formulas", formulas_stay_inside, visit)
                count.check(f"{where}: figures", drawings.words_are_large, visit.page)
                count.check(f"{where}: charts", drawings.charts_fit, visit.page)
            if scheme == "light":
                count.check(f"{where}: distance of lines", lines.lines_stand_close, visit.page)
                count.check(f"{where}: columns of drawings", lines.drawings_keep_their_columns, visit.page)
                count.check(f"{where}: lines of equations", lines.equations_do_not_touch, visit.page)
                count.check(f"{where}: formulas in lines", lines.short_formulas_are_whole, visit.page)
                count.check(f"{where}: pairs of numbers", lines.pairs_are_whole, visit.page)
            if size is DESK and scheme == "light":
                count.check(f"{where}: nothing is cut off", nothing_is_cut_off, visit)
                count.check(f"{where}: middle of equations", lines.equations_are_centred, visit.page)
                count.check(f"{where}: edges of figures", lines.figures_keep_the_edges, visit.page)
                count.check(f"{where}: captions", lines.captions_end, visit.page)
            count.check(f"{where}: accessibility", accessibility.has_no_violation, visit.page)
            count.check(
                f"{where}: contrast in figures", accessibility.figures_have_contrast, visit.page)
            count.check(f"{where}: heat maps", drawings.much_stands_out, visit.page)
    with Visit(browser, path, SMALL) as visit:
        visit.page.evaluate("document.querySelectorAll('details').forEach((d) => d.open = true)")
        count.check(f"{name}: fits the smallest phone", has_no_sideways_scrolling, visit)
        count.check(f"{name}: its formulas", formulas_stay_inside, visit)
    count.check(f"{name}: identifiers", identifiers_are_single, path)
    count.check(f"{name}: without scripts", reads_without_scripts, browser, path)
    count.check(f"{name}: on paper", prints, browser, path)


# What the book must do --------------------------------------------------------------------------


def neighbours_lead_through(browser, book, names):
    """Next, from the contents on, visits every page once; previous leads back."""
    with Visit(browser, book / "index.html") as visit:
        page = visit.page

        def follow(link):
            with page.expect_navigation():
                page.click(link)
            return Path(page.url).name

        seen = [follow(".contents a >> nth=0")]
        while page.locator(".neighbours .next").count():
            seen.append(follow(".neighbours .next"))
            assert len(seen) <= len(names), f"the pages lead in a circle: {seen[-3:]}"
        assert sorted(seen) == sorted(set(names) - {"index.html"}), f"visited {seen}"
        for _ in seen:
            last = follow(".neighbours .previous")
        assert last == "index.html", f"the way back ends at {last}"


def contents_lead_to_the_epub(browser, book):
    with Visit(browser, book / "index.html") as visit:
        assert visit.page.locator("a[href='LearnLSTM.epub']").count() == 1, "no link leads to it"


def contents_tell_of_each(browser, book):
    """Each entry of the landing page says what its page is about."""
    with Visit(browser, book / "index.html") as visit:
        silent = visit.page.locator(".contents li:not(:has(p)) a").all_inner_texts()
        assert not silent, f"nothing is said of {silent}"


def keyboard_skips_to_the_text(browser, path):
    with Visit(browser, path) as visit:
        visit.page.keyboard.press("Tab")
        focused = "document.activeElement.className || document.activeElement.id"
        assert visit.page.evaluate(focused) == "skip", "the first stop is not the skip link"
        assert visit.page.locator(".skip").bounding_box()["y"] >= 0, "the skip link stays hidden"
        visit.page.keyboard.press("Enter")
        assert visit.page.evaluate(focused) == "text", "it does not lead to the text"


def keyboard_opens_hints(browser, path):
    with Visit(browser, path) as visit:
        hint = visit.page.locator("details.hint").first
        hint.locator("summary").focus()
        outline = visit.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", "what has the focus cannot be seen"
        visit.page.keyboard.press("Enter")
        assert hint.evaluate("(d) => d.open"), "Enter does not open a hint"


def check_book(count, browser, book, names):
    chapter = book / "05-backpropagation.html"
    count.check("previous and next", neighbours_lead_through, browser, book, names)
    count.check("the contents' words", contents_tell_of_each, browser, book)
    count.check("the EPUB's link", contents_lead_to_the_epub, browser, book)
    count.check("the skip link", keyboard_skips_to_the_text, browser, chapter)
    count.check("hints open with the keyboard", keyboard_opens_hints, browser, chapter)
    landing.check_contents(count, lambda size: Visit(browser, chapter, size))
    layout.check(count, lambda size: Visit(browser, book / "04-lstm-gates.html", size))
    sample.check(count, browser, book, Visit)
    searching.check(count, lambda size=DESK: Visit(browser, book / "index.html", size))
    for name, check in epub.checks(book / "LearnLSTM.epub", browser):
        count.check(f"EPUB: {name}", check)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("book", type=Path)
    parser.add_argument("--only", default="", help="pages whose names contain this")
    parser.add_argument("--sample", action="store_true", help="only a page of our own making")
    parser.add_argument("--whole", action="store_true", help="only what concerns the whole book")
    parser.add_argument("--picture", help="a widget whose pictures are taken anew, all of them, or the landing page")
    parser.add_argument("--cover", action="store_true", help="the EPUB's cover is taken anew")
    parser.add_argument("--chromium", help="the browser's path, where it is not found by its name")
    arguments = parser.parse_args()
    book = arguments.book.resolve()
    pages = sorted(book.glob("*.html"))
    if not pages:
        sys.exit(f"{arguments.book} has no pages; write them: swift run course dev book")
    anchors = {
        page.name: set(re.findall(r'\sid="([^"]*)"', page.read_text(encoding="utf-8")))
        for page in pages}
    count, started = Count(), time.monotonic()
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright, arguments.chromium)
        if arguments.picture:
            return pictures.take(lambda *given: Visit(browser, *given), pages, arguments.picture)
        if arguments.cover:
            return pictures.take_cover(lambda *given: Visit(browser, *given))
        if arguments.sample:
            sample.check(count, browser, book, Visit)
            pages = []
        for page in pages:
            if arguments.only in page.name and not arguments.whole:
                began = time.monotonic()
                check_page(count, browser, book, page, anchors)
                widgets.check_page(count, browser, page, Visit)
                landing.check_page(count, browser, page, Visit)
                print(f"        {page.name}, {time.monotonic() - began:.0f} s", flush=True)
        if pages and not arguments.only:
            check_book(count, browser, book, [page.name for page in pages])
        browser.close()
    print(
        f"{count.passed} passed, {count.failed} failed, on {len(pages)} pages "
        f"in {time.monotonic() - started:.0f} s")
    sys.exit(1 if count.failed or not count.passed else 0)


if __name__ == "__main__":
    main()
