"""`make bench`: Samsyn beside its peers, in one run, as ratios. `python -m bench import pages` picks some."""

from __future__ import annotations

import sys

from bench import ingest, pages

ALL = {"import": ingest.main, "pages": pages.main}

for name in sys.argv[1:] or ALL:
    ALL[name]()
