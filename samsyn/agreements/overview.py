"""The page of a city's agreements: the matrix, what has to be done soon, and the tree in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.agreements.models import Agreement, AgreementKind
from samsyn.agreements.queries import SOON_DAYS, Matrix, Standing, State, Tree, matrix, successor_of, tree
from samsyn.agreements.queries.tree import Node
from samsyn.agreements.workflow import Stage
from samsyn.people.access import visible_pairs
from samsyn.people.models import Member
from samsyn.places.models import City
from samsyn.records.joint.workflow import JointState
from samsyn.ui.templatetags.numbers import day

WIDTH = 384  # of the span of time, in units of the drawing


@dataclass(frozen=True)
class Todo:
    """Something that needs hands: where, what, by which link; `is_late` when there is little time."""

    where: str
    sentence: str
    url: str
    is_late: bool


@dataclass(frozen=True)
class BarShown:
    """One agreement of the tree as a bar in time; `years` are where each year begins."""

    node: Node
    x: float
    width: float
    is_drawn: bool
    state: str

    @property
    def row(self) -> Agreement:
        return self.node.row


@dataclass(frozen=True)
class Axis:
    """The span of the bars: each year's beginning, and where today is."""

    years: tuple[tuple[int, float], ...]
    today: float


@dataclass(frozen=True)
class View:
    """The whole page.

    readable  primary keys of the pairs whose pages the reader may open
    """

    matrix: Matrix
    sentence: str
    todo: tuple[Todo, ...]
    bars: tuple[BarShown, ...]
    axis: Axis
    readable: frozenset[int]
    soon_days: int = SOON_DAYS

    @property
    def is_empty(self) -> bool:
        return not self.matrix.standings


def overview(city: City, *, reader: Member, on: date) -> View:
    """Return the page for its reader. The tree shows only the agreements that she may open."""
    found = matrix(city, on=on)
    readable = frozenset(visible_pairs(reader).filter(city=city).values_list("pk", flat=True))
    grown = tree(city, on=on)
    nodes = [node for node in grown.nodes if node.row.pair_id in readable]
    return View(
        matrix=found,
        sentence=_sentence(found),
        todo=(*_todos(found, readable), *_ending(nodes, on)),
        bars=tuple(_bar(node, grown, on) for node in nodes),
        axis=_axis(grown, on),
        readable=readable,
    )


def _sentence(found: Matrix) -> str:
    lacking = found.pairs - found.count(State.IN_FORCE, State.SOON)
    if not found.pairs:
        return _("Staden har inget områdespar än.")
    if not lacking:
        return _("Alla områdespar har en gällande överenskommelse.")
    if lacking == found.pairs:
        return _("Inget områdespar har en gällande överenskommelse i Samsyn.")
    return ngettext(
        "%(count)s av %(pairs)s områdespar saknar en gällande överenskommelse i Samsyn.",
        "%(count)s av %(pairs)s områdespar saknar en gällande överenskommelse i Samsyn.",
        lacking,
    ) % {"count": lacking, "pairs": found.pairs}


def _todos(found: Matrix, readable: frozenset[int]) -> list[Todo]:
    return [todo for one in found.standings if (todo := _todo(one, one.pair.pk in readable)) is not None]


def _todo(one: Standing, is_readable: bool) -> Todo | None:
    """Return what has to be done about a pair's agreement, None when nothing has."""
    if one.state == State.IN_FORCE:
        return None
    url = reverse("agreements:agreements", args=[one.pair.slug]) if is_readable else ""
    return Todo(one.pair.name, _said(one), url, one.state in (State.SOON, State.MISSING))


def _said(one: Standing) -> str:
    if one.state == State.MISSING:
        return _("Ingen överenskommelse finns i Samsyn. Någon behöver börja på ett utkast.")
    if one.state == State.WRITING:
        return _("Ett utkast skrivs. Inget gäller förrän båda har skrivit under.")
    if one.state == State.FOR_SIGNATURE:
        return _("Texten är klar och väntar på underskrift.")
    if one.state == State.SIGNED:
        return _("Den är undertecknad och börjar gälla %(day)s.") % {"day": day(_first(one.row))}
    last = day(one.row.last_day if one.row is not None else None)
    if one.next is None:
        return _("Den upphör efter %(day)s. Skriv en efterträdare, eller bestäm att den ska ta slut.") % {
            "day": last
        }
    if one.next.stage == Stage.SIGNED:
        return _("Den upphör efter %(day)s. Efterträdaren är undertecknad.") % {"day": last}
    return _("Den upphör efter %(day)s. Efterträdaren är påbörjad men inte undertecknad.") % {"day": last}


def _first(row: Agreement | None) -> date | None:
    return row.valid_from if row is not None else None


def _ending(nodes: list[Node], on: date) -> list[Todo]:
    """The verksamhetsavtal that are soon over and have no successor."""
    rows = [node.row for node in nodes if node.row.kind == AgreementKind.OPERATIONAL]
    soon = [row for row in rows if row.holds_on(on) and _is_soon(row, on) and successor_of(row) is None]
    return [
        Todo(
            row.title,
            _("Avtalet upphör efter %(day)s. Bestäm om det behöver en efterträdare.")
            % {"day": day(row.last_day)},
            row.get_absolute_url(),
            True,
        )
        for row in soon
    ]


def _is_soon(row: Agreement, on: date) -> bool:
    return row.valid_to is not None and row.valid_to - on <= timedelta(days=SOON_DAYS)


def state_of(row: Agreement, on: date) -> str:
    """Return the state of one agreement by the same words as the matrix; "ended" of one that is over."""
    if row.stage == Stage.ENDED:
        return "ended"
    if row.stage == Stage.IN_FORCE:
        return str((State.SOON if _is_soon(row, on) else State.IN_FORCE).value)
    if row.state != JointState.DECIDED:
        return str(State.WRITING.value)
    return str((State.SIGNED if row.stage == Stage.SIGNED else State.FOR_SIGNATURE).value)


def _bar(node: Node, grown: Tree, on: date) -> BarShown:
    first, end = node.begins, node.ends
    state = state_of(node.row, on)
    if first is None or end is None:
        return BarShown(node, 0, 0, False, state)
    x = grown.place(first) * WIDTH
    return BarShown(node, round(x, 1), round(max(2.0, grown.place(end) * WIDTH - x), 1), True, state)


def _axis(grown: Tree, on: date) -> Axis:
    years = range(grown.start.year, grown.end.year + 1)
    begins = [(year, date(year, 1, 1)) for year in years]
    return Axis(
        tuple(
            (year, round(grown.place(first) * WIDTH, 1))
            for year, first in begins
            if grown.start <= first < grown.end
        ),
        round(grown.place(on) * WIDTH, 1),
    )


def pair_note(standing: Standing) -> str:
    """Return where a pair stands with its agreement, in one sentence: for its home."""
    if standing.state == State.IN_FORCE and standing.row is not None:
        return _("Gäller till och med %(day)s.") % {"day": day(standing.row.last_day)}
    return _said(standing)
