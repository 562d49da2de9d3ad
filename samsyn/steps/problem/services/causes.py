"""Causes: added with what they lead to, changed, removed with what hangs on them."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people.models import Member
from samsyn.records.joint.services import (
    locked_piece,
    must_be_current,
    next_position,
    open_for_change,
    required,
)
from samsyn.steps.problem.models import CausalLink, Cause, CauseKind, Evidence, Perspective, ProblemPicture
from samsyn.steps.problem.services.links import tie
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError

MOST_CAUSES = 60  # more than anybody can hold in her head, and no attack on the page


@transaction.atomic
def add_cause(
    *,
    picture: ProblemPicture,
    text: str,
    kind: str,
    perspective: str,
    grounds: str,
    by: Member,
    disproof: str = "",
    effect: Cause | None = None,
    to_problem: bool = True,
) -> Cause:
    """Add a cause last, tie it to what it leads to, and log it.

    effect      the cause that it leads to
    to_problem  whether it leads to the problem when there is no effect
    """
    held = open_for_change(picture, by=by)
    _check(kind, perspective)
    standing = Cause.objects.filter(picture=held).standing()
    if standing.count() >= MOST_CAUSES:
        raise UserError(
            _(
                "Orsaken sparades inte. Problembilden har redan %(most)s orsaker. "
                "Ta bort eller slå ihop några, eller dela problemet i två problembilder."
            )
            % {"most": MOST_CAUSES}
        )
    cause = Cause.objects.create(
        picture=held,
        text=required(text, what=_("Orsaken")),
        kind=kind,
        perspective=perspective,
        grounds=grounds.strip(),
        disproof=disproof.strip(),
        party=by.party,
        position=next_position(Cause.objects.filter(picture=held)),
        added_by=by,
        added_at=now(),
    )
    record(Event.CAUSE_ADDED, cause, by=by, pair_id=held.pair_id, picture=held.pk, kind=str(kind))
    if effect is not None or to_problem:
        tie(held, cause=cause, effect=effect, grounds="", is_tested=False, by=by)
    return cause


@transaction.atomic
def change_cause(
    *,
    cause: Cause,
    version: int,
    by: Member,
    text: str,
    kind: str,
    perspective: str,
    grounds: str,
    disproof: str,
) -> Cause:
    """Change a cause and log it. Both parties may: the picture is theirs together.

    version  `Cause.version` as it was read; raises StaleError when somebody has saved or removed it since
    """
    held = open_for_change(cause.picture, by=by)
    row = locked_piece(cause)
    must_be_current(row, version, theirs=_theirs(row))
    _check(kind, perspective)
    row.text = required(text, what=_("Orsaken"))
    row.kind, row.perspective = kind, perspective
    row.grounds, row.disproof = grounds.strip(), disproof.strip()
    row.version += 1
    row.save(update_fields=["text", "kind", "perspective", "grounds", "disproof", "version"])
    record(
        Event.CAUSE_CHANGED,
        row,
        by=by,
        pair_id=held.pair_id,
        picture=held.pk,
        kind=str(kind),
        version=row.version,
    )
    return row


@transaction.atomic
def remove_cause(*, cause: Cause, version: int, by: Member) -> None:
    """Take a cause out of the picture, with its ties and what speaks for and against it, and log it.

    The cause and its evidence stay as rows for the history. What led to it stays and needs a new tie.
    """
    held = open_for_change(cause.picture, by=by)
    row = locked_piece(cause)
    must_be_current(row, version, theirs=_theirs(row))
    row.removed_at, row.version = now(), row.version + 1
    row.save(update_fields=["removed_at", "version"])
    ties, _detail = CausalLink.objects.filter(Q(cause=row) | Q(effect=row), picture=held).delete()
    reasons = Evidence.objects.filter(cause=row).standing().update(removed_at=row.removed_at)
    record(
        Event.CAUSE_REMOVED,
        row,
        by=by,
        pair_id=held.pair_id,
        picture=held.pk,
        version=row.version,
        links=ties,
        evidence=reasons,
    )


def _check(kind: str, perspective: str) -> None:
    if kind not in CauseKind.values or perspective not in Perspective.values:
        raise UserError(
            _(
                "Orsaken sparades inte. Det saknas ett slag eller ett perspektiv. Välj i listorna och spara igen."
            )
        )


def _theirs(cause: Cause) -> str:
    return "\n\n".join(part for part in (cause.text, cause.grounds, cause.disproof) if part)
