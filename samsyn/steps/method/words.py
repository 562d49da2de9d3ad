"""Amounts, kinds and states as people read them, in the page's language."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.people.models import Party
from samsyn.records.joint.queries import Matter
from samsyn.records.joint.workflow import JointState
from samsyn.steps.method.models import ResourceKind
from samsyn.ui.templatetags.numbers import number

if TYPE_CHECKING:
    from samsyn.steps.method.queries.resources import Balance


def amount(value: Decimal | str) -> str:
    """120.00 -> 120; 0.50 -> 0,5; 1200.25 -> 1 200,25."""
    exact = Decimal(value).normalize()
    places = max(0, -int(exact.as_tuple().exponent))
    return number(exact, places)


def amount_words(value: Decimal | str, kind: str, unit: str = "") -> str:
    """An amount with what is counted: 120 timmar, 0,5 tjänst, 40 000 kronor, 2 bilar."""
    exact, written = Decimal(value), amount(value)
    count = 1 if 0 < exact <= 1 else 2
    if kind == ResourceKind.HOURS:
        return ngettext("%(n)s timme", "%(n)s timmar", count) % {"n": written}
    if kind == ResourceKind.POSTS:
        return ngettext("%(n)s tjänst", "%(n)s tjänster", count) % {"n": written}
    if kind == ResourceKind.KRONOR:
        return ngettext("%(n)s krona", "%(n)s kronor", count) % {"n": written}
    return f"{written} {unit}".strip()


def ball(state: str, matter: Matter | None) -> str:
    """Who must act on a work plan in the state now, as a sentence."""
    if state == JointState.IN_REVIEW and matter is not None:
        return _waits(matter)
    if state == JointState.DECIDED:
        return _("Båda parter har beslutat.")
    if state == JointState.SUPERSEDED:
        return _("En senare version gäller.")
    if state == JointState.WITHDRAWN:
        return _("Ingen beslutar den.")
    return _("Ni arbetar med den.")


def _waits(matter: Matter) -> str:
    if len(matter.lacks) > 1:
        return _("Väntar på båda parter.")
    if Party.CITY in matter.lacks:
        return _("Väntar på staden.")
    return _("Väntar på polisen.")


def balance_sentence(sums: Balance) -> str:
    """What the balance shows, as one sentence: who gives, and who does not."""
    if not sums.rows:
        return ""
    if sums.is_two_sided:
        return _("Båda parter bidrar.")
    if sums.gives(Party.CITY):
        return _("Bara staden bidrar än så länge.")
    if sums.gives(Party.POLICE):
        return _("Bara polisen bidrar än så länge.")
    return _("Ingen av parterna bidrar än, bara andra.")


def last_day(period_end: date | None) -> date | None:
    """The last day of a period that is kept by the day after it."""
    return period_end - timedelta(days=1) if period_end else None
