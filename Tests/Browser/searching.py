"""The search: what it finds, in which order, and that it can be used with the keyboard and on a phone."""

import accessibility
import widgets

PHONE = {"width": 360, "height": 740}

# Where some terms are defined, and some titles.
FIRST = {
    "forget gate": "04-lstm-gates.html",
    "forget gates": "04-lstm-gates.html",
    "Jacobian matrix": "03-vanishing-gradients.html",
    "softmax": "01-sequences-as-matrices.html",
    "truncation": "05-backpropagation.html#truncation",
    "exercise 5.3": "05-backpropagation.html#exercise-5-3",
    "log-sum-exp": "01-sequences-as-matrices.html",
}

HITS = """() => [...document.querySelectorAll(".found a")].map((link) => ({
  address: link.href.split("/").pop(), heading: link.querySelector("strong").textContent,
  excerpt: [...link.querySelectorAll("small")].at(-1).textContent,
}))"""


def check(count, visit):
    """`visit` opens the contents page, at a size."""
    for name, function in [
        ("finds, with the keyboard alone", finds), ("begins with definitions and titles", begins_well),
        ("shows no hint", shows_no_hint), ("finds words that begin so", finds_beginnings),
        ("says when nothing is there", says_when_nothing_is_there),
    ]:
        with visit() as open_page:
            count.check(f"search {name}", function, open_page.page)
            count.check(f"search {name}: is silent", widgets.says_nothing, open_page)
    with visit(PHONE) as open_page:
        count.check("search on a phone", fits_a_phone, open_page.page)


def ask(page, words):
    """What is found, best first."""
    page.fill("#query", "")
    page.wait_for_selector(".found", state="hidden")
    page.fill("#query", words)
    page.wait_for_selector(".found", state="visible")
    return page.evaluate(HITS)


def finds(page):
    page.keyboard.press("/")
    page.keyboard.type("forget bias")
    page.wait_for_selector(".found a")
    assert page.locator(".found mark").count() > 0, "no word is marked"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.found li') !== null")
    page.keyboard.press("Enter")
    page.wait_for_url("**/04-lstm-gates.html#*")


def begins_well(page):
    """First is where the term stands in bold, or the heading that has it."""
    for words, address in FIRST.items():
        hits = ask(page, words)
        assert hits, f"nothing is found for {words!r}"
        assert hits[0]["address"].startswith(address), (
            f"{words!r} finds {hits[0]['heading']!r} in {hits[0]['address']} first")
    found = page.locator(".found a").first
    page.fill("#query", "forget gate")
    page.wait_for_function("document.querySelector('.found mark')?.textContent === 'forget'")
    with page.expect_navigation():
        found.click()
    terms = page.evaluate("""() => {
      const heading = document.getElementById(location.hash.slice(1));
      const bold = [];
      for (let e = heading.nextElementSibling; e && !/^H[1-6]$/.test(e.tagName); e = e.nextElementSibling) {
        bold.push(...[...e.querySelectorAll("strong")].map((term) => term.textContent));
      }
      return bold;
    }""")
    assert "The forget gate" in terms, f"the first section defines {terms}"


def shows_no_hint(page):
    ask(page, "hint")
    texts = page.evaluate("window.bookIndex.filter((section) => /Hint \\d of \\d/.test(section[4])).length")
    assert texts == 0, f"{texts} sections have their hints"


def finds_beginnings(page):
    """"gate" stands in "gates", and not in "propagate"."""
    hits = ask(page, "gate")
    assert hits
    for hit in hits:
        assert " gate" in f" {hit['excerpt']} {hit['heading']}".lower(), f"found in {hit['excerpt']!r}"


def says_when_nothing_is_there(page):
    page.fill("#query", "zzzyx")
    page.wait_for_function("document.querySelector('.count').textContent.startsWith('Nothing')")
    page.keyboard.press("Escape")
    assert not page.is_visible("#found"), "Escape does not close the list"


def fits_a_phone(page):
    page.fill("#query", "gradient")
    page.wait_for_selector(".found a")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"], f"the page becomes {wide} wide"
    box = page.locator("#found").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360, "the list leaves the window"
    accessibility.has_no_violation(page)
