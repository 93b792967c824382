"""The live figures. Each is `<div class="widget" data-widget="name">`; when it has started it has
`data-ready`, with its start's milliseconds as the value where it knows them. Its controls are real
inputs, selects and buttons with labels, and what it computes stands in outputs and tables, so that
a change can be read as well as seen."""

import drawings
import live

PHONE = {"width": 360, "height": 740}

READ = """(widget) => [...widget.querySelectorAll("output, table")]
  .map((e) => e.value ?? e.textContent).join("\\n")"""

CONTROLS = "input:not([type=hidden]), select, button"

# Code that stops, as a reader's may, as long as the page's `trap` is set.
TRAP = """const instantiate = WebAssembly.instantiate;
WebAssembly.instantiate = async (...given) => {
  const { exports } = await instantiate(...given);
  const parts = Object.entries(exports).map(([name, part]) =>
    [name, typeof part !== "function" || name.startsWith("widget_") ? part : (...numbers) => {
      if (window.trap) throw new WebAssembly.RuntimeError("unreachable");
      return part(...numbers);
    }]);
  return { exports: Object.fromEntries(parts) };
};"""

# What a widget shows beside its controls and its note.
SHOWN = """(widget) => [...widget.querySelectorAll("output, table, svg, .widget-text")]
  .filter((e) => e.closest(".widget-live") && e.getClientRects().length > 0)
  .map((e) => e.textContent).join(" ")"""

NOTE = """(widget) => {
  const note = widget.querySelector(".widget-note");
  return note.hidden ? "" : note.textContent;
}"""


def check_page(count, browser, path, visit_type):
    with visit_type(browser, path) as visit:
        names = visit.page.eval_on_selector_all(
            ".widget", "found => found.map((w) => w.dataset.widget)")
        started = set(visit.page.eval_on_selector_all(
            "script[src^='widgets/']", "found => found.map((s) => s.getAttribute('src'))"))
    for index, name in enumerate(names):
        where = f"{path.stem}, widget {name}"
        count.check(f"{where}: has its code", has_code, name, started)
        if f"widgets/{name}.js" not in started:
            continue
        with visit_type(browser, path) as visit:
            widget = visit.page.locator(".widget").nth(index)
            count.check(f"{where}: starts", starts, widget, where)
            count.check(f"{where}: its title, and the figure of print", live.is_introduced, widget)
            count.check(f"{where}: answers", answers, widget)
            count.check(f"{where}: is silent", says_nothing, visit)
        with visit_type(browser, path, script=TRAP) as visit:
            widget = visit.page.locator(".widget").nth(index)
            starts(widget, where)
            count.check(f"{where}: names what is unwritten", names_the_unwritten, widget)
            count.check(f"{where}: says when its code stops", says_when_it_stops, widget)
            if name == "language-model":
                count.check(f"{where}: writes on", writes_on, widget)
            if name == "rnn":
                count.check(f"{where}: keeps what is typed", keeps_what_is_typed, widget)
            count.check(f"{where}: is silent then too", says_nothing, visit)
        live.check(count, where, name, index, lambda **given: visit_type(browser, path, **given), starts)
        with visit_type(browser, path, PHONE) as visit:
            widget = visit.page.locator(".widget").nth(index)
            start_all(visit.page)
            count.check(f"{where}: a thumb can use it", live.fits_a_thumb, widget)
            count.check(f"{where}: fits a phone in every state", stays_whole, widget)
        with visit_type(browser, path, javascript=False) as visit:
            figure = visit.page.locator(".widget").nth(index).locator("svg, img").first
            count.check(f"{where}: falls back", is_shown, figure)


def has_code(name, scripts):
    assert f"widgets/{name}.js" in scripts, "is a figure: no WebAssembly was built"


def start_all(page):
    """Scrolls to each widget, which starts only when it is about to be seen."""
    if not page.locator("script[src='widgets/runtime.js']").count():
        return
    for widget in page.locator(".widget").all():
        widget.scroll_into_view_if_needed()
        page.wait_for_function("(w) => 'ready' in w.dataset", arg=widget.element_handle())
    page.evaluate("scrollTo(0, 0)")


def starts(widget, where):
    widget.scroll_into_view_if_needed()
    widget.page.wait_for_function("(w) => 'ready' in w.dataset", arg=widget.element_handle())
    print(f"        {where} started in {widget.get_attribute('data-ready') or '?'} ms")


def answers(widget):
    """Moves each control in turn; those that a choice opens come after the choice."""
    widget.evaluate("(w) => w.querySelectorAll('.widget-more').forEach((more) => { more.open = true; })")
    controls = [widget.locator(CONTROLS).nth(n) for n in range(widget.locator(CONTROLS).count())]
    assert controls, "it has no controls"
    choices = [c for c in controls if c.evaluate("(c) => c.tagName") == "SELECT"]
    others = [c for c in controls if c not in choices]
    pressed, answered, moved = 0, 0, []
    for control in others + choices + others:
        if control in moved or not control.is_visible() or control.is_disabled():
            continue
        moved.append(control)
        before = widget.evaluate(READ)
        is_button = move(control)
        changed = waits_for_change(widget, before)
        if is_button:
            pressed, answered = pressed + 1, answered + changed
        else:
            label = control.evaluate("(c) => c.labels?.[0]?.textContent ?? c.ariaLabel ?? c.outerHTML")
            assert changed, f"no number changes with the control {label.strip()!r}"
    assert pressed == 0 or answered > 0, "no number changes with any button"


def moves_until(widget, condition):
    """Uses one control after the other until something is true; false where it never is."""
    for control in widget.locator(CONTROLS).all():
        if not control.is_visible() or control.is_disabled():
            continue
        move(control)
        for _ in range(10):
            if condition():
                return True
            widget.page.wait_for_timeout(50)
    return False


def says_when_it_stops(widget):
    def has_stopped():
        return "stopped" in widget.evaluate(NOTE)

    widget.page.evaluate("trap = true")
    assert moves_until(widget, has_stopped), f"the note says {widget.evaluate(NOTE)!r}"
    shown = widget.evaluate(SHOWN)
    assert not shown, f"it shows what is not there: {shown[:80]}"
    widget.page.evaluate("trap = false")
    assert moves_until(widget, lambda: not has_stopped() and widget.evaluate(SHOWN)), \
        "its numbers do not come back"


def names_the_unwritten(widget):
    """The page of `course play` tells what is unwritten, also what no written code can call."""
    widget.evaluate("(w) => { w.dataset.unwritten = '4.10 4.3'; }")
    sentence = "Exercises 4.3 and 4.10 are not written yet."
    named = moves_until(widget, lambda: sentence in widget.evaluate(NOTE))
    widget.evaluate("(w) => { delete w.dataset.unwritten; }")
    assert named, f"the note says {widget.evaluate(NOTE)!r}"


def writes_on(widget):
    """The temperature changes what comes next, and the text that is there stays. Where the code stops
    while it writes, another text can be begun."""
    text = widget.locator(".widget-text")
    run = widget.locator("button").first
    temperature = widget.locator("input[type=range]").first
    widget.get_by_role("button", name="Begin anew").click()
    run.click()
    widget.page.wait_for_function(
        "(text) => text.textContent.length > 60", arg=text.element_handle())
    before = text.text_content()
    temperature.press("End")
    widget.page.wait_for_function(
        "([text, length]) => text.textContent.length !== length",
        arg=[text.element_handle(), len(before)])
    assert text.text_content().startswith(before), f"the text {before!r} is gone"
    assert run.text_content().endswith("Pause"), "it has stopped writing"
    widget.page.evaluate("trap = true")
    widget.page.wait_for_function("(w) => w.querySelector('[data-stopped]')", arg=widget.element_handle())
    widget.page.evaluate("trap = false")
    run.click()
    widget.page.wait_for_function("(w) => !w.querySelector('[data-stopped]')", arg=widget.element_handle())


def keeps_what_is_typed(widget):
    typed = widget.locator("input[type=text]")
    typed.fill("abba")
    widget.locator("select").select_option(index=1)
    assert typed.input_value() == "abba", f"another network reads {typed.input_value()!r}"


def stays_whole(widget):
    """With each control at either end no word of the drawing is cut off, and nothing is too wide."""
    page = widget.page
    for control in widget.locator(CONTROLS).all():
        for _ in range(2):
            if not control.is_visible() or control.is_disabled():
                continue
            move(control)
            page.wait_for_timeout(50)
            drawings.words_are_whole(page)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= PHONE["width"], f"the page becomes {wide} wide"


def move(control):
    """Uses a control as a reader would; true for a button."""
    kind = control.evaluate("(c) => c.tagName === 'INPUT' ? c.type : c.tagName.toLowerCase()")
    if kind == "select":
        options = control.locator("option").count()
        now = control.evaluate("(c) => c.selectedIndex")
        control.select_option(index=(now + 1) % options)
    elif kind == "range":
        control.focus()
        at_end = control.evaluate("(c) => +c.value >= +c.max")
        control.press("Home" if at_end else "End")
    elif kind in ("checkbox", "radio", "button", "submit"):
        control.click()
    elif kind == "number":
        control.fill(control.evaluate("(c) => String(+c.value + (+c.step || 1))"))
    else:
        control.fill(control.input_value()[1:] or "1")
    return kind in ("button", "submit")


def waits_for_change(widget, before):
    for _ in range(200):
        if widget.evaluate(READ) != before:
            return True
        widget.page.wait_for_timeout(50)
    return False


def says_nothing(visit):
    loud = [m for m in visit.messages if m.startswith(("error", "warning", "not there"))]
    assert not loud, loud[0]


def is_shown(figure):
    assert figure.is_visible(), "without scripts there is no figure"
