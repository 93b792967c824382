#!/usr/bin/env python3
"""Opens the page that `course dev widget-numbers` wrote, waits until it has compared all numbers,
and prints its report.

    .ci/browser Tests/Browser/widget_numbers.py .build/widget-numbers/index.html
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

import chromium


def report(path):
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        page = browser.new_page()
        problems = []
        page.on("pageerror", lambda error: problems.append(f"differ: {error}"))
        page.goto(path.resolve().as_uri())
        # The page compiles its modules and calls them on its own time: only its last line says
        # that it has done so. Two minutes are far more than the second that it takes.
        try:
            page.wait_for_function(
                r"/^(all agree|differ)/m.test(document.getElementById('report').textContent)",
                timeout=120_000)
            problems.insert(0, page.text_content("#report"))
        except Exception as problem:
            problems.append(f"differ: the page does not end: {problem}")
        browser.close()
    return "\n".join(problems)


if __name__ == "__main__":
    text = report(Path(sys.argv[1]))
    print(text)
    sys.exit(0 if text.splitlines()[-1].startswith("all agree") else 1)
