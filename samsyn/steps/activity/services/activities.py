"""Writing activities: dated work with number and unit, by one responsible function."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people.models import Member, Organisation
from samsyn.places.models import Area, AreaPair, Place
from samsyn.records.joint.services import (
    locked_piece,
    must_be_current,
    next_position,
    open_for_change,
    required,
)
from samsyn.steps.activity.models import Action, Activity
from samsyn.steps.activity.services.plans import must_be_period
from samsyn.steps.situation.queries.areas import areas_of
from samsyn.ui.clock import now
from samsyn.ui.errors import StaleError, UserError

MOST = 100_000


@transaction.atomic
def add_activity(
    *,
    action: Action,
    text: str,
    period_start: date,
    period_end: date,
    responsible: str,
    by: Member,
    amount: int | None = None,
    unit: str = "tillfällen",
    place: Place | None = None,
    area: Area | None = None,
    doer: Organisation | None = None,
    within_hours: int | None = None,
) -> Activity:
    """Add an activity last in the action. `period_end` is the day after the last; amount None says not yet known."""
    held = open_for_change(action.plan, by=by)
    row = locked_piece(action)
    if row.removed_at is not None:
        raise StaleError(
            _(
                "Aktiviteten sparades inte. Någon har tagit bort åtgärden som den hör till. "
                "Lägg till åtgärden på nytt, eller välj en annan."
            )
        )
    activity = Activity.objects.create(
        action=row,
        position=next_position(row.activities.all()),
        added_by=by,
        added_at=now(),
        **_checked(
            held.pair,
            text=text,
            period_start=period_start,
            period_end=period_end,
            responsible=responsible,
            amount=amount,
            unit=unit,
            place=place,
            area=area,
            doer=doer,
            within_hours=within_hours,
        ),
    )
    record(Event.ACTIVITY_ADDED, activity, by=by, pair_id=held.pair_id, action=row.pk, amount=amount)
    return activity


@transaction.atomic
def change_activity(
    *,
    activity: Activity,
    version: int,
    by: Member,
    text: str,
    period_start: date,
    period_end: date,
    responsible: str,
    amount: int | None = None,
    unit: str = "tillfällen",
    place: Place | None = None,
    area: Area | None = None,
    doer: Organisation | None = None,
    within_hours: int | None = None,
) -> Activity:
    """Change an activity. `version` is the one that the person read; a later one raises StaleError."""
    held = open_for_change(activity.action.plan, by=by)
    row = locked_piece(activity)
    must_be_current(row, version, theirs=row.text)
    changed = _checked(
        held.pair,
        text=text,
        period_start=period_start,
        period_end=period_end,
        responsible=responsible,
        amount=amount,
        unit=unit,
        place=place,
        area=area,
        doer=doer,
        within_hours=within_hours,
    )
    for name, value in changed.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*changed, "version"])
    record(Event.ACTIVITY_CHANGED, row, by=by, pair_id=held.pair_id, amount=amount, version=row.version)
    return row


@transaction.atomic
def remove_activity(*, activity: Activity, version: int, by: Member) -> None:
    """Take an activity out of a plan that can still change. What is counted stays counted."""
    held = open_for_change(activity.action.plan, by=by)
    row = locked_piece(activity)
    must_be_current(row, version, theirs=row.text)
    row.removed_at, row.version = now(), row.version + 1
    row.save(update_fields=["removed_at", "version"])
    record(Event.ACTIVITY_REMOVED, row, by=by, pair_id=held.pair_id, version=row.version)


def _checked(pair: AreaPair, **said: Any) -> dict[str, Any]:
    """Return the fields of an activity as they are saved, or raise UserError."""
    must_be_period(said["period_start"], said["period_end"])
    said["text"] = required(said["text"], what=_("Aktivitetens namn"))
    said["responsible"] = required(said["responsible"], what=_("Ansvarig funktion"))
    said["unit"] = required(said["unit"], what=_("Enheten"))
    _must_be_number(said["amount"])
    _must_be_here(pair, said["place"], said["area"], said["doer"])
    if said["within_hours"] is not None and not 0 < said["within_hours"] <= 24 * 365:
        raise UserError(
            _(
                "Aktiviteten sparades inte. Antalet timmar går inte att använda. "
                "Skriv hur många timmar det får ta, till exempel 24, eller lämna tomt."
            )
        )
    return said


def _must_be_number(amount: int | None) -> None:
    if amount is not None and not 0 < amount <= MOST:
        raise UserError(
            _(
                "Aktiviteten sparades inte. Antalet ska vara mellan 1 och 100 000. "
                "Skriv hur många gånger det ska göras, eller lämna tomt tills ni vet."
            )
        )


def _must_be_here(pair: AreaPair, place: Place | None, area: Area | None, doer: Organisation | None) -> None:
    is_here = (
        (place is None or place.city_id == pair.city_id)
        and (area is None or area.pk in {one.pk for one in areas_of(pair)})
        and (doer is None or doer.city_id == pair.city_id)
    )
    if not is_here:
        raise UserError(
            _(
                "Aktiviteten sparades inte. Platsen, området eller utföraren hör inte hit. "
                "Välj i listorna och spara igen."
            )
        )
