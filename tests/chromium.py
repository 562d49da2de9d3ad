"""Where the browser of the tests and of the screenshots is."""

from __future__ import annotations

import os
import shutil

# Debian's Chromium without a window starts quicker and asks for less than the same Chromium with one.
NAMES = ("chromium-headless-shell", "chromium")


def chromium() -> str | None:
    """Return the path of the browser: what SAMSYN_CHROMIUM names, else the first that the machine has, or None."""
    names = (os.environ["SAMSYN_CHROMIUM"],) if os.environ.get("SAMSYN_CHROMIUM") else NAMES
    return next(filter(None, map(shutil.which, names)), None)
