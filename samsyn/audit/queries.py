"""Reading and checking the log."""

from __future__ import annotations

from dataclasses import dataclass

from samsyn.audit.models import LogEntry
from samsyn.audit.services import GENESIS, link


@dataclass(frozen=True)
class ChainCheck:
    """Whether the log's chain holds: rows checked, and the number of the first row that breaks it."""

    rows: int
    broken_at: int | None
    head: str

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None


def check_chain() -> ChainCheck:
    """Walk the whole log and return where, if anywhere, the chain breaks."""
    previous, rows = GENESIS, 0
    for entry in LogEntry.objects.order_by("seq").iterator(chunk_size=5000):
        rows += 1
        if entry.seq != rows or entry.previous != previous or entry.checksum != link(previous, entry):
            return ChainCheck(rows, rows, previous)
        previous = entry.checksum
    return ChainCheck(rows, None, previous)
