"""Reading problem pictures: which stand, and one picture whole with its causes, ties, certainty and evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from samsyn.evidence.audience import JOINT
from samsyn.evidence.releasing import hidden_imports
from samsyn.judging.rules import NOBODY, seen_by
from samsyn.places.models import AreaPair
from samsyn.records.joint.workflow import STANDING, JointState
from samsyn.steps.problem.causation import leading_to_the_problem
from samsyn.steps.problem.models import (
    CausalLink,
    Cause,
    Certainty,
    Evidence,
    ProblemPicture,
    Side,
    Weight,
)
from samsyn.steps.situation.models import Finding

FAR_APART = 2  # steps between two answers that call for a talk


def pictures(pair: AreaPair) -> list[ProblemPicture]:
    """Return the pair's standing problem pictures, oldest first; of each the newest version, a draft under way too."""
    rows = (
        ProblemPicture.objects.filter(pair=pair).standing().defer("canonical").select_related("area", "place")
    )
    newest: dict[UUID, ProblemPicture] = {}
    for row in rows.order_by("number"):
        row.pair = pair
        newest[row.key] = row
    first = dict(ProblemPicture.objects.filter(pair=pair, number=1).values_list("key", "pk"))
    return sorted(newest.values(), key=lambda row: first.get(row.key, row.pk))


def causes(picture: ProblemPicture) -> list[Cause]:
    """Return the causes that stand, in the order in which they were added."""
    return list(Cause.objects.filter(picture=picture).standing())


def current_picture(key: UUID) -> ProblemPicture | None:
    """Return the newest standing version of the problem with the key, or None."""
    rows = ProblemPicture.objects.filter(key=key).standing().select_related("pair__city", "area", "place")
    found: ProblemPicture | None = rows.order_by("-number").first()
    return found


def current_cause(key: UUID) -> Cause | None:
    """Return the cause with the key as the newest standing version of its problem has it.

    A cause that only a draft has removed is still the decided version's, until both have decided the draft. None when gone.
    """
    rows = Cause.objects.filter(key=key, picture__state__in=STANDING).standing()
    found: Cause | None = rows.select_related("picture__pair").order_by("-picture__number").first()
    return found


def is_set_aside(versions: Iterable[ProblemPicture]) -> bool:
    """Return whether a problem is set aside: as decided, else as it is being prepared."""
    rows = sorted(versions, key=lambda row: row.number)
    decided = [row for row in rows if row.state == JointState.DECIDED]
    return bool(rows) and (decided or rows)[-1].weight == Weight.SET_ASIDE


@dataclass(frozen=True)
class CauseShown:
    """A cause with what hangs on it.

    number     1, 2, 3 … in the order of the picture
    certainty  by party: what the reader may know of; the other's is there when her own is
    leads_to   its ties onwards; led_by: its ties from other causes
    """

    number: int
    row: Cause
    certainty: Mapping[str, Certainty]
    leads_to: tuple[CausalLink, ...]
    led_by: tuple[CausalLink, ...]
    supporting: tuple[Evidence, ...]
    opposing: tuple[Evidence, ...]

    @property
    def city(self) -> Certainty | None:
        return self.certainty.get("city")

    @property
    def police(self) -> Certainty | None:
        return self.certainty.get("police")

    @property
    def is_disputed(self) -> bool:
        """Whether the parties are two steps apart: *Oeniga*."""
        return (
            self.city is not None
            and self.police is not None
            and abs(self.city.sureness - self.police.sureness) >= FAR_APART
        )


@dataclass(frozen=True)
class Tree:
    """A problem picture whole, as its page, its text and its checks need it."""

    picture: ProblemPicture
    findings: tuple[Finding, ...]
    causes: tuple[CauseShown, ...]
    links: tuple[CausalLink, ...]
    supporting: tuple[Evidence, ...]
    opposing: tuple[Evidence, ...]

    @cached_property
    def _hidden(self) -> frozenset[int]:
        return hidden_imports((kept["import"] for row in self.findings for kept in row.figures), JOINT)

    def figures_of(self, finding: Finding) -> list[dict[str, Any]]:
        """Return a finding's figures that both see: its party may have added one that is not released since then."""
        return [kept for kept in finding.figures if kept["import"] not in self._hidden]

    @cached_property
    def ties(self) -> list[tuple[int, int | None]]:
        return [(link.cause_id, link.effect_id) for link in self.links]

    @cached_property
    def loose(self) -> tuple[CauseShown, ...]:
        """The causes from which no way leads to the problem."""
        reaching = leading_to_the_problem(self.ties)
        return tuple(cause for cause in self.causes if cause.row.pk not in reaching)

    @cached_property
    def disputed(self) -> tuple[CauseShown, ...]:
        return tuple(cause for cause in self.causes if cause.is_disputed)


def tree(picture: ProblemPicture, reader: str = NOBODY) -> Tree:
    """Return a problem picture whole, as a reader of the party may know it. With no reader: as a joint text holds it."""
    rows = causes(picture)
    for row in rows:
        row.picture = picture
    known = {row.pk: row for row in rows}
    links = _links(picture, known)
    answers: dict[int, dict[str, Certainty]] = defaultdict(dict)
    shown = seen_by(Certainty.objects.filter(cause__in=known), reader, of=("cause",))
    for answer in shown.select_related("answered_by"):
        answers[answer.cause_id][answer.party] = answer
    reasons = _evidence(picture)
    return Tree(
        picture=picture,
        findings=tuple(picture.findings.select_related("area", "written_by").order_by("position", "pk")),
        causes=tuple(
            CauseShown(
                number=number,
                row=row,
                certainty=answers[row.pk],
                leads_to=tuple(link for link in links if link.cause_id == row.pk),
                led_by=tuple(link for link in links if link.effect_id == row.pk),
                supporting=tuple(reasons[row.pk, Side.FOR.value]),
                opposing=tuple(reasons[row.pk, Side.AGAINST.value]),
            )
            for number, row in enumerate(rows, 1)
        ),
        links=tuple(links),
        supporting=tuple(reasons[None, Side.FOR.value]),
        opposing=tuple(reasons[None, Side.AGAINST.value]),
    )


def _links(picture: ProblemPicture, known: Mapping[int, Cause]) -> list[CausalLink]:
    found = []
    for link in CausalLink.objects.filter(picture=picture, cause__in=known):
        if link.effect_id is not None and link.effect_id not in known:
            continue
        link.picture, link.cause = picture, known[link.cause_id]
        link.effect = known[link.effect_id] if link.effect_id is not None else None
        found.append(link)
    return found


def _evidence(picture: ProblemPicture) -> dict[tuple[int | None, str], list[Evidence]]:
    found: dict[tuple[int | None, str], list[Evidence]] = defaultdict(list)
    rows = Evidence.objects.filter(picture=picture).standing().select_related("finding", "added_by")
    for row in rows:
        found[row.cause_id, row.side].append(row)
    return found
