"""Says which public declarations lack a comment, or a part of one.

Reads the symbol graphs in a folder, as swift-symbolgraph-extract writes them: comments.py FOLDER
The rules, for what is declared here and is not the compiler's own:

- every type has a comment, and so has whatever takes parameters, throws or stops the program: its
  own, or that of the requirement which it fulfils. Another member may do without, where its name
  says all;
- where there is a Matrix in its type, its comment tells a shape, or its type's comment does;
- where it throws, "- Throws:" says what;
- where its body stops the program, "- Precondition:" says when.
"""

import json
import pathlib
import re
import sys
import urllib.parse

SHAPE = re.compile(r"×|\bshapes?\b|\bsquare\b")
STOPS = re.compile(r"\b(fatalError|precondition|preconditionFailure|stop)\(")
TYPES = {"struct", "enum", "class", "actor", "protocol"}
ALIASES = {"associatedtype", "typealias"}
FUNCTIONS = {"func", "func.op", "method", "type.method", "init", "subscript"}
VARIABLES = {"var", "property", "type.property"}


def comment(symbol):
    return "\n".join(line["text"] for line in symbol.get("docComment", {}).get("lines", []))


def declaration(symbol):
    """The declaration's text without what stands in parentheses, and so without closures' types."""
    text = "".join(f["spelling"] for f in symbol["declarationFragments"])
    while text != (text := re.sub(r"\([^()]*\)", "", text)):
        pass
    return text


def path(symbol):
    return urllib.parse.unquote(urllib.parse.urlparse(symbol["location"]["uri"]).path)


def body(symbol):
    """The declaration's lines, up to the brace at its own indentation that closes it."""
    lines = pathlib.Path(path(symbol)).read_text().splitlines()
    start = symbol["location"]["position"]["line"]
    if "{" not in lines[start] and symbol["kind"]["identifier"].removeprefix("swift.") in VARIABLES:
        return lines[start]
    closing = re.match(" *", lines[start])[0] + "}"
    end = start if lines[start].endswith("}") else lines.index(closing, start)
    return "\n".join(lines[start : end + 1])


def says_all(symbol, kind):
    """Whether the declaration's name and type may say all there is to say."""
    if kind in TYPES or kind in FUNCTIONS and symbol.get("functionSignature", {}).get("parameters"):
        return False
    stops = kind in FUNCTIONS | VARIABLES and STOPS.search(body(symbol))
    return not (stops or re.search(r"\bthrows\b", declaration(symbol)))


def problems(symbol, parent):
    kind = symbol["kind"]["identifier"].removeprefix("swift.")
    if not comment(symbol).strip() and not says_all(symbol, kind):
        # The compiler calls a result builder's functions; nobody else does.
        if "resultBuilder" not in "".join(f["spelling"] for f in parent["declarationFragments"]):
            yield "has no comment"
        return
    if kind in TYPES | ALIASES or symbol.get("docComment", symbol).get("module") != symbol["module"]:
        return
    names = {f["spelling"] for f in symbol["declarationFragments"]}
    if "Matrix" in names and not SHAPE.search(comment(symbol) + comment(parent)):
        yield "does not tell the shape of its Matrix"
    if re.search(r"\bthrows\b", declaration(symbol)) and "- Throws:" not in comment(symbol):
        yield "throws, and has no '- Throws:'"
    if kind in FUNCTIONS and "protocol" not in declaration(parent):
        if STOPS.search(body(symbol)) and "- Precondition:" not in comment(symbol):
            yield "stops the program, and has no '- Precondition:'"


def main(folder):
    modules, count, faults = set(), 0, set()
    for file in pathlib.Path(folder).glob("*.symbols.json"):
        graph = json.loads(file.read_text())
        # What has no place in a source file, the compiler added.
        symbols = [
            s for s in graph["symbols"]
            if "location" in s and "::SYNTHESIZED::" not in s["identifier"]["precise"]
        ]
        by_path = {tuple(s["pathComponents"]): s for s in symbols}
        nothing = {"declarationFragments": []}
        modules.add(graph["module"]["name"])
        count += len(symbols)
        for symbol in symbols:
            symbol["module"] = graph["module"]["name"]
            parent = by_path.get(tuple(symbol["pathComponents"][:-1]), nothing)
            place = f"{path(symbol)}:{symbol['location']['position']['line'] + 1}"
            name = ".".join(symbol["pathComponents"])
            faults |= {f"{place}: {name} {problem}" for problem in problems(symbol, parent)}
    for fault in sorted(faults):
        print(fault)
    print(f"{count} public declarations in {len(modules)} modules, {len(faults)} to mend")
    return 1 if faults or not count else 0


sys.exit(main(sys.argv[1]))
