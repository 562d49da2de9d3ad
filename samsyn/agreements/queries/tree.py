"""The tree of a city's agreements: the central one, the local ones under it, and the verksamhetsavtal under those."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from samsyn.agreements.models import Agreement, AgreementKind
from samsyn.agreements.queries.agreements import city_agreements
from samsyn.agreements.workflow import Stage
from samsyn.places.models import City

ORDER = (AgreementKind.CENTRAL, AgreementKind.LOCAL, AgreementKind.OPERATIONAL)
_LEAST = timedelta(days=365)


@dataclass(frozen=True)
class Node:
    """One agreement with what rests on it. `replaces` and `next` are its neighbours in time."""

    row: Agreement
    depth: int
    next: Agreement | None

    @property
    def begins(self) -> date | None:
        return self.row.valid_from

    @property
    def ends(self) -> date | None:
        return self.row.ended_on or self.row.valid_to


@dataclass(frozen=True)
class Tree:
    """The nodes from the top, each followed by those under it, and the span of time that they cover."""

    nodes: tuple[Node, ...]
    start: date
    end: date

    def place(self, day: date) -> float:
        """Return where the day lies, 0 at the start and 1 at the end."""
        share = (day - self.start).days / (self.end - self.start).days
        return min(1.0, max(0.0, share))


def tree(city: City, *, on: date) -> Tree:
    """Return the tree of what has not ended, and of what ended but carries something that has not."""
    rows = city_agreements(city)
    under: dict[int | None, list[Agreement]] = defaultdict(list)
    for row in rows:
        under[row.parent_id].append(row)
    following = {
        row.replaces_id: row for row in rows if row.replaces_id is not None and row.stage != Stage.ENDED
    }
    nodes = tuple(_walk(under, following, None, 0))
    days = [day for node in nodes for day in (node.begins, node.ends) if day is not None]
    start, end = min([*days, on]), max([*days, on])
    if end - start < _LEAST:
        end = start + _LEAST
    return Tree(nodes, start, end)


def _walk(
    under: dict[int | None, list[Agreement]],
    following: dict[int, Agreement],
    parent: int | None,
    depth: int,
) -> Iterable[Node]:
    for row in _sorted(under.get(parent, [])):
        below = list(_walk(under, following, row.pk, depth + 1))
        if row.stage != Stage.ENDED or below:
            yield Node(row, depth, following.get(row.pk))
            yield from below


def _sorted(rows: Sequence[Agreement]) -> list[Agreement]:
    return sorted(
        rows,
        key=lambda row: (
            ORDER.index(AgreementKind(row.kind)),
            row.pair.name,
            row.valid_from or date.max,
            row.pk,
        ),
    )
