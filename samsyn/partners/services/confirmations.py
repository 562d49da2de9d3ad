"""An external party says yes to what the parties have decided that her organisation does."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.agreements.models import Commitment
from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.partners import own
from samsyn.partners.models import Confirmation
from samsyn.people.models import Member
from samsyn.steps.activity.models import Activity
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError


@transaction.atomic
def confirm(*, row: Activity | Commitment, read_checksum: str, by: Member) -> Confirmation:
    """Confirm for one's own organisation, in exactly the words that were read. Twice changes nothing.

    Raises UserError when it is not her organisation's, is in no decided text, or reads otherwise now.
    """
    rows = own.activities_of(by) if isinstance(row, Activity) else own.commitments_of(by)
    held = rows.filter(pk=row.pk).first()
    if held is None:
        raise UserError(
            _(
                "Ingenting bekräftades. Åtagandet finns inte bland dem som er organisation har nu. "
                "Gå till Era åtaganden och se vad som gäller."
            )
        )
    checksum = own.words_of(held)
    if read_checksum != checksum:
        raise UserError(
            _(
                "Ingenting bekräftades. Åtagandet har ändrats sedan du öppnade sidan. "
                "Läs det som gäller nu och bekräfta sedan."
            )
        )
    pair = held.action.plan.pair if isinstance(held, Activity) else held.promise.pair
    made, is_new = Confirmation.objects.get_or_create(
        organisation=by.organisation,
        subject_type=held._meta.label_lower,
        subject_key=held.key,
        checksum=checksum,
        defaults={"pair": pair, "by": by, "at": now()},
    )
    if is_new:
        record(Event.COMMITMENT_CONFIRMED, held, by=by, pair_id=pair.pk, confirmation=made.pk)
    return made
