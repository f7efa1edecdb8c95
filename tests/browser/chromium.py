"""Which Chromium the browser tests drive: one that is installed, none that is downloaded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO_GET_ONE = "no Chromium or Chrome is installed: apt-get install chromium, or name one in BROWSER=/path"


def find_chromium(environment: Mapping[str, str] = os.environ) -> str | None:
    """Its path. BROWSER may name another browser, as it does on many desktops: then it is not meant for us."""
    named = environment.get("BROWSER", "")
    candidates = [named] if named.startswith("/") and "chrom" in named.rsplit("/", 1)[-1] else []
    path = environment.get("PATH", os.defpath)
    return next((found for name in (*candidates, *NAMES) if (found := shutil.which(name, path=path))), None)
