"""What speaks for and against the problem or a cause, with the figures or the finding it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.evidence.audience import JOINT, reading_for
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.records.joint.services import locked_piece, next_position, open_for_change, required
from samsyn.releases.queries import joint
from samsyn.steps.problem.models import Cause, Evidence, ProblemPicture, Side
from samsyn.steps.situation.models import Finding
from samsyn.steps.situation.queries import figures_by_reference
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError

MOST_FIGURES = 12


@transaction.atomic
def add_evidence(
    *,
    picture: ProblemPicture,
    side: str,
    text: str,
    by: Member,
    cause: Cause | None = None,
    figures: Sequence[str] = (),
    finding: Finding | None = None,
) -> Evidence:
    """Add what speaks for or against, for the writer's own party, and log it.

    cause    the cause that it speaks of; None means the problem itself
    figures  references as `situation.queries.figures` gives them; they are kept as they stand in force now
    """
    held = open_for_change(picture, by=by)
    _check(held, side, cause, finding)
    row = Evidence.objects.create(
        picture=held,
        cause=cause,
        side=side,
        text=required(text, what=_("Skälet")),
        figures=_figures(held.pair, figures),
        finding=finding,
        party=by.party,
        position=next_position(Evidence.objects.filter(picture=held)),
        added_by=by,
        added_at=now(),
    )
    record(
        Event.EVIDENCE_ADDED,
        row,
        by=by,
        pair_id=held.pair_id,
        picture=held.pk,
        cause=cause.pk if cause is not None else None,
        side=str(side),
        figures=len(row.figures),
        finding=finding.pk if finding is not None else None,
    )
    return row


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: Member) -> None:
    """Take one's own party's reason away and log it; the row stays for the history.

    Nobody removes what the other party has said against.
    """
    held = open_for_change(evidence.picture, by=by)
    row = locked_piece(evidence)
    if row.party != by.party:
        raise UserError(
            _(
                "Ingenting togs bort. Skälet är skrivet av %(party)s och tas bara bort därifrån. "
                "Skriv ett eget skäl på andra sidan om ni ser olika på saken."
            )
            % {"party": row.get_party_display()}
        )
    if row.removed_at is not None:
        raise UserError(
            _("Ingenting ändrades. Skälet är redan borttaget. Ladda om sidan och se vad som står där nu.")
        )
    row.removed_at, row.version = now(), row.version + 1
    row.save(update_fields=["removed_at", "version"])
    record(Event.EVIDENCE_REMOVED, row, by=by, pair_id=held.pair_id, picture=held.pk, side=row.side)


def _check(picture: ProblemPicture, side: str, cause: Cause | None, finding: Finding | None) -> None:
    if side not in Side.values:
        raise UserError(
            _("Skälet sparades inte. Det saknas en sida. Välj om det talar för eller emot och spara igen.")
        )
    if cause is not None and not Cause.objects.filter(pk=cause.pk, picture=picture).standing().exists():
        raise UserError(
            _(
                "Skälet sparades inte. Någon har tagit bort orsaken sedan du öppnade sidan. "
                "Välj en orsak som står där nu, eller problemet."
            )
        )
    standing = joint(Finding.objects.select_for_update(of=("self",)).filter(picture__pair=picture.pair))
    if finding is not None and not standing.filter(
        pk=finding.pk, removed_at=None
    ):  # held: it may be taken back now
        raise UserError(
            _(
                "Skälet sparades inte. Slutsatsen som du valde finns inte längre i lägesbilden. "
                "Välj bland dem som står där nu och spara igen."
            )
        )


def _figures(pair: AreaPair, references: Sequence[str]) -> list[dict[str, Any]]:
    """Return the figures as they stand in force; the values are read here, never taken from a form."""
    asked = list(dict.fromkeys(references))
    if len(asked) > MOST_FIGURES:
        raise UserError(
            _(
                "Skälet sparades inte. Du har valt %(count)s tal, och ett skäl kan vila på högst %(most)s. "
                "Välj de tal som bär skälet."
            )
            % {"count": len(asked), "most": MOST_FIGURES}
        )
    with reading_for(JOINT):  # a problem picture is a text of both
        in_force = figures_by_reference(pair) if asked else {}
    if any(reference not in in_force for reference in asked):
        raise UserError(
            _(
                "Skälet sparades inte. Ett av talen du valde gäller inte längre, för en ny fil har ersatt det. "
                "Sök fram talet igen och välj det som gäller nu."
            )
        )
    return [in_force[reference] for reference in asked]
