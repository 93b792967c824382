"""The system's Chromium, as every check here starts it."""

import shutil
import sys

PROGRAMS = ["chromium", "chromium-browser", "google-chrome"]


def launch(playwright, program=None):
    program = program or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if not program:
        sys.exit("there is no Chromium; install it: apt-get install chromium")
    return playwright.chromium.launch(
        executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"])
