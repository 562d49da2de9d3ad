"""The parts of the pages of medborgarlöften: promised in words, the bar of promised and done, and the period."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from samsyn.agreements.models import CitizenPromise, Commitment
from samsyn.agreements.queries.promises import Done, PromiseShown, When
from samsyn.steps.activity.wording import span
from samsyn.ui.templatetags.numbers import number

register = template.Library()
WIDTH = 356


@register.filter
def promised_words(row: Commitment) -> SafeString | str:
    """What is promised, its number as large as that of what is done: minst 100 tillfällen; or that there is no number."""
    if row.number is None:
        return _("inget antal")
    amount = format_html("<strong>{}</strong>", number(row.number))
    return format_html(_("minst {amount} {unit}"), amount=amount, unit=row.unit)


@register.filter
def promise_span(promise: CitizenPromise) -> str:
    """The period in words, or that it is not yet set."""
    if promise.valid_from is None or promise.valid_to is None:
        return _("ingen period ännu")
    return span(promise.valid_from, promise.valid_to)


@register.filter
def promise_sum(shown: PromiseShown) -> str:
    """How it goes with the whole promise, in one sentence; nothing of what has not begun or cannot be counted."""
    if shown.when in (When.DRAFTED, When.COMING) or not shown.countable:
        return ""
    facts = {"kept": shown.kept, "count": shown.countable}
    if not shown.is_over:
        return _("Hållna hittills: %(kept)s av %(count)s åtaganden med antal.") % facts
    said = _("Hållna: %(kept)s av %(count)s åtaganden med antal.") % facts
    if shown.unreported:
        said += " " + _("Utan redovisat antal: %(count)s.") % {"count": shown.unreported}
    return said


@register.simple_tag
def promise_bar(done: Done) -> SafeString | str:
    """Promised as a frame and done as a filling, both from the same nought. Nothing without two numbers."""
    amount = done.commitment.number
    if amount is None or done.number is None:
        return ""
    return format_html(
        '<svg class="promise-bar" viewBox="0 0 360 20" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="done" x="2" y="5" width="{}" height="10"/>'
        '<rect class="frame" x="2" y="2" width="{}" height="16"/><path class="nought" d="M2 0v20"/></svg>',
        round(WIDTH * done.number / done.longest, 1),
        round(WIDTH * amount / done.longest, 1),
    )
