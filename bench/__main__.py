"""`make bench`: Samsyn beside its peers, in one run, as ratios.

`python -m bench import pages methods` picks some; the name of a row of the methods (`knox`, `trend` …, or `large` for those
with ten million rows) picks that.
"""

from __future__ import annotations

import sys

from bench import doors, ingest, methods, pages

ALL = {"import": ingest.main, "pages": pages.main, "doors": doors.main, "methods": methods.main}

wanted = sys.argv[1:] or list(ALL)
unknown = [name for name in wanted if name not in ALL and name not in methods.NAMES]
if unknown:
    sys.exit(f"There is no {unknown[0]}. There are {', '.join([*ALL, *sorted(methods.NAMES)])}.")
for name in wanted:
    if name in ALL:
        ALL[name]()
if picked := {name for name in wanted if name in methods.NAMES}:
    methods.main(picked)
