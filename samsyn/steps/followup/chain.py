"""What follow-ups are on Röda tråden: whether it helped, and how the answer goes into the next lägesbild."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from samsyn.chain.graph import Fragment, Hold, Link, Need, Node, Side, Stage
from samsyn.places.models import AreaPair
from samsyn.records.joint.workflow import JointState
from samsyn.steps.activity.models import Activity
from samsyn.steps.activity.queries import actions, activities
from samsyn.steps.followup import words
from samsyn.steps.followup.models import FollowUp
from samsyn.steps.followup.queries import followups
from samsyn.ui.clock import today
from samsyn.ui.templatetags.numbers import day


def fragment(pair: AreaPair) -> Fragment:
    """Return the knots of effect and of the next lägesbild, with the ties from what was done."""
    rows = followups(pair)
    if not rows:
        return Fragment()
    done = _activities(pair, rows)
    nodes: list[Node] = []
    links: list[Link] = []
    for row in rows:
        key = f"effect:{row.key}"
        nodes.append(_effect(row, key))
        starts = [f"done:{one}" for one in done[row.action_key]] or [f"action:{row.action_key}"]
        links += [Link(start, key) for start in starts]
        if not _is_late(row):
            nodes.append(_next(row))
            links.append(Link(key, f"next:{row.key}"))
    return Fragment(tuple(nodes), tuple(links))


def _activities(pair: AreaPair, rows: Sequence[FollowUp]) -> dict[UUID, list[UUID]]:
    """Return the keys of each action's activities: of the action as its plan has it now, else as it was."""
    now = {action.key: action for action in actions(pair)}
    held = {row.action_key: now.get(row.action_key, row.action) for row in rows}
    found: dict[UUID, list[UUID]] = defaultdict(list)
    known: list[Activity] = activities(held.values())
    for one in known:
        found[one.action.key].append(one.key)
    return found


def _is_late(row: FollowUp) -> bool:
    return row.is_open and row.measured_at is None and row.due_on < today()


def _effect(row: FollowUp, key: str) -> Node:
    late = Need(
        Stage.NEXT,
        Side.AFTER,
        "followup-late",
        lack=_("Uppföljningen är försenad"),
        sentence=_(
            "Uppföljningen skulle ha gjorts %(day)s. Utan den vet ni inte om åtgärden hjälpte, och nästa lägesbild lär "
            "sig ingenting."
        )
        % {"day": day(row.due_on)},
        button=_("Räkna fram uppföljningen"),
        url=row.get_absolute_url(),
    )
    carried = Need(
        Stage.NEXT,
        Side.AFTER,
        "followup-not-carried",
        lack=_("Ingen nästa lägesbild"),
        sentence=_("Slutsatsen är beslutad men går inte vidare till nästa lägesbild."),
        button=_("Visa uppföljningen"),
        url=row.get_absolute_url(),
    )
    return Node(
        key=key,
        stage=Stage.EFFECT,
        label=_label(row),
        url=row.get_absolute_url(),
        detail=row.action.title,
        hold=_hold(row),
        needs=(late,) if _is_late(row) else (carried,) if row.is_closed else (),
    )


def _label(row: FollowUp) -> str:
    if _is_late(row):
        return _("Skulle ha mätts %(day)s") % {"day": day(row.due_on)}
    if row.measured_at is None:
        return _("Mäts %(day)s") % {"day": day(row.due_on)}
    return words.short(row.measured)


def _hold(row: FollowUp) -> Hold:
    if row.state == JointState.DECIDED:
        return Hold.HOLDS
    is_under_way = row.measured_at is not None or row.due_on <= today()
    return Hold.ONGOING if is_under_way else Hold.PLANNED


def _next(row: FollowUp) -> Node:
    """The knot of the next lägesbild: planned until both have decided, whole when a decided edition holds it."""
    label, hold, url = _("Tas upp i nästa lägesbild"), Hold.PLANNED, row.get_absolute_url()
    if row.carried_to is not None:
        label = _("Utgåva %(number)s") % {"number": row.carried_to.number}
        hold, url = Hold.HOLDS, row.carried_to.get_absolute_url()
    elif row.state == JointState.DECIDED:
        hold = Hold.ONGOING
    return Node(f"next:{row.key}", Stage.NEXT, label, url=url, hold=hold)
