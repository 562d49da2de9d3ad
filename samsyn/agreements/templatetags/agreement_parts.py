"""The signs of agreements: a shape and a word for each state, never colour alone."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from samsyn.agreements.models import Agreement, TargetKind
from samsyn.agreements.overview import state_of
from samsyn.agreements.queries.standing import State
from samsyn.ui.clock import today

register = template.Library()

_INK, _DEEP, _HAND, _BREAK = "#10242b", "#0a4a54", "#9c4513", "#bd1230"
_SHAPES = {
    State.IN_FORCE.value: f'<circle cx="10" cy="10" r="8.6" fill="{_DEEP}"/><path d="M10 1.4V18.6" stroke="#fff" stroke-width="1.3"/>',
    State.SOON.value: f'<circle cx="10" cy="10" r="8" fill="#fff" stroke="{_HAND}" stroke-width="2.4"/>'
    f'<path d="M10 5v5.2l3.6 2" fill="none" stroke="{_HAND}" stroke-width="2"/>',
    State.SIGNED.value: f'<circle cx="10" cy="10" r="8" fill="#fff" stroke="{_DEEP}" stroke-width="2.2"/>'
    f'<path d="M5.8 10.4l3 3 5.4-6.4" fill="none" stroke="{_DEEP}" stroke-width="2.2"/>',
    State.FOR_SIGNATURE.value: f'<circle cx="10" cy="10" r="8" fill="#fff" stroke="{_HAND}" stroke-width="2.2"/>'
    f'<path d="M5.6 13.6h8.8" stroke="{_HAND}" stroke-width="2.2"/>',
    State.WRITING.value: f'<circle cx="10" cy="10" r="8" fill="#fff" stroke="{_INK}" stroke-width="1.8" stroke-dasharray="2.6 2.4"/>'
    f'<path d="M6.6 13.4l1-3 5-5 2 2-5 5z" fill="none" stroke="{_INK}" stroke-width="1.5" stroke-linejoin="round"/>',
    State.MISSING.value: f'<circle cx="10" cy="10" r="8" fill="#fff" stroke="{_BREAK}" stroke-width="2.2" stroke-dasharray="4 3"/>',
    "ended": f'<circle cx="10" cy="10" r="8" fill="#fff" stroke="{_INK}" stroke-width="1.8"/>'
    f'<path d="M5.6 10h8.8" stroke="{_INK}" stroke-width="1.8"/>',
}


@register.simple_tag
def agreement_mark(state: str) -> SafeString:
    """The sign of a state, for beside its word."""
    shape = _SHAPES[str(state)]
    return format_html(
        '<svg class="amark" viewBox="0 0 20 20" aria-hidden="true">{}</svg>',
        mark_safe(shape),  # noqa: S308 - our own constants  # nosec B308 B703
    )


@register.simple_tag
def agreement_state(state: str) -> SafeString:
    """The sign and the word of a state: gäller, upphör snart, för underskrift, skrivs, saknas, upphörd."""
    from django.utils.translation import gettext as _

    word = _("upphörd") if str(state) == "ended" else str(State(state).label)
    return format_html('<span class="astate">{}{}</span>', agreement_mark(state), word[:1].upper() + word[1:])


@register.filter
def readable(pair_id: int, readable_pairs: frozenset[int]) -> bool:
    """Whether the reader may open the pair's pages."""
    return pair_id in readable_pairs


@register.filter
def own_state(row: Agreement) -> str:
    """The state of one agreement today, by the words of the matrix."""
    return state_of(row, today())


@register.filter
def target_kind(kind: str) -> str:
    """What a clause points at, as a word: Problem, Mål, Åtgärd."""
    word = str(TargetKind(kind).label)
    return word[:1].upper() + word[1:]


@register.filter
def unlocalize_number(value: float) -> str:
    """A number as SVG reads it: with a point, whatever the page's language."""
    return f"{value:g}"
