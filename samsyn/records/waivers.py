"""Signed exceptions from a rule: a step left out with its reason, which stays visible."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people import access
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.records.joint.models import Piece
from samsyn.records.models import Waiver
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError


def sign_waiver(*, pair: AreaPair, piece: Piece, rule: str, reason: str, by: Member) -> Waiver:
    """Sign an exception from one rule for one piece of a plan. Only one who decides for a party may.

    Raises UserError when she may not, there is no reason, or the exception is signed already.
    """
    if not access.may_approve(by, pair):
        raise UserError(
            _(
                "Undantaget sparades inte. Din roll ger inte rätt att besluta för någon part. "
                "Be den som beslutar att skriva under det."
            )
        )
    if not reason.strip():
        raise UserError(
            _("Undantaget sparades inte. Det saknas ett skäl. Skriv varför regeln inte ska gälla här.")
        )
    try:
        return _sign(pair, piece, rule, reason.strip(), by)
    except IntegrityError:
        raise UserError(
            _(
                "Undantaget sparades inte. Någon har redan skrivit under samma undantag. "
                "Ladda om sidan och läs det."
            )
        ) from None


@transaction.atomic
def _sign(pair: AreaPair, piece: Piece, rule: str, reason: str, by: Member) -> Waiver:
    with translation.override("sv"):
        capacity = access.capacity(by, pair)
    waiver = Waiver.objects.create(
        pair=pair,
        subject_type=piece._meta.label_lower,
        subject_key=piece.key,
        rule=rule,
        reason=reason,
        party=by.party,
        signed_by=by,
        capacity=capacity,
        signed_at=now(),
    )
    record(Event.WAIVER_SIGNED, piece, by=by, pair_id=pair.pk, rule=rule, waiver=waiver.pk)
    return waiver


def waivers_of(keys: Iterable[UUID]) -> dict[tuple[UUID, str], Waiver]:
    """Return the signed exceptions of the pieces, by key and rule."""
    rows = Waiver.objects.filter(subject_key__in=list(keys)).select_related("signed_by__organisation")
    return {(row.subject_key, row.rule): row for row in rows}
