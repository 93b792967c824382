"""What the live figures share beside their controls, a title, handles to drag, motion that stops for
those who ask for less, and what each of them does of its own."""

import math
import re

TALL = """(w) => [...w.querySelectorAll(".widget-live :is(button, select, input, [role=slider])")]
  .filter((e) => e.getClientRects().length > 0)
  .map((e) => [e.getBoundingClientRect(), e.textContent || e.labels?.[0]?.textContent || e.ariaLabel])
  .filter(([box]) => box.width < 43.5 || box.height < 43.5)
  .map(([box, name]) => `${name}: ${box.width.toFixed(0)} × ${box.height.toFixed(0)}`)"""

# What a figure says: its sentence.
SAYS = "(w) => w.querySelector('output').textContent"

# Whether the drawing changes without being touched.
MOVES = """(w) => new Promise((done) => {
  const changes = [];
  const watching = new MutationObserver((seen) =>
    changes.push(...seen.filter((change) => !change.target.closest?.(".widget-unseen"))));
  watching.observe(w.querySelector(".widget-live"), { subtree: true, attributes: true, childList: true });
  setTimeout(() => { watching.disconnect(); done(changes.length); }, 700);
})"""


def check(count, where, name, index, visit, starts):
    def run(what, check, *arguments, **given):
        with visit(**given) as open_page:
            widget = open_page.page.locator(".widget").nth(index)
            starts(widget, where)
            count.check(f"{where}: {what}", check, widget, *arguments)

    run("is still at first, for less motion", is_still, reduced_motion="reduce")
    for what, own, given in OWN.get(name, []):
        run(what, own, **given)


def is_introduced(widget):
    title, attempt = widget.locator(".widget-title"), widget.locator(".widget-try")
    assert title.inner_text() and attempt.inner_text().startswith("Try: "), "it has no title, or nothing to try"
    named = widget.locator(".widget-live").get_attribute("aria-labelledby")
    assert named == title.get_attribute("id"), "the title does not name it"
    # No text of the landing page speaks of its printed figure.
    is_open = widget.locator(".widget-figure").evaluate("(f) => f.open")
    assert is_open == (widget.get_attribute("data-widget") != "memory"), "the printed figure is not as it should be"


def fits_a_thumb(widget):
    small = widget.evaluate(TALL)
    assert not small, f"{len(small)} controls are small: {small[0]}"


def is_still(widget):
    assert widget.evaluate(MOVES) == 0, "it moves"


def says(widget):
    return widget.evaluate(SAYS)


def handle(widget, name):
    return widget.locator(f".widget-live [role=slider][aria-label^='{name}']")


def value(slider):
    return float(slider.get_attribute("aria-valuenow"))


def drag(slider, right, down):
    """From the middle of a slider, by so many pixels."""
    slider.scroll_into_view_if_needed()
    box, mouse = slider.bounding_box(), slider.page.mouse
    at = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    mouse.move(*at)
    mouse.down()
    mouse.move(at[0] + right, at[1] + down, steps=5)
    mouse.up()


def press(widget, name):
    widget.get_by_role("button", name=name, exact=True).click()


# Chapter 04 --------------------------------------------------------------------------------------


def gates_are_dragged(widget):
    gate = handle(widget, "Forget gate")
    before = says(widget)
    drag(gate, 0, 0)
    assert abs(value(gate) - 0.5) < 0.06, f"in the middle the gate is at {value(gate)}"
    assert says(widget) != before, "the cell does not follow"
    drag(gate, 0, -200)
    assert value(gate) == 1, f"at the top the gate is at {value(gate)}"


def gates_have_keys(widget):
    gate = handle(widget, "Forget gate")
    for key, wanted in [("Home", 0), ("ArrowUp", 0.01), ("PageUp", 0.11), ("End", 1), ("ArrowLeft", 0.99)]:
        gate.press(key)
        assert abs(value(gate) - wanted) < 1e-9, f"{key} brings {value(gate)}"
    assert gate.get_attribute("aria-valuetext") == "0.99", "its value is not told"


def presets_hold_from_here_on(widget):
    press(widget, "Clear")
    assert "holds 0 and shows 0" in says(widget), says(widget)
    press(widget, "◂ Back")
    assert "holds 0.96" in says(widget), f"the step before has changed: {says(widget)}"
    press(widget, "Keep")
    press(widget, "Step ▸")
    assert "holds 0 " in says(widget), f"a 0 is kept: {says(widget)}"


def runs_to_its_end(widget):
    press(widget, "▸ Play")
    assert widget.evaluate(MOVES) > 20, "the belt stands still"
    press(widget, "❚❚ Pause")
    assert widget.evaluate(MOVES) == 0, "it goes on"


def goes_to_its_end_at_once(widget):
    press(widget, "▸▸ To the end")
    assert says(widget).startswith("Step 20 of 20"), says(widget)
    assert widget.evaluate(MOVES) == 0, "it moves"


def tells_when_quiet(widget):
    """A handle that moves changes the sentence at once; it is read aloud once, later."""
    told = widget.locator(".widget-unseen[role=status]")
    before = handle(widget, "Forget gate").evaluate("""(gate) => {
      for (let n = 0; n < 5; n++) gate.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true }));
      return gate.closest(".widget-live").querySelector(".widget-unseen").textContent;
    }""")
    assert before == "", "each move is told"
    widget.page.wait_for_timeout(1200)
    assert told.text_content() == says(widget), "what came of it is not told"


def sums_what_does_not_cancel(widget):
    widget.locator("select").select_option(label="Inputs that do not cancel")
    widget.locator("input[type=range]").first.press("End")
    assert "holds 19.28" in says(widget), says(widget)


def the_latch_obeys_its_command(widget):
    """It takes the bit of step 1, keeps it through noise, and takes another when it is told to."""
    widget.locator("select").select_option(label="The latch of exercise 4.7")
    place = widget.locator("input[type=range]").first
    for step, held in [(2, "holds 1.00"), (10, "holds 1.00"), (11, "holds −1.00"), (20, "holds −1.00")]:
        place.fill(str(step))
        assert held in says(widget), f"step {step}: {says(widget)}"
    assert handle(widget, "Input gate").get_attribute("aria-disabled") == "true", "its gates can be dragged"


GATES = [
    ("the latch", the_latch_obeys_its_command, {}),
    ("gates are dragged", gates_are_dragged, {}),
    ("gates have keys", gates_have_keys, {}),
    ("what is set holds from here on", presets_hold_from_here_on, {}),
    ("runs and pauses", runs_to_its_end, {}),
    ("less motion", goes_to_its_end_at_once, {"reduced_motion": "reduce"}),
    ("tells when it is quiet", tells_when_quiet, {}),
    ("inputs that do not cancel", sums_what_does_not_cancel, {}),
]

# Chapter 02 --------------------------------------------------------------------------------------


def letters_play_through(widget):
    press(widget, "▸ Play")
    assert widget.evaluate(MOVES) > 20, "nothing flows"
    widget.page.wait_for_function("(w) => w.querySelector('output').textContent.startsWith('Step 3')",
                                  arg=widget.element_handle())
    press(widget, "❚❚ Pause")
    assert widget.evaluate(MOVES) == 0, "it goes on"


def counts_what_is_typed(widget):
    widget.locator("select").select_option(label="Parity, the answer to exercise 2.4")
    for bits, answer in [("1011", "odd 1.000"), ("10110111", "even 1.000"), ("1" * 41, "odd 1.000")]:
        widget.locator("input[type=text]").fill(bits)
        assert answer in says(widget), f"{bits}: {says(widget)}"
        assert f"of {len(bits)} reads" in says(widget), says(widget)


def adds_up_in_sight(widget):
    """Each line of the table adds up to what tanh is taken of."""
    rows = widget.locator(".widget-more table").first.evaluate(
        "(t) => [...t.tBodies[0].rows].map((r) => [...r.cells].slice(1).map((c) => +c.textContent.replace('−', '-')))")
    for *parts, shown in rows:
        assert abs(math.tanh(sum(parts)) - shown) < 0.01, f"{parts} gives {shown}"


def a_letter_is_chosen(widget):
    bars = widget.locator(".widget-picked svg")
    bars.click(position={"x": 46 + 2.5 * 44, "y": 40})
    assert says(widget).startswith("Step 3 of 6"), says(widget)


def reads_all_at_once(widget):
    press(widget, "▸▸ To the end")
    assert says(widget).startswith("Step 6 of 6"), says(widget)
    assert widget.evaluate(MOVES) == 0, "it moves"


RNN = [
    ("letters play through", letters_play_through, {}),
    ("counts what is typed", counts_what_is_typed, {}),
    ("adds up", adds_up_in_sight, {}),
    ("a letter is chosen", a_letter_is_chosen, {}),
    ("less motion", reads_all_at_once, {"reduced_motion": "reduce"}),
]

# Chapter 03 --------------------------------------------------------------------------------------


def the_radius_is_dragged(widget):
    knob = handle(widget, "Spectral radius")
    drag(knob, 0, 60)
    assert value(knob) < 0.85, f"dragged down it is {value(knob)}"
    drag(knob, 0, -300)
    assert value(knob) == 1.6, f"dragged to the top it is {value(knob)}"
    knob.press("Home")
    knob.press("PageUp")
    assert value(knob) == 0.4, f"a page up from the least it is {value(knob)}"
    assert "radius 0.40" in says(widget), says(widget)


def the_half_life_is_marked(widget):
    mark = widget.locator(".widget-drop")
    assert mark.count() == 1, "it is not marked"
    left = mark.bounding_box()["x"]
    handle(widget, "Spectral radius").press("PageUp")
    assert mark.bounding_box()["x"] > left, "a larger radius has no longer half-life"
    rate, half = [float(x) for x in re.findall(r"by ([\d.]+): its half-life is ([\d.]+)", says(widget))[0]]
    assert abs(rate ** half - 0.5) < 0.01, f"{rate} to the {half} is not one half"


VANISHING = [
    ("the radius is dragged", the_radius_is_dragged, {}),
    ("its half-life", the_half_life_is_marked, {}),
]

# Chapter 06 --------------------------------------------------------------------------------------

MADE = """(w) => [...w.querySelectorAll(".listing-made")]
  .filter((row) => {
    const [line, box] = [row, row.parentElement].map((e) => e.getBoundingClientRect());
    return line.top >= box.top && line.bottom <= box.bottom;
  }).map((row) => row.querySelector(".listing-number").textContent)"""


def a_bar_shows_its_lines(widget):
    for name, lines in [("Uo", ["10", "14"]), ("x(1)", ["12"]), ("c(0)", ["17", "19"])]:
        bar = widget.get_by_role("option", name=re.compile("^" + re.escape(name)))
        bar.click()
        assert bar.get_attribute("aria-selected") == "true", f"{name} is not chosen"
        made = widget.evaluate(MADE)
        assert made == lines, f"{name} shows the lines {made}"
    widget.get_by_role("listbox").press("ArrowUp")
    assert widget.locator(".widget-made").inner_text().startswith("h(0) comes from lines 16 and 18"), "no key chooses"


def what_is_wrong_crosses_the_line(widget):
    limit = widget.locator(".bars-limit").bounding_box()["x"]
    for choice in range(8):
        widget.locator("select").first.select_option(index=choice)
        ends = widget.locator(".bars-bar").evaluate_all(
            "(bars) => bars.map((b) => [b.getBoundingClientRect().right, b.classList.contains('bars-wrong')])")
        for right, is_wrong in ends:
            assert (right > limit) == is_wrong, f"mistake {choice}: a bar ends at {right:.0f}, the line is at {limit:.0f}"


def the_mistake_is_marked(widget):
    widget.locator("select").first.select_option(label="Line 14: = in place of +=")
    marked = widget.locator(".listing-wrong")
    assert marked.count() == 1 and "recurrentWeights +=" in marked.text_content(), "another line is marked"


GRADIENT_CHECK = [
    ("a bar shows its lines", a_bar_shows_its_lines, {}),
    ("the tolerance", what_is_wrong_crosses_the_line, {}),
    ("the mistake is marked", the_mistake_is_marked, {}),
]

# Chapter 07 --------------------------------------------------------------------------------------

ANSWERED = r"The example’s sum is ([\d.]+): .* the LSTM ([\d.]+)\.$"


def learns_to_add(widget):
    """Ten numbers are learnt soon, and the example is then answered."""
    widget.locator("select").select_option(label="10")
    press(widget, "▸ Learn")
    widget.page.wait_for_function(
        "(w) => / 1500 updates/.test(w.querySelector('output').textContent)", arg=widget.element_handle())
    total, answer = [float(x) for x in re.search(ANSWERED, says(widget)).groups()]
    assert abs(total - answer) < 0.25, says(widget)


def the_axis_holds_the_start(widget):
    chart = widget.locator(".widget-live .widget-drawing").nth(1)
    ends = chart.locator(":scope > svg > circle")
    assert ends.count() == 2, f"{ends.count()} losses are seen before the first update"
    axis = chart.locator(":scope > svg").bounding_box()
    for end in ends.all():
        box = end.bounding_box()
        assert axis["y"] < box["y"] < axis["y"] + axis["height"], "a first loss is beyond the axis"


def the_example_is_read(widget):
    press(widget, "▸ Read slowly")
    chart = widget.locator(".widget-live .widget-drawing").first
    assert "After 40 steps" not in chart.locator(":scope > svg").get_attribute("aria-label"), "it is read at once"
    assert chart.locator(".widget-bar-marked").count() == 2, "two numbers are not marked"
    assert widget.evaluate(MOVES) > 3, "nothing is read"


def another_example(widget):
    before = says(widget)
    press(widget, "Another example")
    assert says(widget) != before, "it is the same"


ADDING_PROBLEM = [
    ("learns to add", learns_to_add, {}),
    ("the axis holds the start", the_axis_holds_the_start, {}),
    ("the example is read", the_example_is_read, {}),
    ("another example", another_example, {}),
]

# Chapter 09 --------------------------------------------------------------------------------------

TITLE = "(w) => w.querySelector('.widget-drawing text').textContent"
CHANCES = """(w) => [...w.querySelectorAll(".widget-drawing text:not([text-anchor])")].slice(1)
  .map((word) => +word.textContent)"""


def the_temperature_flattens(widget):
    """Before anything is written, what comes next follows the temperature."""
    largest = []
    for key in ["Home", "End"]:
        widget.get_by_label("Temperature", exact=True).press(key)
        assert widget.evaluate(TITLE).startswith("What comes next"), widget.evaluate(TITLE)
        largest.append(widget.evaluate(CHANCES)[0])
    assert largest[0] == 1 and largest[1] < 0.9, f"the likeliest letter has {largest}"


def a_letter_shows_its_chances(widget):
    letter = widget.locator(".widget-text > span").nth(6)
    letter.click()
    assert says(widget).startswith("Letter 6 of 24"), says(widget)
    assert widget.evaluate(TITLE).endswith("was drawn from"), widget.evaluate(TITLE)
    assert "widget-chosen" in letter.get_attribute("class"), "it is not marked"
    widget.locator(".widget-text").press("ArrowRight")
    assert says(widget).startswith("Letter 7 of 24"), "no key chooses another"
    widget.get_by_label("Letter that is shown").press("Home")
    assert says(widget).startswith("Letter 1 of 24"), says(widget)


def writes_a_piece_at_once(widget):
    press(widget, "▸▸ Write 200")
    assert says(widget).startswith("224 letters"), says(widget)
    assert widget.evaluate(MOVES) == 0, "it goes on"


def pauses_out_of_sight(widget):
    press(widget, "▸ Write")
    widget.page.evaluate("""() => {
      document.querySelector("main").append(Object.assign(document.createElement("p"), { style: "height: 5000px" }));
      scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
    }""")
    widget.page.wait_for_function(
        "(w) => w.querySelector('.widget-live button').textContent === '▸ Write'", arg=widget.element_handle())


LANGUAGE_MODEL = [
    ("the temperature flattens", the_temperature_flattens, {}),
    ("a letter shows its chances", a_letter_shows_its_chances, {}),
    ("less motion", writes_a_piece_at_once, {"reduced_motion": "reduce"}),
    ("pauses out of sight", pauses_out_of_sight, {}),
]

# Chapter 10 --------------------------------------------------------------------------------------

PRAISED = r"1: (praise|blame), ([\d.]+); 2: (praise|blame), ([\d.]+); 3: (praise|blame), ([\d.]+)\."


def answers(widget):
    found = re.match(PRAISED, says(widget))
    assert found, says(widget)
    return found.groups()


def a_mask_makes_length_free(widget):
    """More padding changes no digit where it is masked, and every answer where it is read."""
    steps = widget.get_by_label("Steps of the batch")
    masked = []
    for key in ["Home", "End"]:
        steps.press(key)
        masked.append(answers(widget))
    assert masked[0] == masked[1], f"with 10 steps {masked[0]}, with 60 {masked[1]}"
    widget.get_by_label("It stands").select_option(label="on the left")
    assert answers(widget) == masked[1], f"with padding on the left {answers(widget)}"
    widget.get_by_label("Padding is").select_option(label="read like words")
    assert answers(widget) != masked[1], "padding that is read changes nothing"


def reads_what_is_typed(widget):
    widget.get_by_label("Sentence 1").fill("it was not good")
    assert answers(widget)[0] == "blame", says(widget)
    widget.get_by_label("Sentence 1").fill("")
    assert says(widget).startswith("1: nothing read; "), says(widget)


PADDING = [
    ("a mask makes length free", a_mask_makes_length_free, {}),
    ("reads what is typed", reads_what_is_typed, {}),
]

# Chapter 11 --------------------------------------------------------------------------------------


def words_find_their_places(widget):
    """To the end of learning: three of three neighbours of the puppy are young or dogs, and animals."""
    press(widget, "▸ Learn")
    widget.page.wait_for_function("(w) => !/Pause/.test(w.querySelector('.widget-live button').textContent)",
                                  arg=widget.element_handle())
    for place in widget.locator(".words-map circle").evaluate_all("(all) => all.map((c) => [+c.getAttribute('cx'), +c.getAttribute('cy')])"):
        assert all(math.isfinite(x) for x in place), f"a word stands at {place}"
    before = says(widget)
    widget.get_by_label("Word", exact=True).select_option(label="meat")
    assert says(widget) != before, "another word has the same neighbours"


def a_word_is_touched(widget):
    press(widget, "▸ Learn")
    chosen = widget.get_by_label("Word", exact=True)
    before = chosen.input_value()
    far = widget.locator(".words-map svg")
    box = far.bounding_box()
    far.click(position={"x": box["width"] - 12, "y": 20})
    assert chosen.input_value() != before, "no word is chosen"


WORDS = [
    ("words find their places", words_find_their_places, {}),
    ("a word is touched", a_word_is_touched, {"reduced_motion": "reduce"}),
]

# Chapter 12 --------------------------------------------------------------------------------------

LEARNT = r"After (\d+) updates, (\d+) % of the (\d+) sentences with (true|shuffled) labels are right, and (\d+) % of 100 others"


def learnt(widget):
    press(widget, "▸ Learn")
    widget.page.wait_for_function(
        "(w) => / 300 updates/.test(w.querySelector('output').textContent)", arg=widget.element_handle())
    return [int(x) for x in re.search(LEARNT, says(widget)).group(1, 2, 3, 5)]


def shuffled_labels_are_learnt_too(widget):
    _, own, _, others = learnt(widget)
    assert own == 100, says(widget)
    widget.get_by_label("Their labels").select_option(label="shuffled")
    _, shuffled_own, _, shuffled_others = learnt(widget)
    assert shuffled_own >= 95 and shuffled_others < others, says(widget)


def what_nothing_uses_is_disabled(widget):
    rate, place = widget.get_by_label("Dropout rate"), widget.get_by_label("What is dropped")
    assert rate.is_disabled(), "a rate of nothing can be set"
    place.select_option(label="the cell state")
    assert rate.is_enabled() and "Dropped: the cell state" in says(widget), says(widget)


OVERFITTING = [
    ("shuffled labels are learnt, too", shuffled_labels_are_learnt_too, {}),
    ("what nothing uses is disabled", what_nothing_uses_is_disabled, {}),
]

# Chapter 13 --------------------------------------------------------------------------------------


def counts_in_sight(widget):
    """A unit rises with each a, and the cell expects the end where the b's are as many."""
    field = widget.get_by_label("Type a’s and b’s")
    for count in [3, 9, 18]:
        field.fill("a" * count + "b" * count)
        assert "it expects the end" in says(widget), says(widget)
        field.fill("a" * count + "b" * (count - 1))
        assert "it expects b" in says(widget), says(widget)


def an_average_stops_short(widget):
    reach = r"right up to n = (\d+)"
    belt = int(re.search(reach, says(widget)).group(1))
    press(widget, "GRU")
    average = int(re.search(reach, says(widget)).group(1))
    assert average < belt, f"the GRU counts to {average}, the LSTM to {belt}"
    press(widget, "input gate")
    assert widget.get_by_role("button", name="GRU", exact=True).get_attribute("aria-pressed") == "false", "a GRU has an input gate"


def nothing_typed_is_no_number(widget):
    press(widget, "Clear")
    assert says(widget).startswith("Nothing typed yet."), says(widget)
    press(widget, "+ a")
    assert says(widget).startswith("After 1 a and 0 b’s"), says(widget)


COUSINS = [
    ("counts in sight", counts_in_sight, {}),
    ("an average stops short", an_average_stops_short, {}),
    ("nothing typed", nothing_typed_is_no_number, {}),
]

# Chapter 15 --------------------------------------------------------------------------------------


def the_verb_decides(widget):
    assert says(widget).startswith("Found persons: Jordan Weston."), says(widget)
    sentence, reading = widget.get_by_label("A sentence"), widget.get_by_label("The tagger reads")
    sentence.fill("Yesterday Jordan Weston exports grain")
    assert says(widget).startswith("Found persons: Jordan Weston."), says(widget)
    reading.select_option("in both directions")
    assert says(widget).startswith("Found places: Jordan Weston."), says(widget)


def says_what_is_refused(widget):
    assert "I-PER after O, which the chain refuses" in says(widget), says(widget)
    assert widget.locator("svg line").count() == 1, "the step is not marked"
    widget.get_by_label("A sentence").fill("")
    assert says(widget) == "No words.", says(widget)


NAMES = [
    ("the verb decides", the_verb_decides, {}),
    ("says what is refused", says_what_is_refused, {}),
]

# Chapter 16 --------------------------------------------------------------------------------------


def writes_a_number(widget):
    assert "has read forty-seven and written siebenundvierzig. That is right." in says(widget), says(widget)
    field = widget.get_by_label("A number up to 9999")
    field.fill("1 dec 2026")
    assert "written 2026-12-01." in says(widget), says(widget)
    field.fill("")
    assert says(widget) == "Nothing is read.", says(widget)


def looks_where_it_should(widget):
    """The first letters come from seven, which is the second word."""
    place = widget.get_by_label("Character that is written")
    place.press("Home")
    read = re.search(r"has read (\S+) and written s\. .* character (\d+), by", says(widget))
    assert read and read.group(1) == "forty-seven" and int(read.group(2)) > 6, says(widget)
    place.press("ArrowRight")
    assert "written si." in says(widget), says(widget)


TRANSLATION = [
    ("writes a number", writes_a_number, {}),
    ("looks where it should", looks_where_it_should, {}),
]

OWN = {
    "rnn": RNN, "vanishing": VANISHING, "gates": GATES, "gradient-check": GRADIENT_CHECK, "adding-problem": ADDING_PROBLEM,
    "language-model": LANGUAGE_MODEL, "padding": PADDING, "words": WORDS, "overfitting": OVERFITTING, "cousins": COUSINS,
    "translation": TRANSLATION,
    "names": NAMES,
}
