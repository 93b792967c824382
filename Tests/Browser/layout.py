"""What stands around the text: the chapters, the theme switch, the line of progress, the arrows, buttons
that copy, links to headings, and numbers of figures and equations."""

import re

DESK = {"width": 1280, "height": 900}
WIDE = {"width": 1600, "height": 900}
PHONE = {"width": 360, "height": 740}

PAPER = "getComputedStyle(document.body).backgroundColor"
DRAWN = "getComputedStyle(document.querySelector('main .figure .card, main .figure text')).fill"


def check(count, visit):
    """`visit` opens a chapter that has figures, equations, listings and neighbours on both sides, at a
    size."""
    for name, size, function in [
        ("chapters on the left", WIDE, chapters_stand_on_the_left),
        ("chapters reached for", DESK, chapters_show_their_titles),
        ("chapters on a phone", PHONE, chapters_open_on_a_phone),
        ("theme switch", DESK, theme_is_remembered), ("line of progress", DESK, line_grows),
        ("arrows lead on", DESK, arrows_lead_on), ("arrows of a control", DESK, arrows_belong_to_controls),
        ("a listing is copied", DESK, listing_is_copied), ("links to headings", DESK, headings_link_to_themselves),
        ("numbers", DESK, numbers_count),
    ]:
        with visit(size) as open_page:
            count.check(name, function, open_page.page)


def chapters_stand_on_the_left(page):
    titles = page.locator(".shelf .title")
    assert titles.count() > 8, f"{titles.count()} chapters are listed"
    assert page.locator(".shelf [aria-current=page]").count() == 1, "this chapter is not marked"
    left, main, right = [page.locator(part).bounding_box() for part in [".shelf", "main", ".toc"]]
    assert left["x"] + left["width"] <= main["x"] <= main["x"] + main["width"] <= right["x"]
    page.mouse.wheel(0, 4000)
    page.wait_for_function("scrollY > 3000")
    assert titles.first.bounding_box()["y"] >= 0, "the chapters scroll away"


def chapters_show_their_titles(page):
    title = page.locator(".shelf .title").nth(3)
    assert title.evaluate("(e) => getComputedStyle(e).opacity") == "0", "there is no room for titles"
    page.locator(".shelf a").nth(3).focus()
    assert title.evaluate("(e) => getComputedStyle(e).opacity") == "1", "the keyboard does not show them"
    page.evaluate("document.activeElement.blur()")
    page.locator(".shelf a").nth(3).hover()
    assert title.evaluate("(e) => getComputedStyle(e).opacity") == "1", "the mouse does not show them"


def chapters_open_on_a_phone(page):
    assert not page.locator(".shelf a").first.is_visible(), "the chapters are open"
    page.click(".shelf summary")
    assert page.locator(".shelf a").first.is_visible(), "the chapters do not open"


def theme_is_remembered(page):
    light, drawing = page.evaluate(PAPER), page.evaluate(DRAWN)
    page.select_option("#theme", "dark")
    dark, dark_drawing = page.evaluate(PAPER), page.evaluate(DRAWN)
    assert dark != light and dark_drawing != drawing, "the page or its drawings stay light"
    page.reload()
    assert page.evaluate(PAPER) == dark and page.evaluate(DRAWN) == dark_drawing, "it is forgotten"
    page.emulate_media(media="print")
    assert page.evaluate(DRAWN) == drawing, "drawings are dark on paper"
    page.emulate_media(media="screen", color_scheme="dark")
    page.select_option("#theme", "light")
    assert page.evaluate(PAPER) == light and page.evaluate(DRAWN) == drawing, "the system's dark stays"
    page.select_option("#theme", "system")
    assert page.evaluate(PAPER) == dark, "the system is not followed"


def line_grows(page):
    width = "document.querySelector('.progress').getBoundingClientRect().width / innerWidth"
    assert page.evaluate(width) < 0.01
    page.evaluate("scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' })")
    page.wait_for_function(f"{width} > 0.95")


def arrows_lead_on(page):
    here = page.url
    with page.expect_navigation():
        page.keyboard.press("ArrowRight")
    assert page.url != here
    with page.expect_navigation():
        page.keyboard.press("ArrowLeft")
    assert page.url.partition("#")[0] == here, f"it leads back to {page.url}"


def arrows_belong_to_controls(page):
    here = page.url
    page.focus("#query")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(200)
    assert page.url == here, "an arrow in the search leaves the page"


def listing_is_copied(page):
    page.evaluate("""() => {
      navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); };
      document.querySelector("main").insertAdjacentHTML("beforeend", "<p id='end'></p>");
    }""")
    listing = page.locator("main .listing, main div.sourceCode").first
    code = listing.locator("pre").first.text_content().rstrip("\n")
    listing.locator(".copy").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("window.copied !== undefined")
    assert page.evaluate("window.copied") == code, "what is copied is not the listing"
    for button in page.locator(".copy").all():
        pre = button.evaluate("(b) => b.parentElement.querySelector('pre').textContent")
        if "$ swift" not in pre:
            continue
        page.evaluate("window.copied = undefined")
        button.focus()
        page.keyboard.press("Enter")
        page.wait_for_function("window.copied !== undefined")
        copied = page.evaluate("window.copied")
        assert copied.startswith("swift run") and "\n  ✗" not in copied, f"copied is {copied[:60]!r}"


def headings_link_to_themselves(page):
    bare = page.evaluate("""() => [...document.querySelectorAll("main :is(h2, h3)")].filter((heading) => {
      const link = heading.querySelector(".permalink");
      return !link || !document.getElementById(link.hash.slice(1))?.contains(heading);
    }).map((heading) => heading.textContent)""")
    assert not bare, f"{len(bare)} headings have no link: {bare[0]}"


def numbers_count(page):
    """Figures and equations are numbered from 1 on, each under its number's address."""
    chapter = re.search(r"(\d+)-", page.url.rsplit("/", 1)[1])[1].lstrip("0") or "0"
    for kind, link in [("figure", "figcaption a"), ("equation", ".equation-number")]:
        found = page.eval_on_selector_all(f"main {link}", "found => found.map((a) => [a.textContent, a.hash])")
        assert found, f"no {kind} has a number"
        for index, (text, anchor) in enumerate(found, start=1):
            assert f"{chapter}.{index}" in text and anchor == f"#{kind}-{chapter}-{index}", f"{text} leads to {anchor}"
            assert page.locator(anchor).count() == 1
