"""What must hold before a medborgarlöfte goes to review: one function, one sentence each.

That each commitment says who promises is held by its column: none is saved without an organisation.
"""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.agreements.models import CitizenPromise, Commitment
from samsyn.agreements.queries.promises import Done, PromiseShown, agreements_to_rest_on, promise_shown
from samsyn.records.checks import Check
from samsyn.steps.activity.wording import span
from samsyn.ui.clock import today
from samsyn.ui.templatetags.numbers import day


def has_words(shown: PromiseShown) -> Check:
    holds = bool(shown.promise.text.strip())
    sentence = _("Löftet är skrivet i klarspråk.") if holds else _("Löftet har ingen text i klarspråk.")
    return Check("words", holds, sentence, url=_form(shown.promise))


def has_a_period(shown: PromiseShown) -> Check:
    promise = shown.promise
    if promise.valid_from is None or promise.valid_to is None:
        return Check("period", False, _("Löftets första och sista dag saknas."), url=_form(promise))
    days = span(promise.valid_from, promise.valid_to)
    return Check("period", True, _("Löftet gäller %(span)s.") % {"span": days})


def is_not_over(shown: PromiseShown) -> Check:
    """A promise is about what will be done; what is done already is reported, not promised."""
    promise = shown.promise
    if promise.valid_to is not None and promise.valid_to <= today():
        sentence = _("Löftets sista dag, %(day)s, har redan varit: ingen kan lova det som är förbi.")
        return Check("over", False, sentence % {"day": day(promise.last_day)}, url=_form(promise))
    return Check("over", True, _("Löftets period är inte slut."))


def rests_on_what_holds(shown: PromiseShown) -> Check:
    promise = shown.promise
    if promise.agreement is None:
        return Check("agreement", True, _("Löftet vilar inte på någon överenskommelse. Det behövs inte."))
    if promise.agreement not in agreements_to_rest_on(promise.pair):
        sentence = _("Överenskommelsen ”%(title)s” gäller inte längre.") % {"title": promise.agreement.title}
        return Check("agreement", False, sentence, url=_form(promise))
    sentence = _("Löftet vilar på överenskommelsen ”%(title)s”.") % {"title": promise.agreement.title}
    return Check("agreement", True, sentence)


def has_commitments(shown: PromiseShown) -> Check:
    count = len(shown.rows)
    if not count:
        url = reverse("agreements:commitment_new", args=[shown.promise.pair.slug, shown.promise.pk])
        return Check("commitments", False, _("Löftet har inget åtagande."), url=url)
    sentence = ngettext("Löftet har ett åtagande.", "Löftet har %(count)s åtaganden.", count)
    return Check("commitments", True, sentence % {"count": count})


def activities_stand(shown: PromiseShown) -> Check:
    """A commitment that hangs on an activity that nobody can count on any more would never be kept."""
    lacking = [row for row in shown.rows if row.is_removed]
    if lacking:
        sentence = _("Aktiviteten för ”%(what)s” finns inte längre i åtgärdsplanen.")
        return _lacks("activities", sentence, lacking[0])
    return Check("activities", True, _("Det som ska räknas finns i åtgärdsplanen."))


def activities_meet_the_period(shown: PromiseShown) -> Check:
    """Work that begins after the promise's last day, or ends before its first, is not counted in it."""
    start, end = shown.promise.valid_from, shown.promise.valid_to
    lacking = [
        row
        for row in shown.rows
        if start is not None
        and end is not None
        and row.activity is not None
        and (row.activity.period_end <= start or row.activity.period_start >= end)
    ]
    if lacking:
        sentence = _("Aktiviteten för ”%(what)s” pågår inte under löftets period.")
        return _lacks("meeting", sentence, lacking[0])
    return Check("meeting", True, _("Aktiviteterna pågår under löftets period."))


def _lacks(code: str, sentence: str, row: Done) -> Check:
    return Check(code, False, sentence % {"what": row.commitment.what}, url=_mend(row.commitment))


def _mend(commitment: Commitment) -> str:
    promise = commitment.promise
    return reverse("agreements:commitment", args=[promise.pair.slug, promise.pk, commitment.pk])


def _form(promise: CitizenPromise) -> str:
    return reverse("agreements:promise_change", args=[promise.pair.slug, promise.pk])


CHECKS: tuple[Callable[[PromiseShown], Check], ...] = (
    has_words,
    has_a_period,
    is_not_over,
    rests_on_what_holds,
    has_commitments,
    activities_stand,
    activities_meet_the_period,
)


def run(promise: CitizenPromise) -> list[Check]:
    """Return every check of the promise, in the order in which they are shown."""
    shown = promise_shown(promise)
    return [check(shown) for check in CHECKS]
