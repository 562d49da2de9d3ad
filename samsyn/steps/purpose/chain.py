"""What goals are on Röda tråden: tied to the problem that they are about."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from samsyn.chain.graph import Fragment, Hold, Link, Need, Node, Side, Stage
from samsyn.places.models import AreaPair
from samsyn.records.joint.workflow import JointState
from samsyn.steps.purpose import words
from samsyn.steps.purpose.models import Goal, Purpose

LETTERS = 70
_HOLDS = {JointState.DECIDED.value: Hold.HOLDS, JointState.IN_REVIEW.value: Hold.ONGOING}


def fragment(pair: AreaPair) -> Fragment:
    """Return the goals of the standing purposes. A goal that only a draft has removed still stands as decided."""
    known: dict[int, Purpose] = {}
    for row in Purpose.objects.filter(pair=pair).standing().defer("canonical").select_related("problem"):
        row.pair = pair
        known[row.pk] = row
    rows = Goal.objects.filter(purpose__in=known).standing().select_related("indicator", "edition")
    newest: dict[UUID, Goal] = {}
    for goal in rows.defer("edition__canonical").order_by("purpose__number", "position", "pk"):
        goal.purpose = known[goal.purpose_id]
        newest[goal.key] = goal
    return Fragment(
        tuple(_node(goal) for goal in newest.values()),
        tuple(Link(f"problem:{goal.purpose.problem.key}", f"goal:{goal.key}") for goal in newest.values()),
    )


def _node(goal: Goal) -> Node:
    return Node(
        key=f"goal:{goal.key}",
        stage=Stage.GOAL,
        label=_label(goal),
        url=f"{goal.purpose.get_absolute_url()}#mal-{goal.pk}",
        detail=goal.get_level_display(),
        hold=_HOLDS.get(goal.purpose.state, Hold.PLANNED),
        needs=tuple(_needs(goal)),
    )


def _label(goal: Goal) -> str:
    """The statement gives way to the figures: they are what the thread is about."""
    whole = words.label(goal)
    if len(whole) <= LETTERS:
        return whole
    figures = whole[len(goal.statement) :]
    return Truncator(goal.statement).chars(max(20, LETTERS - len(figures))) + figures


def _needs(goal: Goal) -> Iterable[Need]:
    """A goal on its way to a decision, or decided, needs the problem that it is about; a draft is no break."""
    if goal.purpose.state in (JointState.IN_REVIEW, JointState.DECIDED):
        yield Need(
            Stage.PROBLEM,
            Side.BEFORE,
            "goal-without-problem",
            lack=_("Inget problem"),
            sentence=_(
                "Målet hör till ett problem som ni har lagt åt sidan eller dragit tillbaka. Då vet ingen varför det ska nås."
            ),
            button=_("Se syftet"),
            url=goal.purpose.get_absolute_url(),
        )
