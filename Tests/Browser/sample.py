"""A page of our own making, for what a chapter may have and need not: sample.md, set as a chapter is."""

import contextlib
import subprocess

import accessibility

DESK = {"width": 1280, "height": 900}
SMALL = {"width": 320, "height": 640}


@contextlib.contextmanager
def page(book):
    """The page, in the book's folder as long as it is needed."""
    path = book / "99-sample.html"
    subprocess.run(
        ["pandoc", "Tests/Browser/sample.md", f"--output={path}", "--to=html5", "--toc", "--mathml",
         "--from=gfm+tex_math_dollars+smart", "--lua-filter=chapters/web/filter.lua", "--standalone",
         "--template=chapters/web/template.html", "--metadata=number:99", "--metadata=page-kind:chapter",
         "--metadata=lang:en-GB", "--syntax-definition=chapters/web/swift.xml",
         "--metadata=chapters:4=04-lstm-gates"], check=True)
    try:
        yield path
    finally:
        path.unlink()


def check(count, browser, book, visit_type):
    with page(book) as path:
        for name, function in [
            ("questions answer", questions_answer), ("hints open in order", hints_open_in_order),
            ("exercises are marked", exercises_are_marked), ("cards of signs", cards_of_signs),
            ("cards of terms and links", cards_of_terms), ("comments are folded", comments_are_folded),
        ]:
            for size in [DESK, SMALL]:
                with visit_type(browser, path, size) as visit:
                    count.check(f"{name}, {size['width']} wide", function, visit.page)
                    count.check(f"{name}: accessibility", accessibility.has_no_violation, visit.page)
        with visit_type(browser, path, javascript=False) as visit:
            count.check("questions without scripts", questions_open_without_scripts, visit.page)
        with visit_type(browser, path, script=CHECKED) as visit:
            count.check("exercises that were checked", checked_exercises_show, visit.page)
        with visit_type(browser, book / "index.html", script=BEGUN) as visit:
            count.check("the landing page leads on", landing_page_leads_on, visit.page)


def questions_answer(page):
    """With the keyboard alone; what is told is told to those who hear, too."""
    first, second = [page.locator(".question").nth(n) for n in range(2)]
    assert first.locator(".answers").is_hidden(), "the answers stand open"
    told = first.locator("[role=status]")
    for index, (mark, begin) in enumerate([("no", "No. Nothing"), ("right", "Right. Each"), ("no", "No. A")]):
        button = first.locator("button").nth(index)
        button.focus()
        page.keyboard.press("Enter")
        assert told.inner_text().startswith(begin), f"it says {told.inner_text()!r}"
        assert button.get_attribute("data-answer") == mark
        assert button.get_attribute("aria-pressed") == "true"
    assert first.locator("[aria-pressed=true]").count() == 1
    assert first.locator("button math").count() == 1, "a choice has lost its formula"
    assert second.locator("[role=status]").inner_text() == "", "another question is answered"
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0, "a question is wider than the window"


def questions_open_without_scripts(page):
    question = page.locator(".question").first
    question.locator(".answers summary").click()
    assert "Each step adds half" in question.inner_text(), "the answers do not open"


def hints_open_in_order(page):
    first, second, third = [page.locator("details.hint").nth(n) for n in range(3)]
    second.locator("summary").focus()
    page.keyboard.press("Enter")
    assert not second.evaluate("(d) => d.open"), "the second opens before the first"
    assert "after hint 1" in second.inner_text(), "it does not say why"
    for hint, following in [(first, second), (second, third)]:
        hint.locator("summary").click()
        assert hint.evaluate("(d) => d.open")
        page.wait_for_function("(s) => !s.hasAttribute('aria-disabled')", arg=following.locator("summary").element_handle())
    assert page.locator("details.aside").evaluate("(d) => !d.open"), "a box is taken for a hint"


# As `course read --web` writes it; the file itself tells of nothing.
CHECKED = """Object.defineProperty(window, "courseStatus", {
  get: () => ({ "99.1": "failing" }), set: () => {}, configurable: true,
});"""

BEGUN = """localStorage.setItem("learnlstm.done", '["0.1", "0.2", "0.3", "1.1"]')"""


def landing_page_leads_on(page):
    call = page.locator(".call.first")
    assert call.inner_text() == "Go on with chapter 1", f"it says {call.inner_text()!r}"
    assert page.locator(".contents .standing").all_inner_texts()[0] == "✓", "chapter 0 is not known to be done"
    with page.expect_navigation():
        call.click()
    assert "/01-" in page.url, f"it leads to {page.url}"


def exercises_are_marked(page):
    box = page.get_by_label("I have done this exercise")
    box.check()
    page.reload()
    assert box.is_checked(), "the browser has forgotten it"
    box.uncheck()
    page.reload()
    assert not box.is_checked(), "a mark cannot be taken back"


def checked_exercises_show(page):
    assert "failing" in page.locator("#exercise-99-1").inner_text(), "it is not told"
    assert page.get_by_label("I have done this exercise").count() == 0, "it asks for what it knows"


def ready(page):
    page.wait_for_function("document.documentElement.dataset.cards === 'ready'")


def cards_of_signs(page):
    """With the mouse wherever a sign stands, with the keyboard at its first place."""
    ready(page)
    page.locator("main math msub").first.hover()
    page.wait_for_selector("#card:visible")
    assert "forget gate" in page.inner_text("#card"), f"the card says {page.inner_text('#card')!r}"
    page.keyboard.press("Escape")
    assert page.is_hidden("#card"), "Escape does not close it"
    page.focus("main math msub")
    page.wait_for_selector("#card:visible")
    stops = page.eval_on_selector_all("main math [tabindex='0']", "found => found.map((e) => e.textContent)")
    assert len(stops) == len(set(stops)), f"the keyboard stops twice: {stops}"


def cards_of_terms(page):
    ready(page)
    for link, words in [("a.term", "Jacobian of the step"), ("a.reference", "LSTM gates")]:
        page.focus(link)
        page.wait_for_selector("#card:visible")
        assert words in page.inner_text("#card"), f"the card says {page.inner_text('#card')!r}"
    box = page.locator("#card").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= page.viewport_size["width"], "it leaves the window"


def comments_are_folded(page):
    pre = page.locator("pre.swift").first
    code = pre.text_content()
    assert "- Returns" not in pre.inner_text() and "func added" in pre.inner_text(), pre.inner_text()
    assert "/// Adds nothing." in pre.inner_text()
    page.get_by_role("button", name="6 more lines of this comment").click()
    assert "- Returns" in pre.inner_text() and pre.text_content() == code
