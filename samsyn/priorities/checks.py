"""What must hold before a year's priorities go to review: one function, one sentence each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.priorities.models import Priority, PriorityList
from samsyn.priorities.queries import aside_of, chosen_of
from samsyn.records.checks import Check

Rows = Sequence[Priority]


def something_is_chosen(row: PriorityList, chosen: Rows, aside: Rows) -> Check:
    count = len(chosen)
    sentence = ngettext("En prioritering är vald.", "%(count)s prioriteringar är valda.", count)
    return Check(
        "chosen",
        count > 0,
        sentence % {"count": count} if count else _("Ingen prioritering är vald."),
        url=row.get_absolute_url(),
    )


def chosen_have_reasons(row: PriorityList, chosen: Rows, aside: Rows) -> Check:
    lacking = [one.title for one in chosen if not one.why.strip()]
    if not lacking:
        return Check("why-chosen", True, _("Varje vald prioritering har ett skäl."))
    return Check(
        "why-chosen",
        False,
        _("Skälet saknas för: %(titles)s.") % {"titles": ", ".join(lacking)},
        url=row.get_absolute_url(),
    )


def set_aside_have_reasons(row: PriorityList, chosen: Rows, aside: Rows) -> Check:
    lacking = [one.title for one in aside if not one.why.strip()]
    if not aside:
        return Check("why-aside", True, _("Inget är lagt åt sidan."))
    if not lacking:
        return Check("why-aside", True, _("Allt som är lagt åt sidan har ett skäl."))
    return Check(
        "why-aside",
        False,
        _("Det saknas ett skäl till att lägga åt sidan: %(titles)s.") % {"titles": ", ".join(lacking)},
        url=row.get_absolute_url(),
    )


def ranks_are_in_order(row: PriorityList, chosen: Rows, aside: Rows) -> Check:
    holds = [one.rank for one in chosen] == list(range(1, len(chosen) + 1))
    return Check(
        "ranks",
        holds,
        _("Ordningen är klar: varje plats finns en gång.")
        if holds
        else _("Ordningen har en lucka eller två på samma plats: flytta om dem."),
        url=row.get_absolute_url(),
    )


CHECKS: tuple[Callable[[PriorityList, Rows, Rows], Check], ...] = (
    something_is_chosen,
    chosen_have_reasons,
    set_aside_have_reasons,
    ranks_are_in_order,
)


def run(row: PriorityList) -> list[Check]:
    """Return every check of the list, in the order in which they are shown."""
    chosen, aside = chosen_of(row), aside_of(row)
    return [check(row, chosen, aside) for check in CHECKS]
