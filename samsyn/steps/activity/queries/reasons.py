"""The causes and goals that an action can hang on: those of decided texts first, drafts' marked as such."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from samsyn.places.models import AreaPair
from samsyn.records.joint.workflow import JointState
from samsyn.steps.activity.models import Action
from samsyn.steps.problem.models import Cause, ProblemPicture
from samsyn.steps.purpose.models import Goal, Purpose


@dataclass(frozen=True)
class Reasons:
    """What can be chosen of one matter: its causes or its goals. `is_decided` says whether both have decided it."""

    title: str
    is_decided: bool
    rows: tuple[Any, ...]


def causes_to_choose(pair: AreaPair) -> list[Reasons]:
    """Return the standing causes, problem by problem, as the decided version has them; a draft's where none is decided."""
    pictures = _in_force(ProblemPicture.objects.filter(pair=pair))
    rows = Cause.objects.filter(picture__in=pictures).standing().select_related("picture")
    return _grouped(pictures, rows, "picture_id", lambda one: one.title)


def goals_to_choose(pair: AreaPair) -> list[Reasons]:
    """Return the standing goals, problem by problem, as the decided version of the purpose has them."""
    purposes = _in_force(Purpose.objects.filter(pair=pair).select_related("problem"))
    rows = Goal.objects.filter(purpose__in=purposes).standing().select_related("purpose")
    return _grouped(purposes, rows, "purpose_id", lambda one: one.problem.title)


def _in_force(rows: Any) -> list[Any]:
    """Return by matter the decided version, else the draft."""
    found: dict[Any, Any] = {}
    for row in rows.standing().defer("canonical").order_by("pk"):
        if row.state == JointState.DECIDED or row.key not in found:
            found[row.key] = row
    return list(found.values())


def _grouped(matters: list[Any], rows: Any, field: str, title: Any) -> list[Reasons]:
    by_matter: dict[int, list[Any]] = {}
    for row in rows:
        by_matter.setdefault(getattr(row, field), []).append(row)
    found = [
        Reasons(title(one), one.state == JointState.DECIDED, tuple(by_matter[one.pk]))
        for one in matters
        if one.pk in by_matter
    ]
    return sorted(found, key=lambda one: not one.is_decided)


def decided_keys(actions: Iterable[Action]) -> set[UUID]:
    """Return the keys of those of the actions' causes and goals that stand in a decided text now."""
    keys = {reason.key for action in actions for reason in (action.cause, action.goal) if reason}
    causes = Cause.objects.filter(key__in=keys, picture__state=JointState.DECIDED).standing()
    goals = Goal.objects.filter(key__in=keys, purpose__state=JointState.DECIDED).standing()
    return {*causes.values_list("key", flat=True), *goals.values_list("key", flat=True)}


def causes_in_force(causes: Iterable[Cause]) -> dict[int, Cause]:
    """Return each cause as the decided version of its problem has it now, by its own id; itself where none has it."""
    rows = list(causes)
    found = Cause.objects.filter(
        key__in={row.key for row in rows}, picture__state=JointState.DECIDED
    ).standing()
    newest = {row.key: row for row in found}
    return {row.pk: newest.get(row.key, row) for row in rows}


def goals_in_force(goals: Iterable[Goal]) -> dict[int, Goal]:
    """Return each goal as the decided version of its purpose has it now, by its own id; itself where none has it."""
    rows = list(goals)
    found = Goal.objects.filter(
        key__in={row.key for row in rows}, purpose__state=JointState.DECIDED
    ).standing()
    newest = {row.key: row for row in found}
    return {row.pk: newest.get(row.key, row) for row in rows}
