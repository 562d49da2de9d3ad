"""What the clauses cover: which decided problems, goals and actions no clause points at, and which clauses point at nothing that holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from samsyn.agreements.models import Agreement, ClauseTarget, Covers, TargetKind
from samsyn.agreements.queries.agreements import in_force
from samsyn.agreements.queries.clauses import ClauseShown, clauses_by_agreement, clauses_of
from samsyn.agreements.queries.things import Thing, What, things
from samsyn.places.models import AreaPair
from samsyn.steps.problem.models import ProblemPicture
from samsyn.steps.problem.queries import pictures
from samsyn.ui.clock import today

POINTING = (Covers.PROBLEMS, Covers.GOALS)  # clauses that are about something that the pair has decided


@dataclass(frozen=True)
class TargetShown:
    """Something a clause points at. `thing` is None when it is gone from the pair."""

    row: ClauseTarget
    thing: Thing | None

    @property
    def holds(self) -> bool:
        return self.thing is not None and self.thing.is_in_force

    @property
    def is_being_prepared(self) -> bool:
        return self.thing is not None and not self.thing.is_in_force and self.thing.is_open_to_point_at


@dataclass(frozen=True)
class ClauseCovered:
    """A clause with what it points at; `lacks` when it ought to point at something and does not."""

    number: int
    shown: ClauseShown
    targets: tuple[TargetShown, ...]

    @property
    def lacks(self) -> bool:
        return self.shown.row.covers in POINTING and not self.targets

    @property
    def stale(self) -> tuple[TargetShown, ...]:
        """What it points at that no longer holds and is not being prepared either."""
        return tuple(one for one in self.targets if not (one.holds or one.is_being_prepared))


@dataclass(frozen=True)
class Coverage:
    """An agreement's clauses against what its pair has decided.

    pointed_at, uncovered  what holds in the pair, with and without a clause, by kind: problems, goals, actions
    """

    clauses: tuple[ClauseCovered, ...]
    pointed_at: tuple[Thing, ...]
    uncovered: tuple[Thing, ...]

    def uncovered_of(self, kind: str) -> list[Thing]:
        return [one for one in self.uncovered if one.kind == kind]

    @property
    def total(self) -> int:
        return len(self.pointed_at) + len(self.uncovered)

    @property
    def pointless(self) -> tuple[ClauseCovered, ...]:
        return tuple(one for one in self.clauses if one.lacks)

    @property
    def stale(self) -> tuple[ClauseCovered, ...]:
        return tuple(one for one in self.clauses if one.stale)


def coverage(agreement: Agreement) -> Coverage:
    """Return what the agreement's clauses cover of what the pair has decided and what holds today.

    A verksamhetsavtal about one problem is held against that problem only.
    """
    known = things(agreement.pair)
    clauses = tuple(_covered(one, known) for one in clauses_of(agreement))
    pointed = {(one.row.kind, one.row.target_key) for clause in clauses for one in clause.targets}
    about = agreement.problem.key if agreement.problem is not None else None
    holding = [one for one in known.values() if one.is_in_force and about in (None, one.problem)]
    return Coverage(
        clauses,
        pointed_at=tuple(one for one in holding if one.what in pointed),
        uncovered=tuple(one for one in holding if one.what not in pointed),
    )


def _covered(shown: ClauseShown, known: Mapping[What, Thing]) -> ClauseCovered:
    targets = tuple(TargetShown(one, known.get((one.kind, one.target_key))) for one in shown.targets)
    return ClauseCovered(shown.number, shown, targets)


def uncovered_problems(pair: AreaPair) -> list[ProblemPicture]:
    """Return the decided problems that are not set aside and that no clause of an agreement in force is about.

    A clause is about a problem when it points at it, at a goal of it or at an action against it.
    """
    known = things(pair)
    about = _problems_of(in_force(pair, on=today()), known)
    wanted = {
        one.key for one in known.values() if one.kind == TargetKind.PROBLEM.value and one.is_in_force
    } - about
    return [row for row in pictures(pair) if row.key in wanted]


def is_uncovered(picture: ProblemPicture) -> bool:
    """Whether the problem is one of those that no agreement in force covers."""
    return any(row.key == picture.key for row in uncovered_problems(picture.pair))


def agreements_about(picture: ProblemPicture, rows: Iterable[Agreement]) -> list[Agreement]:
    """Return those of the agreements of which a clause is about the problem."""
    known = things(picture.pair)
    return [row for row in rows if picture.key in _problems_of([row], known)]


def _problems_of(rows: Iterable[Agreement], known: Mapping[What, Thing]) -> set[UUID]:
    found: set[UUID] = set()
    for clauses in clauses_by_agreement(rows).values():
        for target in (one for clause in clauses for one in clause.targets):
            thing = known.get((target.kind, target.target_key))
            if thing is not None and thing.problem is not None:
                found.add(thing.problem)
    return found
