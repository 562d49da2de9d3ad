"""Ties between causes. A cause never leads to itself, neither at once nor by way of others."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people.models import Member
from samsyn.records.joint.services import open_for_change
from samsyn.steps.problem.causation import would_close_a_circle
from samsyn.steps.problem.models import CausalLink, Cause, ProblemPicture
from samsyn.ui.errors import UserError


@transaction.atomic
def link_causes(
    *, cause: Cause, effect: Cause | None, grounds: str, is_tested: bool, by: Member
) -> CausalLink:
    """Say that a cause leads to another one, or to the problem (`effect` None), and log it.

    Raises UserError when either is removed, belongs to another problem, is tied so already, or the tie closes a circle.
    """
    held = open_for_change(cause.picture, by=by)
    return tie(held, cause=cause, effect=effect, grounds=grounds.strip(), is_tested=is_tested, by=by)


@transaction.atomic
def unlink(*, link: CausalLink, by: Member) -> None:
    """Remove a tie and log it. Raises UserError when somebody has removed it already."""
    held = open_for_change(link.picture, by=by)
    row = CausalLink.objects.filter(picture=held, pk=link.pk).first()
    if row is None:
        raise UserError(
            _(
                "Ingenting ändrades. Någon har redan tagit bort sambandet. Ladda om sidan och se hur trädet ser ut nu."
            )
        )
    record(
        Event.CAUSAL_LINK_REMOVED,
        row,
        by=by,
        pair_id=held.pair_id,
        picture=held.pk,
        cause=row.cause_id,
        effect=row.effect_id,
    )
    row.delete()


def tie(
    picture: ProblemPicture,
    *,
    cause: Cause,
    effect: Cause | None,
    grounds: str,
    is_tested: bool,
    by: Member,
) -> CausalLink:
    """Make the tie in a picture that the caller has opened for change."""
    _must_stand(picture, cause, effect)
    ties = list(CausalLink.objects.filter(picture=picture).values_list("cause_id", "effect_id"))
    effect_id = effect.pk if effect is not None else None
    if (cause.pk, effect_id) in ties:
        raise UserError(
            _("Sambandet sparades inte. Det finns redan. Ladda om sidan och se hur trädet ser ut nu.")
        )
    if would_close_a_circle(ties, cause.pk, effect_id):
        raise UserError(_circle(cause, effect))
    link = CausalLink.objects.create(
        picture=picture, cause=cause, effect=effect, grounds=grounds, is_tested=is_tested
    )
    record(
        Event.CAUSAL_LINK_ADDED,
        link,
        by=by,
        pair_id=picture.pair_id,
        picture=picture.pk,
        cause=cause.pk,
        effect=effect_id,
        is_tested=is_tested,
    )
    return link


def _must_stand(picture: ProblemPicture, *causes: Cause | None) -> None:
    asked = {cause.pk for cause in causes if cause is not None}
    standing = Cause.objects.filter(picture=picture, pk__in=asked).standing()
    if asked - set(standing.values_list("pk", flat=True)):
        raise UserError(
            _(
                "Sambandet sparades inte. Någon har tagit bort en av orsakerna sedan du öppnade sidan. "
                "Välj bland de orsaker som står där nu."
            )
        )


def _circle(cause: Cause, effect: Cause | None) -> str:
    if effect is not None and cause.pk == effect.pk:
        return _(
            "Sambandet sparades inte. En orsak kan inte leda till sig själv. Välj en annan orsak eller problemet."
        )
    return _(
        "Sambandet sparades inte. ”%(effect)s” leder redan till ”%(cause)s”, så det skulle bli en ring. "
        "Ta bort det sambandet först, eller välj en annan orsak."
    ) % {"effect": effect, "cause": cause}
