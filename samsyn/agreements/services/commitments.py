"""Writing the commitments of a medborgarlöfte, and reporting what was done of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.agreements.models import CitizenPromise, Commitment, ReportedOutcome
from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people import access
from samsyn.people.models import Member, Organisation
from samsyn.places.models import AreaPair
from samsyn.records.joint.services import (
    locked,
    locked_piece,
    must_be_current,
    next_position,
    open_for_change,
    required,
)
from samsyn.steps.activity.queries.field import in_force
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError
from samsyn.ui.templatetags.numbers import number as shown

MOST = 100_000


@transaction.atomic
def add_commitment(
    *,
    promise: CitizenPromise,
    organisation: Organisation,
    what: str,
    by: Member,
    number: int | None = None,
    unit: str = "",
    activity_key: UUID | None = None,
) -> Commitment:
    """Add a commitment last in the promise.

    activity_key  key of an activity of the plan in force: what is counted of it is then what was done
    """
    held = open_for_change(promise, by=by)
    said = _checked(held, what=what, organisation=organisation, number=number, unit=unit)
    _must_be_countable(held, activity_key)
    commitment = Commitment.objects.create(
        promise=held,
        position=next_position(held.commitments.all()),
        activity_key=activity_key,
        added_by=by,
        added_at=now(),
        **said,
    )
    record(Event.COMMITMENT_ADDED, commitment, by=by, pair_id=held.pair_id, promise=held.pk, number=number)
    return commitment


@transaction.atomic
def change_commitment(
    *,
    commitment: Commitment,
    version: int,
    organisation: Organisation,
    what: str,
    by: Member,
    number: int | None = None,
    unit: str = "",
    activity_key: UUID | None = None,
) -> Commitment:
    """Change a commitment. `version` is the one that the person read; a later one raises StaleError."""
    held = open_for_change(commitment.promise, by=by)
    row = locked_piece(commitment)
    must_be_current(row, version, theirs=row.what)
    said = _checked(held, what=what, organisation=organisation, number=number, unit=unit)
    if activity_key != row.activity_key:
        _must_be_countable(held, activity_key, but=row)
    said["activity_key"] = activity_key
    for name, value in said.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*said, "version"])
    record(Event.COMMITMENT_CHANGED, row, by=by, pair_id=held.pair_id, number=number, version=row.version)
    return row


@transaction.atomic
def remove_commitment(*, commitment: Commitment, version: int, by: Member) -> None:
    """Take a commitment out of a promise that can still change."""
    held = open_for_change(commitment.promise, by=by)
    row = locked_piece(commitment)
    must_be_current(row, version, theirs=row.what)
    row.removed_at, row.version = now(), row.version + 1
    row.save(update_fields=["removed_at", "version"])
    record(Event.COMMITMENT_REMOVED, row, by=by, pair_id=held.pair_id, version=row.version)


@transaction.atomic
def report_outcome(
    *, commitment: Commitment, text: str, by: Member, number: int | None = None
) -> ReportedOutcome:
    """Report what was done of a decided commitment. It is never changed: the newest report counts, the older ones stay.

    number  None when nobody knows how many: the page then says that no number is reported
    """
    held = locked(commitment.promise)
    _must_report(by, held.pair, commitment)
    text = text.strip()
    _must_be_decided(held)
    _must_say_something(text, number)
    _must_be_number_of(commitment, number)
    row = ReportedOutcome.objects.create(
        commitment_key=commitment.key,
        promise=held,
        number=number,
        text=text,
        reported_by=by,
        reported_at=now(),
    )
    record(
        Event.OUTCOME_REPORTED,
        row,
        by=by,
        pair_id=held.pair_id,
        promise=held.pk,
        commitment=commitment.pk,
        number=number,
    )
    return row


def _must_report(by: Member, pair: AreaPair, commitment: Commitment) -> None:
    if not access.may_report(by, pair) and not access.is_partners_own(by, pair, commitment.organisation_id):
        raise UserError(
            _(
                "Ingenting redovisades. Din roll ger inte rätt att redovisa vad som är gjort i %(pair)s. "
                "Be den som samordnar området att göra det."
            )
            % {"pair": pair.name}
        )


def _must_be_decided(promise: CitizenPromise) -> None:
    if not promise.is_closed:
        raise UserError(
            _(
                "Ingenting redovisades. Texten är %(state)s, och det som är gjort redovisas av ett beslutat löfte. "
                "Låt båda parter besluta löftet först."
            )
            % {"state": promise.get_state_display()}
        )


def _must_say_something(text: str, number: int | None) -> None:
    if not text and number is None:
        raise UserError(
            _(
                "Ingenting redovisades. Både antal och text saknas. "
                "Skriv hur många det blev, eller med ord vad som blev gjort."
            )
        )


def _must_be_number_of(commitment: Commitment, number: int | None) -> None:
    if number is None:
        return
    if not commitment.unit:
        raise UserError(
            _(
                "Ingenting redovisades. Åtagandet har ingen enhet, så ett antal säger inte vad som räknas. "
                "Lämna antalet tomt och skriv med ord vad som blev gjort."
            )
        )
    if not 0 <= number <= MOST:
        raise UserError(
            _(
                "Ingenting redovisades. Antalet är %(number)s, och det ska ligga mellan 0 och %(most)s. "
                "Ändra antalet och spara igen."
            )
            % {"number": shown(number), "most": shown(MOST)}
        )


def _checked(promise: CitizenPromise, **said: Any) -> dict[str, Any]:
    """Return the fields of a commitment as they are saved, or raise UserError."""
    said["what"] = required(said["what"], what=_("Vad ni lovar"))
    said["unit"] = said["unit"].strip()
    _must_be_number(said["number"], said["unit"])
    if said["organisation"].city_id != promise.pair.city_id:
        raise UserError(
            _(
                "Åtagandet sparades inte. Organisationen hör till en annan stad. "
                "Välj en organisation som finns i listan."
            )
        )
    return said


def _must_be_number(number: int | None, unit: str) -> None:
    if number is None:
        return
    if not 1 <= number <= MOST:
        raise UserError(
            _(
                "Åtagandet sparades inte. Antalet är %(number)s, och det ska ligga mellan 1 och %(most)s. "
                "Ändra antalet, eller lämna det tomt om det inte går att räkna."
            )
            % {"number": shown(number), "most": shown(MOST)}
        )
    if not unit:
        raise UserError(
            _(
                "Åtagandet sparades inte. Antalet %(number)s har ingen enhet. "
                "Skriv vad som räknas, till exempel kvällar eller tillfällen."
            )
            % {"number": shown(number)}
        )


def _must_be_countable(promise: CitizenPromise, key: UUID | None, *, but: Commitment | None = None) -> None:
    """The activity is in a plan that both have decided for the pair, and in no other commitment of the promise."""
    if key is None:
        return
    activity = in_force(key)
    if activity is None or activity.action.plan.pair_id != promise.pair_id:
        raise UserError(
            _(
                "Åtagandet sparades inte. Aktiviteten finns inte i någon plan som båda parter har beslutat här. "
                "Välj en annan aktivitet, eller redovisa för hand."
            )
        )
    others = promise.commitments.standing().filter(activity_key=key)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.exists():
        raise UserError(
            _(
                "Åtagandet sparades inte. Aktiviteten ”%(activity)s” finns redan i ett annat åtagande i löftet, "
                "och samma arbete skulle räknas två gånger. Välj en annan aktivitet, eller ändra det andra åtagandet."
            )
            % {"activity": activity.text}
        )
