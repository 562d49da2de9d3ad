"""What must hold before minutes go to review: one function, one sentence each."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.meetings import queries
from samsyn.meetings.models import Minutes
from samsyn.people.models import Party
from samsyn.records.checks import Check


def meeting_is_held(row: Minutes) -> Check:
    holds = row.meeting.is_held
    sentence = _("Mötet är hållet.") if holds else _("Mötet är inte infört som hållet.")
    return Check("held", holds, sentence, url=row.meeting.get_absolute_url())


def both_were_there(row: Minutes) -> Check:
    """The joint work needs both: a meeting of one party alone decides nothing for the other."""
    there = {one.party for one in queries.attendance_of(row.meeting)}
    lacking = [party for party in (Party.CITY, Party.POLICE) if party not in there]
    if not lacking:
        return Check("attendance", True, _("Närvaron är införd för båda parter."))
    sentence = (
        _("Närvaron är inte införd för någon av parterna.")
        if len(lacking) == 2
        else _("Närvaron är inte införd för %(party)s.") % {"party": lacking[0].label}
    )
    return Check("attendance", False, sentence, url=_address(row, "meetings:attendance"))


def every_item_has_an_outcome(row: Minutes) -> Check:
    items = queries.items_of(row.meeting)
    lacking = [item for item in items if not item.decision.strip()]
    if not items:
        return Check("items", False, _("Dagordningen är tom."), url=_address(row, "meetings:agenda"))
    if not lacking:
        return Check("items", True, _("Varje punkt har ett beslut eller en anteckning."))
    sentence = ngettext(
        "En punkt saknar beslut eller anteckning: %(first)s.",
        "%(count)s punkter saknar beslut eller anteckning, först: %(first)s.",
        len(lacking),
    ) % {"count": len(lacking), "first": lacking[0].title}
    url = reverse("meetings:item", args=[row.pair.slug, row.meeting_id, lacking[0].pk])
    return Check("items", False, sentence, url=url)


def _address(row: Minutes, name: str) -> str:
    return reverse(name, args=[row.pair.slug, row.meeting_id])


CHECKS: tuple[Callable[[Minutes], Check], ...] = (
    meeting_is_held,
    both_were_there,
    every_item_has_an_outcome,
)


def run(row: Minutes) -> list[Check]:
    """Return every check of the minutes, in the order in which they are shown."""
    row.meeting.pair = row.pair
    return [check(row) for check in CHECKS]
