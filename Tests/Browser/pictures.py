"""The README's pictures of the live figures, and the EPUB's cover. `visit` opens a page: a path, a size and
a scheme."""

import base64
import sys
from pathlib import Path

import live
import widgets

CHAPTERS = Path(__file__).resolve().parents[2] / "chapters"
# The six figures in the order of their chapters.
GALLERY = ["rnn", "vanishing", "gates", "gradient-check", "adding-problem", "language-model"]


def take(visit, pages, name):
    """Writes chapters/figures/widget-NAME-light.png and -dark.png; for `all` one picture of all six,
    live-figures-light.jpg and -dark.jpg, and for `landing` the top of the landing page."""
    for scheme in ["light", "dark"]:
        if name == "landing":
            take_landing(visit, pages, scheme)
            continue
        if name == "all":
            take_gallery(visit, pages, scheme)
            continue
        picture = CHAPTERS / "figures" / f"widget-{name}-{scheme}.png"
        with visit(find(pages, name), {"width": 900, "height": 1400}, scheme) as opened:
            tell(picture, shot(opened.page, name, path=picture))


def take_landing(visit, pages, scheme):
    """As far down as its live figure is seen whole."""
    page = next(page for page in pages if page.name == "index.html")
    picture = CHAPTERS / "figures" / f"landing-{scheme}.jpg"
    with visit(page, {"width": 1000, "height": 1400}, scheme) as opened:
        live_figure = opened.page.locator(".widget-live")
        live_figure.wait_for()
        opened.page.wait_for_timeout(3000)
        below = live_figure.bounding_box()
        height = below["y"] + below["height"] + 6
        tell(picture, opened.page.screenshot(
            path=picture, type="jpeg", quality=85, animations="disabled",
            clip={"x": 0, "y": 0, "width": 1000, "height": height}))


def take_gallery(visit, pages, scheme):
    shots = []
    for name in GALLERY:
        with visit(find(pages, name), {"width": 620, "height": 1400}, scheme) as opened:
            widget = opened.page.locator(f".widget[data-widget='{name}']")
            shots.append(shot(opened.page, name, before=lambda: BEFORE.get(name, lambda _: None)(widget)))
    images = "".join(
        f"<img src='data:image/png;base64,{base64.b64encode(data).decode()}'>" for data in shots)
    picture = CHAPTERS / "figures" / f"live-figures-{scheme}.jpg"
    with visit(find(pages, "gates"), {"width": 1320, "height": 900}, scheme) as opened:
        # Each is seen to the same height; the rest of it is controls and numbers.
        opened.page.evaluate("""(images) => {
          document.body.innerHTML = `<div id="gallery">${images}</div><style>
            #gallery { display: grid; grid-template-columns: repeat(3, 420px); gap: 20px; padding: 10px; width: 1320px; }
            #gallery img { width: 420px; height: 470px; object-fit: cover; object-position: top left; border-radius: 6px; }
          </style>`;
        }""", images)
        gallery = opened.page.locator("#gallery")
        opened.page.wait_for_function("[...document.images].every((image) => image.complete)")
        tell(picture, gallery.screenshot(path=picture, type="jpeg", quality=85))


def learn(widget):
    live.press(widget, "▸ Learn")
    widget.page.wait_for_function(
        "(w) => +/After (\\d+)/.exec(w.querySelector('output').textContent)?.[1] > 850", arg=widget.element_handle())
    live.press(widget, "❚❚ Pause")


def write(widget):
    live.press(widget, "▸ Write")
    widget.page.wait_for_function(
        "(w) => w.querySelector('.widget-text').textContent.length > 260", arg=widget.element_handle())
    live.press(widget, "❚❚ Pause")


def count_ones(widget):
    widget.locator("select").select_option(index=1)
    widget.locator("input[type=text]").fill("10110")
    widget.locator("input[type=text]").blur()


# What is done before a picture is taken.
BEFORE = {"adding-problem": learn, "language-model": write, "rnn": count_ones}


def find(pages, name):
    page = next((p for p in pages if f'data-widget="{name}"' in p.read_text(encoding="utf-8")), None)
    if page is None:
        sys.exit(f"no page has a widget {name}")
    return page


def shot(page, name, before=lambda: None, **given):
    widget = page.locator(f".widget[data-widget='{name}']")
    widgets.starts(widget, name)
    before()
    # Its controls and its drawing say enough; the tables would make the picture tall.
    widget.evaluate("""(w) => {
      for (const part of w.querySelectorAll("table, details")) {
        (part.closest(".scroll") ?? part).style.display = "none";
      }
    }""")
    return widget.screenshot(animations="disabled", **given)


def tell(picture, data):
    print(f"{picture.name}: {len(data) / 1000:.0f} kB")


def take_cover(visit):
    """Writes chapters/web/cover.png, which every e-reader shows, from cover.svg."""
    drawing = CHAPTERS / "web" / "cover.svg"
    with visit(drawing, {"width": 1200, "height": 1920}, "light") as opened:
        opened.page.screenshot(path=drawing.with_suffix(".png"))
