"""While an agreement is in force: the parties review it, and may end it before its time."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.agreements.access import may_end
from samsyn.agreements.models import Agreement, AgreementReview
from samsyn.agreements.workflow import EndReason, Stage, may_go
from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people.models import Member
from samsyn.records.joint.services import locked, must_write, required
from samsyn.ui.clock import now, today
from samsyn.ui.errors import UserError
from samsyn.ui.templatetags.numbers import day

REVIEWED = (Stage.IN_FORCE, Stage.ENDED)


@transaction.atomic
def add_review(*, agreement: Agreement, held_on: date, note: str, by: Member) -> AgreementReview:
    """Write down that the parties have gone through an agreement, when, and what they saw. It is never changed."""
    held = locked(agreement)
    must_write(by, held.pair)
    if held.stage not in REVIEWED:
        raise UserError(
            _(
                "Avstämningen sparades inte. Överenskommelsen är nu %(stage)s, och bara det som gäller eller har gällt "
                "stäms av. Vänta tills den gäller."
            )
            % {"stage": held.get_stage_display()}
        )
    _must_have_been(held, held_on)
    made = AgreementReview.objects.create(
        agreement=held,
        held_on=held_on,
        note=required(note, what=_("Vad ni såg")),
        added_by=by,
        added_at=now(),
    )
    record(
        Event.AGREEMENT_REVIEWED, held, by=by, pair_id=held.pair_id, review=made.pk, on=held_on.isoformat()
    )
    return made


def _must_have_been(held: Agreement, held_on: date) -> None:
    """Raise UserError for a day that is still to come, or before the agreement's first."""
    if held_on > today():
        raise UserError(
            _(
                "Avstämningen sparades inte. Dagen, %(day)s, har inte varit än. Skriv in den när ni har träffats."
            )
            % {"day": day(held_on)}
        )
    if held.valid_from is not None and held_on < held.valid_from:
        raise UserError(
            _(
                "Avstämningen sparades inte. Dagen, %(day)s, ligger före överenskommelsens första dag. "
                "Rätta dagen och spara igen."
            )
            % {"day": day(held_on)}
        )


@transaction.atomic
def end(*, agreement: Agreement, reason: str, by: Member) -> Agreement:
    """End an agreement before its time, or one that nobody is going to sign. Both parties see the reason."""
    held = locked(agreement)
    if not may_end(by, held):
        raise UserError(
            _(
                "Ingenting avslutades. Bara de som skriver under för staden eller polisen avslutar en överenskommelse. "
                "Be någon av dem att göra det."
            )
        )
    if not may_go(held.stage, Stage.ENDED):
        raise UserError(
            _("Ingenting avslutades. Överenskommelsen är nu %(stage)s. Ladda om sidan och se vad som gäller.")
            % {"stage": held.get_stage_display()}
        )
    held.end_note = required(reason, what=_("Skälet"))
    held.stage, held.ended_on, held.end_reason = Stage.ENDED, today(), EndReason.TERMINATED
    held.save(update_fields=["stage", "ended_on", "end_reason", "end_note"])
    record(
        Event.AGREEMENT_ENDED,
        held,
        by=by,
        pair_id=held.pair_id,
        on=today().isoformat(),
        reason=str(EndReason.TERMINATED.value),
    )
    return held
