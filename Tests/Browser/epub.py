"""The EPUB: that it opens, that all of it is XML, that its links resolve, and epubcheck's word."""

import posixpath
import shutil
import subprocess
import xml.etree.ElementTree as xml
import zipfile


def checks(path):
    """Pairs of a name and a function that asserts."""
    return [
        ("the container", lambda: is_a_container(path)),
        ("every page is XML", lambda: pages_are_xml(path)),
        ("every link and figure resolves", lambda: links_resolve(path)),
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


def satisfies_epubcheck(path):
    program = shutil.which("epubcheck")
    assert program, "install epubcheck: apt-get install epubcheck"
    with open(program, "rb") as file:
        is_jar = file.read(2) == b"PK"
    words = ["java", "-jar", program] if is_jar else [program]
    run = subprocess.run([*words, "-q", str(path)], capture_output=True, text=True, timeout=600)
    lines = [line for line in (run.stdout + run.stderr).splitlines() if line.strip()]
    assert run.returncode == 0, " | ".join(lines[:4])
