"""The EPUB: that it opens, that all of it is XML, that its links resolve, that it has a cover, a font for
formulas and tables no wider than a page, and epubcheck's word."""

import posixpath
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as xml
import zipfile
from pathlib import Path

PACKAGE = "{http://www.idpf.org/2007/opf}"

WIDE = """() => [...document.querySelectorAll("table")].filter((table) =>
  table.getBoundingClientRect().right > document.body.getBoundingClientRect().right + 1)
  .map((table) => table.textContent.trim().replace(/\\s+/g, " ").slice(0, 40))"""

# The fonts that the page asks for and that arrived; asking for its size lays the page out.
FONTS = """() => document.body.offsetHeight && document.fonts.ready.then((fonts) =>
  [...fonts].filter((font) => font.status === "loaded").map((font) => font.family.replaceAll('"', "")))"""


def checks(path, browser):
    """Pairs of a name and a function that asserts."""
    return [
        ("the container", lambda: is_a_container(path)),
        ("every page is XML", lambda: pages_are_xml(path)),
        ("every link and figure resolves", lambda: links_resolve(path)),
        ("the cover", lambda: has_a_cover(path)),
        ("tables and formulas", lambda: pages_are_whole(path, browser)),
        ("epubcheck", lambda: satisfies_epubcheck(path)),
    ]


def is_a_container(path):
    with zipfile.ZipFile(path) as book:
        first = book.infolist()[0]
        assert first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED
        assert book.read("mimetype") == b"application/epub+zip"


def pages_are_xml(path):
    with zipfile.ZipFile(path) as book:
        pages = [name for name in book.namelist() if name.endswith(".xhtml")]
        assert len(pages) > 10, f"{len(pages)} pages"
        for name in pages:
            xml.fromstring(book.read(name))


def links_resolve(path):
    with zipfile.ZipFile(path) as book:
        names = set(book.namelist())
        trees = {n: xml.fromstring(book.read(n)) for n in names if n.endswith(".xhtml")}
    anchors = {n: {e.get("id") for e in tree.iter()} for n, tree in trees.items()}
    for name, tree in trees.items():
        for element in tree.iter():
            target = element.get("href") or element.get("src")
            if not target or target.startswith(("http:", "https:")):
                continue
            file, _, anchor = target.partition("#")
            full = posixpath.normpath(posixpath.join(posixpath.dirname(name), file)) if file else name
            assert full in names, f"{name}: there is no {target}"
            assert not anchor or anchor in anchors[full], f"{name}: there is no {target}"


def has_a_cover(path):
    with zipfile.ZipFile(path) as book:
        package = next(name for name in book.namelist() if name.endswith(".opf"))
        covers = [item.get("href") for item in xml.fromstring(book.read(package)).iter(PACKAGE + "item")
                  if "cover-image" in item.get("properties", "")]
        assert len(covers) == 1, f"it has {len(covers)} covers"
        picture = book.read(posixpath.join(posixpath.dirname(package), covers[0]))
    # Not every e-reader draws another kind, and shops ask for a thousand pixels.
    assert picture.startswith(b"\x89PNG"), f"{covers[0]} is no PNG"
    width, height = (int.from_bytes(picture[at:at + 4], "big") for at in (16, 20))
    assert width >= 1000 and 1.4 <= height / width <= 1.7, f"the cover has {width} × {height} pixels"


def pages_are_whole(path, browser):
    """On a telephone, an e-reader and a tablet no table is cut off, and formulas have their font."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(path) as book:
        book.extractall(folder)
        for width in [360, 480, 600, 800]:
            with browser.new_context(viewport={"width": width, "height": 800}) as context:
                page = context.new_page()
                for file in sorted(Path(folder).glob("EPUB/text/*.xhtml")):
                    page.goto(file.as_uri())
                    page.evaluate("document.querySelectorAll('details').forEach((box) => { box.open = true; })")
                    wide = page.evaluate(WIDE)
                    assert not wide, f"{file.name}, {width} wide: {len(wide)} tables are cut: {wide[0]}"
                    if page.locator("math").count():
                        fonts = page.evaluate(FONTS)
                        assert any("Math" in font for font in fonts), f"{file.name}: formulas have no font"


def satisfies_epubcheck(path):
    program = shutil.which("epubcheck")
    assert program, "install epubcheck: apt-get install epubcheck"
    with open(program, "rb") as file:
        is_jar = file.read(2) == b"PK"
    words = ["java", "-jar", program] if is_jar else [program]
    run = subprocess.run([*words, "-q", str(path)], capture_output=True, text=True, timeout=600)
    lines = [line for line in (run.stdout + run.stderr).splitlines() if line.strip()]
    assert run.returncode == 0, " | ".join(lines[:4])
