"""The head of the log at the moment of a decision: what is printed on paper, and whether a printed head is still in the chain.

A paper that somebody keeps outside the program says how the log stood. Who later takes away or rewrites entries up to that
one, even all of them, cannot make the paper's number and checksum come out again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.audit.queries import check_chain
from samsyn.ui.templatetags.numbers import number

DECIDED = (Event.DECIDED, Event.TEXT_DECIDED, Event.EDITION_DECIDED)
SHORTEST = 16  # digits that a footer has room for: 64 bits
WHOLE = 64
_HEAD = re.compile(rf"(?:nr)?([0-9]{{1,18}})[:,]([0-9a-f]{{{SHORTEST},{WHOLE}}})")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


@dataclass(frozen=True)
class Head:
    """The log's newest entry at some moment: its number, and the checksum that holds every entry before it."""

    seq: int
    checksum: str

    @property
    def words(self) -> str:
        """All of it, as it stands in a document's table of facts."""
        return _("nr %(number)s, %(sum)s") % {"number": number(self.seq), "sum": _grouped(self.checksum)}

    @property
    def short(self) -> str:
        """Number and first digits, as `samsyn log verify --head` takes them: for the foot of every page."""
        return f"{self.seq}:{_grouped(self.checksum[:SHORTEST])}"


class Found(StrEnum):
    """What became of a printed head. STANDS alone is well; LATER means that the log is shorter than the paper says."""

    STANDS = "stands"
    OTHER = "other"
    LATER = "later"
    BROKEN = "broken"


def decided_head(subject_type: str, subject_id: object, *more: Event) -> Head | None:
    """Return the head when the object was decided, or at the last of `more` events; None when nothing is decided."""
    found = (
        LogEntry.objects.filter(
            object_type=subject_type, object_id=str(subject_id), event__in=(more or DECIDED)
        )
        .order_by("-seq")
        .values_list("seq", "checksum")
        .first()
    )
    return Head(*found) if found else None


def read(printed: str) -> Head | None:
    """Return the head that somebody typed from a paper, whole or its first sixteen digits, or None when it is not one.

    >>> read("41:7c1e 04b9 9f2a 63d8")
    Head(seq=41, checksum='7c1e04b99f2a63d8')
    >>> read("nr 1 204, 7C1E 04B9 9F2A 63D8").seq, read("41:7c1e")
    (1204, None)
    """
    found = _HEAD.fullmatch(_SPACES.sub("", printed).lower())
    return Head(int(found[1]), found[2]) if found else None


def look_for(head: Head) -> Found:
    """Walk the chain, and say whether the printed head is in it."""
    check = check_chain()
    if check.broken_at is not None and check.broken_at <= head.seq:
        return Found.BROKEN
    known = LogEntry.objects.filter(seq=head.seq).values_list("checksum", flat=True).first()
    if known is None:
        return Found.LATER
    return Found.STANDS if known.startswith(head.checksum) else Found.OTHER


def _grouped(digits: str) -> str:
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))
