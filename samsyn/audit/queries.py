"""Reading and checking the log."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from samsyn.audit.models import LogEntry
from samsyn.audit.services import GENESIS, link
from samsyn.ui.clock import now

WHOLE_WALK_EVERY = timedelta(
    days=1
)  # the clock walks the whole log this often; a visit checks only what is new


@dataclass(frozen=True)
class ChainCheck:
    """Whether the log's chain holds: rows checked, and the number of the first row that breaks it."""

    rows: int
    broken_at: int | None
    head: str

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None


@dataclass(frozen=True)
class Mark:
    """How far the chain is known to hold, and when it was last walked from its first row."""

    seq: int
    checksum: str
    walked_at: datetime


def check_chain() -> ChainCheck:
    """Walk the whole log and return where, if anywhere, the chain breaks. What held is remembered."""
    check = _walk(0, GENESIS)
    if check.is_whole:
        _remember(Mark(check.rows, check.head, now()))
    return check


def check_new() -> tuple[ChainCheck, datetime]:
    """Check what has been added since the last check, and return when the whole log was last walked.

    The row where the last check ended must still be the same; else, and the first time, the whole log is walked.
    """
    mark = last_mark()
    if mark is None or not _stands(mark):
        return check_chain(), now()
    check = _walk(mark.seq, mark.checksum)
    if check.is_whole and check.rows > mark.seq:
        _remember(Mark(check.rows, check.head, mark.walked_at))
    return check, mark.walked_at


def _walk(rows: int, previous: str) -> ChainCheck:
    for entry in LogEntry.objects.filter(seq__gt=rows).order_by("seq").iterator(chunk_size=5000):
        rows += 1
        if entry.seq != rows or entry.previous != previous or entry.checksum != link(previous, entry):
            return ChainCheck(rows, rows, previous)
        previous = entry.checksum
    return ChainCheck(rows, None, previous)


def _stands(mark: Mark) -> bool:
    entry = LogEntry.objects.filter(seq=mark.seq).first()
    if entry is None:
        return False
    return entry.checksum == mark.checksum and entry.checksum == link(entry.previous, entry)


def _file() -> Path:
    return Path(settings.SAMSYN_DATA) / "log-checked.json"


def last_mark() -> Mark | None:
    """Return how far the chain was known to hold, None before the first check."""
    try:
        kept = json.loads(_file().read_text())
        return Mark(int(kept["seq"]), str(kept["checksum"]), datetime.fromisoformat(kept["walked_at"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _remember(mark: Mark) -> None:
    """Write the mark whole or not at all: other processes read it. A store that cannot be written to has no mark."""
    kept = {"seq": mark.seq, "checksum": mark.checksum, "walked_at": mark.walked_at.isoformat()}
    file = _file()
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".log-checked-")
        with os.fdopen(handle, "w") as out:
            json.dump(kept, out)
        Path(name).replace(file)
