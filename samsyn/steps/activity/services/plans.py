"""Writing the plan itself: what it is called, its period, the edition it rests on and the forum that leads it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people.models import Forum, Member
from samsyn.places.models import AreaPair
from samsyn.records.joint.services import must_write, open_for_change, required
from samsyn.steps.activity.models import ActionPlan
from samsyn.steps.situation.models import Edition
from samsyn.steps.situation.workflow import EditionState
from samsyn.ui.clock import now
from samsyn.ui.errors import StaleError, UserError

DECIDED_EDITIONS = (EditionState.DECIDED, EditionState.SUPERSEDED)


@transaction.atomic
def add_plan(
    *,
    pair: AreaPair,
    title: str,
    period_start: date,
    period_end: date,
    by: Member,
    edition: Edition | None = None,
    forum: Forum | None = None,
) -> ActionPlan:
    """Begin a plan for the pair. `period_end` is the day after the last."""
    must_write(by, pair)
    _check(pair, period_start, period_end, edition, forum)
    plan = ActionPlan.objects.create(
        pair=pair,
        title=required(title, what=_("Rubriken")),
        period_start=period_start,
        period_end=period_end,
        edition=edition,
        forum=forum,
        added_by=by,
        added_at=now(),
    )
    record(Event.PLAN_ADDED, plan, by=by, pair_id=pair.pk, edition=edition.pk if edition else None)
    return plan


@transaction.atomic
def change_plan(
    *,
    plan: ActionPlan,
    version: int,
    by: Member,
    title: str,
    period_start: date,
    period_end: date,
    edition: Edition | None,
    forum: Forum | None,
) -> ActionPlan:
    """Change the plan itself. `version` is the one that the person read; a later one raises StaleError."""
    held = open_for_change(plan, by=by)
    if held.version != version:
        raise StaleError(
            _(
                "Din ändring sparades inte. Någon har ändrat planen sedan du öppnade den. "
                "Jämför med det som gäller nu, ändra ditt och spara igen."
            ),
            theirs=f"{held.title}, {held.period_start} – {held.last_day}",
        )
    _check(held.pair, period_start, period_end, edition, forum)
    held.title = required(title, what=_("Rubriken"))
    held.period_start, held.period_end = period_start, period_end
    held.edition, held.forum, held.version = edition, forum, held.version + 1
    held.save(update_fields=["title", "period_start", "period_end", "edition", "forum", "version"])
    record(
        Event.PLAN_CHANGED,
        held,
        by=by,
        pair_id=held.pair_id,
        edition=edition.pk if edition else None,
        version=held.version,
    )
    return held


def must_be_period(start: date, end: date) -> None:
    """Raise UserError unless the period has at least one day. `end` is the day after the last."""
    if start >= end:
        raise UserError(
            _(
                "Ingenting sparades. Perioden slutar innan den börjar. "
                "Ändra första eller sista dagen och spara igen."
            )
        )


def _check(pair: AreaPair, start: date, end: date, edition: Edition | None, forum: Forum | None) -> None:
    must_be_period(start, end)
    if edition is not None and (edition.picture.pair_id != pair.pk or edition.state not in DECIDED_EDITIONS):
        raise UserError(
            _(
                "Planen sparades inte. Utgåvan är inte beslutad för det här området. "
                "Välj en utgåva av lägesbilden som båda parter har beslutat."
            )
        )
    if forum is not None and (forum.city_id != pair.city_id or forum.pair_id not in (None, pair.pk)):
        raise UserError(
            _(
                "Planen sparades inte. Forumet hör till ett annat område. "
                "Välj ett forum som arbetar med det här området."
            )
        )
