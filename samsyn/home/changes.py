"""What others have done in a pair since the member was there, read from the log."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter

from django.http import HttpRequest

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.home.own import not_told
from samsyn.people import queries as people
from samsyn.people import services
from samsyn.people.models import Member, PairVisit
from samsyn.places.models import AreaPair
from samsyn.ui.clock import today

MOST = 6
READ = 60
SILENT = (
    Event.ROWS_SEEN,
    Event.EDITION_EXPORTED,
    Event.AGREEMENT_EXPORTED,
    Event.DECISION_RECORD_EXPORTED,
    Event.SIGNING_KEY_MADE,
)  # reading is logged, and is no change


@dataclass(frozen=True)
class Change:
    """What one person did, once or several times in a row."""

    name: str  # empty when the program did it
    party: str
    what: str
    at: datetime
    times: int


@dataclass(frozen=True)
class Changes:
    """What has changed since `since`; None says that the member is here for the first time."""

    since: date | None
    rows: tuple[Change, ...]

    @property
    def is_today(self) -> bool:
        return self.since == today()


def changes_for(request: HttpRequest, member: Member, pair: AreaPair) -> Changes:
    """Return the changes since the member's last visit, and remember this visit, once per session and day.

    The session keeps where the visit began, so that a page opened twice shows the same changes twice.
    """
    key = f"visit-{pair.pk}"
    kept = request.session.get(key)
    if isinstance(kept, dict) and kept.get("day") == today().isoformat():
        since, seq = kept["since"], int(kept["seq"])
    else:
        visit = PairVisit.objects.filter(member=member, pair=pair).first()
        since, seq = (visit.seen_on.isoformat(), visit.seen_seq) if visit else ("", 0)
        request.session[key] = {"day": today().isoformat(), "since": since, "seq": seq}
        services.note_visit(member=member, pair=pair, seen_seq=_head(pair))
    return Changes(date.fromisoformat(since) if since else None, _rows(pair, after=seq, reader=member))


def _head(pair: AreaPair) -> int:
    return (
        LogEntry.objects.filter(pair_id=pair.pk).order_by("-seq").values_list("seq", flat=True).first() or 0
    )


def _rows(pair: AreaPair, *, after: int, reader: Member) -> tuple[Change, ...]:
    entries = list(
        LogEntry.objects.filter(pair_id=pair.pk, seq__gt=after)
        .exclude(event__in=SILENT)
        .exclude(not_told(reader.party))
        .exclude(by_id=reader.pk)
        .order_by("-seq")
        .values_list("by_id", "event", "party", "at")[:READ]
    )
    if not entries:
        return ()
    runs = [list(run) for _what, run in itertools.groupby(entries, key=itemgetter(0, 1))][:MOST]
    members = people.names(run[0][0] for run in runs)
    words = {str(value): label for value, label in Event.choices}
    return tuple(
        Change(members[by].name if by in members else "", party, str(words.get(event, event)), at, len(run))
        for run in runs
        for by, event, party, at in run[:1]
    )
