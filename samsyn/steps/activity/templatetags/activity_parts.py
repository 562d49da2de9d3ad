"""The parts of an action plan's pages: the bar with today's mark, and what is promised and done in words."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from babel.dates import format_date
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samsyn.steps.activity import drawings, wording
from samsyn.steps.activity.hooks import Note
from samsyn.steps.activity.models import Action, ActionPlan, Activity
from samsyn.steps.activity.queries.progress import Tally
from samsyn.ui.templatetags.numbers import day

register = template.Library()


@register.filter
def notes_at(notes: dict[UUID, list[Note]], key: UUID) -> list[Note]:
    """What the apps above say of the activity with the key."""
    return notes.get(key, [])


@register.simple_tag
def tally_bar(tally: Tally) -> SafeString | str:
    """The bar of an activity: filled by what is done, with a mark where one should be today. Nothing without a number."""
    if tally.amount is None:
        return ""
    shows_mark = tally.is_started and not tally.is_over and not tally.is_reached
    mark = (
        format_html('<path class="mark" d="M{} 0v20"/>', round(3 + 354 * tally.mark, 1)) if shows_mark else ""
    )
    return format_html(
        '<svg class="tally" viewBox="0 0 360 20" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="whole" x="1" y="2" width="358" height="16"/>'
        '<rect class="done" x="1" y="2" width="{}" height="16"/>{}</svg>',
        round(358 * tally.share, 1),
        mark,
    )


@register.filter
def how_it_goes(tally: Tally) -> str:
    """In few words: klart, i fas, 6 efter planen, slut, inte klart."""
    return drawings.state_words(tally)


@register.filter
def promised(activity: Activity) -> str:
    """What is promised: minst 100 tillfällen."""
    return wording.promise(activity.amount, activity.unit)


@register.filter
def spanned(row: ActionPlan | Activity) -> str:
    """The period in words."""
    return wording.span(row.period_start, row.period_end)


@register.filter
def followed_up(action: Action) -> str:
    """When, by whom and from what an action is followed up."""
    if action.followup_on is None:
        return _("Uppföljningen är inte planerad.")
    facts: dict[str, Any] = {
        "day": day(action.followup_on),
        "who": action.followup_by or "–",
        "source": action.followup_source or "–",
    }
    return _("Följs upp %(day)s av %(who)s med %(source)s.") % facts


@register.filter
def unit_word(activity: Activity) -> str:
    """One of the unit, for the +1 button, where the word is known: kväll."""
    return wording.one_of(activity.unit)


@register.filter
def weekday(value: date) -> str:
    """A day as people in the field say it: torsdag 19 november."""
    locale = "sv" if (get_language() or "sv").startswith("sv") else "en_GB"
    return str(format_date(value, "EEEE d MMMM", locale=locale))
