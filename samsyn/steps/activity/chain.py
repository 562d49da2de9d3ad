"""Röda tråden: what the action plans know of it. Decided actions must hold; those of drafts are only planned."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.chain.graph import Fragment, Hold, Link, Need, Node, Side, Stage, Waived
from samsyn.people.models import Party
from samsyn.places.models import AreaPair
from samsyn.records.joint.workflow import JointState
from samsyn.records.waivers import waivers_of
from samsyn.steps.activity.models import Action, ActionPlan
from samsyn.steps.activity.queries.plans import actions_of, activities, decided_plans, plans
from samsyn.steps.activity.queries.progress import Tally, tallies
from samsyn.steps.activity.rules import WITHOUT_CAUSE, WITHOUT_GOAL
from samsyn.steps.activity.wording import span
from samsyn.ui.templatetags.numbers import day, number

WITHOUT_ACTIVITY = "action-without-activity"
WITHOUT_FOLLOWUP = "action-without-followup"


def fragment(pair: AreaPair) -> Fragment:
    """Return actions and what is done of them: those in force first, then what drafts would add."""
    rows = _newest(actions_of(decided_plans(pair)), actions_of(plans(pair)))
    work: dict[int, list[Tally]] = {}
    for tally in tallies(activities(rows)):
        work.setdefault(tally.activity.action_id, []).append(tally)
    nodes: list[Node] = []
    for row in rows:
        mine = work.get(row.pk, [])
        nodes += [_action_node(row, mine), *_done_nodes(row, mine)]
    return Fragment(
        nodes=tuple(nodes),
        links=tuple(link for row in rows for link in _links(row, work.get(row.pk, []))),
        waived=tuple(
            Waived(f"action:{key}", rule, waiver.reason)
            for (key, rule), waiver in waivers_of(row.key for row in rows).items()
        ),
    )


def _newest(decided: Sequence[Action], standing: Sequence[Action]) -> list[Action]:
    """The decided actions, and those of drafts whose key no decided plan has."""
    known = {row.key for row in decided}
    return [*decided, *(row for row in standing if row.key not in known)]


def _is_decided(plan: ActionPlan) -> bool:
    return plan.state == JointState.DECIDED


def _url(row: Action) -> str:
    return f"{reverse('activity:plan', args=[row.plan.pair.slug, row.plan.pk])}#atgard-{row.pk}"


def _action_node(row: Action, work: Sequence[Tally]) -> Node:
    needs = [_cause_need(row), _goal_need(row), _activity_need(row)]
    if not work:
        needs.append(_followup_need(row))
    return Node(
        key=f"action:{row.key}",
        stage=Stage.ACTION,
        label=row.title,
        url=_url(row),
        detail=_("%(party)s, %(span)s")
        % {
            "party": str(Party(row.party).label).capitalize(),
            "span": span(row.plan.period_start, row.plan.period_end),
        },
        hold=Hold.HOLDS if _is_decided(row.plan) else Hold.PLANNED,
        needs=tuple(needs) if _is_decided(row.plan) else (),
    )


def _done_nodes(row: Action, work: Sequence[Tally]) -> list[Node]:
    """One knot for each activity. The follow-up is asked for once an action: the first knot carries the need."""
    return [
        Node(
            key=f"done:{tally.activity.key}",
            stage=Stage.DONE,
            label=_done(tally),
            url=_url(row),
            detail=_("Senast räknat %(day)s") % {"day": day(tally.last_on)} if tally.last_on else "",
            hold=_hold(row, tally),
            needs=(_followup_need(row),) if index == 0 and _is_decided(row.plan) else (),
        )
        for index, tally in enumerate(work)
    ]


def _done(tally: Tally) -> str:
    if tally.amount is None:
        return _("%(done)s %(unit)s") % {"done": number(tally.done), "unit": tally.activity.unit}
    return _("%(done)s av %(amount)s %(unit)s") % {
        "done": number(tally.done),
        "amount": number(tally.amount),
        "unit": tally.activity.unit,
    }


def _hold(row: Action, tally: Tally) -> Hold:
    if tally.is_reached:
        return Hold.HOLDS
    is_begun = tally.done or (_is_decided(row.plan) and tally.is_started)
    return Hold.ONGOING if is_begun else Hold.PLANNED


def _links(row: Action, work: Sequence[Tally]) -> list[Link]:
    here = f"action:{row.key}"
    reasons = [
        *([f"cause:{row.cause.key}"] if row.cause else []),
        *([f"goal:{row.goal.key}"] if row.goal else []),
    ]
    return [
        *(Link(reason, here) for reason in reasons),
        *(Link(here, f"done:{tally.activity.key}") for tally in work),
    ]


def _cause_need(row: Action) -> Need:
    return Need(
        Stage.CAUSE,
        Side.BEFORE,
        WITHOUT_CAUSE,
        lack=_("Ingen orsak"),
        sentence=_(
            "Åtgärden ”%(title)s” svarar inte mot någon orsak som gäller. Då vet ingen varför just den skulle hjälpa."
        )
        % {"title": row.title},
        button=_("Knyt åtgärden till en orsak"),
        url=_url(row),
    )


def _goal_need(row: Action) -> Need:
    return Need(
        Stage.GOAL,
        Side.BEFORE,
        WITHOUT_GOAL,
        lack=_("Inget mål"),
        sentence=_(
            "Åtgärden ”%(title)s” bidrar inte till något mål som gäller. Då går det inte att säga när den har lyckats."
        )
        % {"title": row.title},
        button=_("Knyt åtgärden till ett mål"),
        url=_url(row),
    )


def _activity_need(row: Action) -> Need:
    return Need(
        Stage.DONE,
        Side.AFTER,
        WITHOUT_ACTIVITY,
        lack=_("Ingen aktivitet"),
        sentence=_(
            "Åtgärden ”%(title)s” har ingen aktivitet med antal och datum. Då kan ingen räkna om den blir gjord."
        )
        % {"title": row.title},
        button=_("Lägg till en aktivitet"),
        url=_url(row),
    )


def _followup_need(row: Action) -> Need:
    return Need(
        Stage.EFFECT,
        Side.AFTER,
        WITHOUT_FOLLOWUP,
        lack=_("Ingen uppföljning"),
        sentence=_(
            "Åtgärden ”%(title)s” ska göras, men ingen ska mäta om den hjälper. "
            "Då kan ni varken visa att den gjorde nytta eller att den inte gjorde det."
        )
        % {"title": row.title},
        button=_("Planera uppföljningen"),
        url=_followup_url(row),
    )


def _followup_url(row: Action) -> str:
    """Where a follow-up is planned: the room of step 6, which is above this app and known by its name only."""
    return reverse("followup:followups", args=[row.plan.pair.slug])
