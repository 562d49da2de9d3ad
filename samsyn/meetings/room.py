"""Gemensamma rummet: a meeting on the wall, point by point, with only what everybody present may see.

It shows the same to whoever opens it, also to the owner of what is left out: nothing is counted, numbered or named that one
of those present may not see. City and police are always counted as present, for both may open the page. When somebody from
outside is marked as present, only published promises are shown, and the points that people have said are for everybody.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from samsyn.agreements.models import Agreement, CitizenPromise
from samsyn.agreements.queries.promises import still_public
from samsyn.meetings import queries
from samsyn.meetings.models import AgendaItem, Attendance, Meeting
from samsyn.people.models import Party
from samsyn.places.models import AreaPair
from samsyn.priorities.models import Priority
from samsyn.records.joint import kinds
from samsyn.records.joint.models import Joint
from samsyn.records.joint.queries import contents_now
from samsyn.records.joint.workflow import STANDING, JointState
from samsyn.releases.kinds import kind_of as released_kind
from samsyn.releases.models import Scope
from samsyn.releases.queries import Item, items, joint
from samsyn.steps.activity.queries import tallies
from samsyn.steps.activity.queries.field import in_force
from samsyn.steps.situation.models import Edition, Section
from samsyn.steps.situation.workflow import EditionState
from samsyn.ui.templatetags.numbers import day, number

FOLLOW_UP = "uppfoljning"
RELEASED = "released"  # code of a matter that is a released text: "released:situation.finding:7"
CARRIED = "item:"  # a point of an earlier meeting that is taken up again: "item:<its key>"
BEFORE_BOTH = (EditionState.IN_REVIEW, EditionState.DECIDED, EditionState.SUPERSEDED)


@dataclass(frozen=True)
class Line:
    """One piece of what a point is about: its heading and its words."""

    heading: str
    text: str


@dataclass(frozen=True)
class Shown:
    """What a point is about: which kind of thing, how it stands ("" when that says nothing), and its words.

    title  its own, where that is the only one that may be shown
    """

    kind: str
    state: str
    lines: tuple[Line, ...]
    title: str = ""


@dataclass(frozen=True)
class RoomPoint:
    """One point on the wall. `shown` is None for a point of people's own words alone.

    says  whether people's own words of the point, its heading and what was decided, may be shown
    """

    number: int
    item: AgendaItem
    shown: Shown | None
    says: bool = True

    @property
    def title(self) -> str:
        return self.item.title if self.says or self.shown is None else self.shown.title


@dataclass(frozen=True)
class Room:
    """The room as it is now. `parties` are those present, in the order city, police, others."""

    parties: tuple[str, ...]
    points: tuple[RoomPoint, ...]


def room_of(meeting: Meeting) -> Room:
    """Return what may be on the wall now, by those who are marked as present now."""
    parties = present_parties(meeting)
    is_open = Party.OTHER not in parties
    found = [(row, _seen(row, meeting.pair, is_open=is_open)) for row in queries.items_of(meeting)]
    kept = [(row, shown) for row, (is_seen, shown) in found if is_seen]
    points = tuple(
        RoomPoint(number, row, shown, says=is_open or row.for_all)
        for number, (row, shown) in enumerate(kept, 1)
    )
    return Room(parties, points)


def present_parties(meeting: Meeting) -> tuple[str, ...]:
    """Return whose eyes count: both authorities always, others when somebody of theirs is marked as present."""
    others = Attendance.objects.filter(meeting=meeting, party=Party.OTHER).exists()
    return (Party.CITY, Party.POLICE, *([Party.OTHER] if others else []))


def left_out(pair: AreaPair, party: str) -> list[Item]:
    """Return the authority's own texts that the room leaves out: not released, or released without their figures."""
    words_only = [one for one in items(pair, party, shared=True) if one.row.shared != Scope.WHOLE]
    return [*items(pair, party, shared=False), *words_only]


def _seen(row: AgendaItem, pair: AreaPair, *, is_open: bool) -> tuple[bool, Shown | None]:
    """Return whether the point may be on the wall, and what it is about.

    is_open  whether only the two authorities are there
    """
    code, _colon, rest = row.matter.partition(":")
    begun = begun_as(row, pair)
    if begun.startswith(
        f"{RELEASED}:"
    ):  # its title is the text's own words: for the two, while it is released
        text = _released(begun.partition(":")[2], pair) if is_open else None
        if text is None:
            return False, None
        if code == RELEASED:
            return True, text
    if not is_open:
        shown = _published(code, rest, pair)
        return row.for_all or shown is not None, shown
    find = FINDERS.get(code, _matter if kinds.find(code) else None)
    return True, find(row.matter, rest, pair) if find else None


def begun_as(row: AgendaItem, pair: AreaPair) -> str:
    """Return the matter that a point began as, through the meetings that it was carried over from."""
    matter, known = row.matter, set[str]()
    while matter.startswith(CARRIED) and matter not in known:
        known.add(matter)
        rows = AgendaItem.objects.filter(key=matter.removeprefix(CARRIED), meeting__pair=pair)
        matter = rows.order_by("pk").values_list("matter", flat=True).first() or ""
    return matter


def _published(code: str, rest: str, pair: AreaPair) -> Shown | None:
    """Return a promise that is published, for residents and everybody to read; nothing else is."""
    row = _joint_row(code, rest, pair)
    if not isinstance(row, CitizenPromise) or not row.is_closed or not still_public([row]):
        return None
    return replace(_of_joint(row), title=row.title)


def _released(rest: str, pair: AreaPair) -> Shown | None:
    """Return a text of one authority as both see it whole now, or None."""
    code, _colon, pk = rest.partition(":")
    kind = released_kind(code)
    if kind is None or not pk.isdigit():
        return None
    row = joint(kind.standing(pair)).filter(pk=int(pk)).first()
    if row is None:
        return None
    doubt = getattr(row, "doubt", "")
    lines = [Line("", getattr(row, "statement", "") or getattr(row, "text", ""))]
    return Shown(str(kind.label), "", (*lines, *([Line(_("Hur säkra vi är"), doubt)] if doubt else [])))


def _joint_row(code: str, rest: str, pair: AreaPair) -> Joint | None:
    """Return the joint matter that "code:key:number" or "code:key" names, when it stands."""
    kind = kinds.find(code)
    if kind is None:
        return None
    key, _colon, version = rest.partition(":")
    rows: Any = kind.model._default_manager.filter(pair=pair, key=key).exclude(state=JointState.WITHDRAWN)
    rows = rows.filter(number=int(version)) if version.isdigit() else rows.filter(state__in=STANDING)
    found: Joint | None = rows.order_by("-number").first()
    if found is not None:
        found.pair = pair
    return found


def _of_joint(row: Joint) -> Shown:
    kind = kinds.kind_of(row)
    texts = kind.texts(contents_now(row))
    state = _("Version %(number)s, %(state)s") % {"number": row.number, "state": row.get_state_display()}
    return Shown(str(kind.name), state, tuple(Line(one.heading, one.text) for one in texts))


def _matter(matter: str, rest: str, pair: AreaPair) -> Shown | None:
    row = _joint_row(matter.partition(":")[0], rest, pair)
    return _of_joint(row) if row is not None else None


def _follow_up(_matter: str, rest: str, pair: AreaPair) -> Shown | None:
    row = _joint_row(FOLLOW_UP, rest, pair)
    return _of_joint(row) if row is not None else None


def _agreement(_matter: str, rest: str, pair: AreaPair) -> Shown | None:
    row = Agreement.objects.filter(pair=pair, pk=rest).first()
    return _of_joint(row) if row is not None else None


def _edition(_matter: str, rest: str, pair: AreaPair) -> Shown | None:
    """Return the findings and paragraphs of an edition that both have before them, as they were cut."""
    row = Edition.objects.filter(picture__pair=pair, pk=rest, state__in=BEFORE_BOTH).first()
    if row is None:
        return None
    held: Mapping[str, Any] = json.loads(row.canonical)
    lines = [Line(one["statement"], one["doubt"]) for one in held["findings"]]
    for section in Section:
        texts = [str(one["text"]) for one in held["sections"].get(section.value, ())]
        if texts:
            lines.append(Line(str(section.label).capitalize(), "\n\n".join(texts)))
    state = _("Utgåva %(number)s, %(state)s") % {"number": row.number, "state": row.get_state_display()}
    return Shown(_("lägesbild"), state, tuple(lines))


def _activity(_matter: str, rest: str, pair: AreaPair) -> Shown | None:
    found = in_force(UUID(rest))
    if found is None or found.action.plan.pair_id != pair.pk:
        return None
    tally = tallies([found])[0]
    promised = (
        _("%(done)s av minst %(amount)s %(unit)s")
        % {"done": number(tally.done), "amount": number(found.amount), "unit": found.unit}
        if found.amount
        else f"{number(tally.done)} {found.unit}"
    )
    period = _("%(first)s till %(last)s") % {"first": day(found.period_start), "last": day(found.last_day)}
    lines = [Line(_("Gjort"), promised), Line(_("När"), period), Line(_("Ansvarig"), found.responsible)]
    lines += [Line(_("Var"), found.where)] if found.where else []
    return Shown(_("aktivitet"), "", tuple(lines))


def _priority(_matter: str, rest: str, pair: AreaPair) -> Shown | None:
    rows = Priority.objects.filter(key=rest, list__pair__city=pair.city_id, list__state__in=STANDING)
    row = rows.standing().order_by("-list__number").first()
    if row is None:
        return None
    lines = [Line(row.title, row.text), *([Line(_("Varför"), row.why)] if row.why else [])]
    return Shown(_("prioritering"), "", tuple(lines))


def _earlier(_matter: str, rest: str, pair: AreaPair) -> Shown | None:
    row = AgendaItem.objects.filter(key=rest, meeting__pair=pair).standing().order_by("pk").first()
    if row is None or not row.decision:
        return None
    return Shown(_("från förra mötet"), "", (Line(_("Vi kom fram till"), row.decision),))


FINDERS: dict[str, Callable[[str, str, AreaPair], Shown | None]] = {
    "edition": _edition,
    "late-followup": _follow_up,
    "late-activity": _activity,
    "agreement": _agreement,
    "priority": _priority,
    "item": _earlier,
}
