"""Links lead where they say, also past live figures that grow, and the contents show where one is."""

DESK = {"width": 1280, "height": 700}
PHONE = {"width": 390, "height": 740}

# Resolves when nothing has moved for a while and each live figure in reach has started.
REST = """() => new Promise((done) => {
  let last = "", still = 0;
  const look = () => {
    const waiting = [...document.querySelectorAll(".widget")].filter((widget) => {
      const { top, bottom } = widget.getBoundingClientRect();
      return top < innerHeight + 600 && bottom > -600 && !("ready" in widget.dataset);
    });
    const now = [scrollY, document.documentElement.scrollHeight].join();
    still = now === last && !waiting.length ? still + 1 : 0;
    last = now;
    if (still > 15) done(); else requestAnimationFrame(look);
  };
  look();
})"""

# How far a heading is from where a link should bring it: to the top, or as far as the page's end allows.
OFF = """(id) => {
  const root = document.documentElement;
  const top = document.getElementById(id).getBoundingClientRect().top;
  const away = top - parseFloat(getComputedStyle(root).scrollPaddingTop);
  const isEnd = root.scrollHeight - innerHeight - scrollY < 2;
  return isEnd && away > 0 && top < innerHeight ? 0 : away;
}"""

# The first heading behind each live figure, and the last of the page.
TARGETS = """() => {
  const headings = [...document.querySelectorAll(".toc a")]
    .map((link) => document.getElementById(link.hash.slice(1)));
  const behind = [...document.querySelectorAll(".widget")].map((widget) => headings.find((heading) =>
    widget.compareDocumentPosition(heading) & Node.DOCUMENT_POSITION_FOLLOWING));
  return [...new Set([...behind, headings.at(-1)])].filter(Boolean).map((heading) => heading.id);
}"""

CURRENT = """() => {
  const entries = [...document.querySelectorAll(".toc a[aria-current]")];
  if (entries.length !== 1) return [entries.length, "", false];
  const [entry, column] = [entries[0], document.querySelector(".toc")].map((e) => e.getBoundingClientRect());
  return [1, entries[0].hash.slice(1), entry.top >= Math.max(0, column.top)
    && entry.bottom <= Math.min(innerHeight, column.bottom)];
}"""


def check_page(count, browser, path, visit_type):
    with visit_type(browser, path) as visit:
        if not visit.page.locator(".widget").count():
            return
        targets = visit.page.evaluate(TARGETS)
    for size in [DESK, PHONE]:
        where = f"{path.stem}, {size['width']} wide"
        for target in targets:
            with visit_type(browser, path, size, anchor=f"#{target}") as visit:
                count.check(f"{where}: #{target} from elsewhere", lands, visit.page, target)
            with visit_type(browser, path, size) as visit:
                visit.page.evaluate("document.querySelector('.toc details').open = true")
                visit.page.click(f".toc a[href='#{target}']")
                count.check(f"{where}: #{target} from the contents", lands, visit.page, target)
                count.check(f"{where}: scrolling on from #{target}", scrolls_on, visit.page)


def lands(page, target):
    page.evaluate(REST)
    off = page.evaluate(OFF, target)
    assert abs(off) <= 2, f"the heading is {off:.0f} px off"


def scrolls_on(page):
    """Who has moved on is left alone, whatever grows."""
    page.mouse.move(300, 300)
    page.mouse.wheel(0, -900)
    page.evaluate(REST)
    before = page.evaluate("scrollY")
    page.evaluate("document.querySelector('main').append(document.createElement('hr'))")
    page.evaluate(REST)
    assert page.evaluate("scrollY") == before, "the page goes back to where a link had led"


def contents_follow(page):
    """Whatever is read, its entry is marked, and can be seen in the column."""
    links = page.eval_on_selector_all(".toc a", "links => links.map((link) => link.hash.slice(1))")
    for target in links:
        page.evaluate("(id) => document.getElementById(id).scrollIntoView({ behavior: 'instant' })", target)
        page.evaluate(REST)
        number, current, seen = page.evaluate(CURRENT)
        assert number == 1, f"{number} entries are marked at #{target}"
        assert seen, f"the entry {current} cannot be seen in the column"
    assert current == links[-1], f"at the end of the page {current} is marked"


def contents_mark_what_was_asked_for(page):
    for target in page.eval_on_selector_all(".toc a", "links => links.slice(-4).map((link) => link.hash.slice(1))"):
        page.click(f".toc a[href='#{target}']")
        page.evaluate(REST)
        _, current, seen = page.evaluate(CURRENT)
        assert current == target and seen, f"#{target} was asked for, and {current or 'nothing'} is marked"


def contents_stay_under_the_pointer(page):
    """Who aims at an entry meets it, whatever scrolls meanwhile."""
    page.hover(".toc a >> nth=0")
    page.evaluate(REST)
    column = "document.querySelector('.toc').scrollTop"
    before = page.evaluate(column)
    page.evaluate("scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' })")
    page.evaluate(REST)
    assert page.evaluate(column) == before, "the column moves under the pointer"


def check_contents(count, visit):
    """`visit` opens a chapter, at a size."""
    with visit(DESK) as open_page:
        count.check("contents follow the reading", contents_follow, open_page.page)
    with visit(DESK) as open_page:
        count.check("contents mark a link", contents_mark_what_was_asked_for, open_page.page)
    with visit(DESK) as open_page:
        count.check("contents under a pointer", contents_stay_under_the_pointer, open_page.page)
