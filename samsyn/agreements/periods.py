"""Which days an agreement holds, and that a pair never has two central or two local ones on the same day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from samsyn.agreements.models import Agreement, AgreementKind
from samsyn.agreements.workflow import EndReason, Stage
from samsyn.places.models import AreaPair
from samsyn.records.joint.workflow import JointState
from samsyn.ui.errors import UserError
from samsyn.ui.templatetags.numbers import day

ALONE = (AgreementKind.CENTRAL, AgreementKind.LOCAL)  # a pair has one of these at a time
FOR_EVER = date.max


def last_days(row: Agreement, successors: Iterable[Agreement] = ()) -> date:
    """Return the day after the last on which the agreement holds or will hold, with what is known now.

    successors  decided agreements that replace it; it ends when the first of them begins
    """
    ends = [row.valid_to or FOR_EVER]
    if row.ended_on is not None:
        ends.append(row.ended_on)
    ends += [one.valid_from for one in successors if one.stage != Stage.ENDED and one.valid_from is not None]
    return min(ends)


def overlapping(row: Agreement) -> list[Agreement]:
    """Return the other decided agreements of the pair and kind whose days meet the row's; none of a verksamhetsavtal.

    The one that the row replaces ends when the row begins, so it is not among them.
    """
    if row.kind not in ALONE or row.valid_from is None:
        return []
    rows = Agreement.objects.filter(pair=row.pair_id, kind=row.kind, state=JointState.DECIDED)
    others = [one for one in rows.exclude(pk=row.pk).defer("canonical") if one.pk != row.replaces_id]
    end = row.valid_to or FOR_EVER
    return [
        one
        for one in others
        if one.valid_from is not None
        and one.valid_from < end
        and row.valid_from < last_days(one, [next_ for next_ in others if next_.replaces_id == one.pk])
    ]


def must_be_alone(row: Agreement) -> None:
    """Raise UserError when another central or local agreement of the pair holds on any of the row's days.

    Locks the pair until the transaction ends, so that two cannot be let through at once.
    """
    AreaPair.objects.select_for_update().get(pk=row.pair_id)
    found = overlapping(row)
    if found:
        raise UserError(
            _(
                "Ingenting sparades. Samma dagar gäller redan ”%(title)s”, %(period)s. "
                "Ändra perioden, eller skriv en efterträdare som ersätter den."
            )
            % {"title": found[0].title, "period": span(found[0])}
        )


def span(row: Agreement) -> str:
    """Return the period as people say it: "1 januari 2026 till och med 31 december 2027"."""
    if row.valid_from is None or row.valid_to is None:
        return _("utan bestämd tid")
    return _("%(first)s till och med %(last)s") % {
        "first": day(row.valid_from),
        "last": day(row.valid_to - timedelta(days=1)),
    }


def stands_on(row: Agreement, on: date) -> bool:
    """Whether the agreement is signed and its own days hold the day."""
    return (
        row.stage in (Stage.SIGNED, Stage.IN_FORCE)
        and row.valid_from is not None
        and row.valid_from <= on < (row.valid_to or FOR_EVER)
    )


def is_gone(row: Agreement, on: date) -> bool:
    """Whether the agreement has ended without another in its place, so that nothing can rest on it on the day."""
    if row.stage == Stage.ENDED and row.end_reason == EndReason.REPLACED:
        return False
    if row.stage == Stage.ENDED:
        return True
    return row.valid_to is not None and row.valid_to <= on
