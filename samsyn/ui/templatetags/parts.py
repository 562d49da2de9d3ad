"""The parts that pages are built of. `/komponenter/` shows them all."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()

_HALVES = {
    "city": '<circle cx="8" cy="8" r="6.8" fill="#fff" stroke="#0a4a54" stroke-width="1.4"/>'
    '<path d="M8 1.2A6.8 6.8 0 0 0 8 14.8Z" fill="#0a4a54"/>',
    "police": '<circle cx="8" cy="8" r="6.8" fill="#fff" stroke="#2b4478" stroke-width="1.4"/>'
    '<path d="M8 1.2A6.8 6.8 0 0 1 8 14.8Z" fill="#2b4478"/>',
    "both": '<circle cx="8" cy="8" r="6.8" fill="#0a4a54"/><path d="M8 1.2V14.8" stroke="#fff" stroke-width="1"/>',
}
LONGEST_WORD = 16  # letters of a level's name that stay on one line
_SHAPES = {
    "circle": ("#2f8259", '<circle cx="10" cy="10" r="7.6"/>'),
    "triangle": ("#f4d64a", '<path d="M10 1.8 18.8 17.6H1.2Z"/>'),
    "diamond": ("#ee8f2e", '<path d="M10 .9 19.1 10 10 19.1 .9 10Z"/>'),
    "square": ("#b8142b", '<path d="M2.4 2.4H17.6V17.6H2.4Z"/>'),
    "none": ("#ffffff", '<circle cx="10" cy="10" r="7.6" stroke-dasharray="3.1 2.6"/>'),
}


@register.simple_tag
def half(party: str) -> SafeString:
    """The sign of a party: left half the city, right half the police, the whole disc both. Others have none."""
    if party == "other":
        return mark_safe("")  # nothing  # nosec B308
    return mark_safe(  # noqa: S308 - our own constants  # nosec B308 B703
        f'<svg class="half" viewBox="0 0 16 16" aria-hidden="true">{_HALVES.get(party, _HALVES["both"])}</svg>'
    )


def level_mark(shape: str) -> SafeString:
    """The sign of a level as SVG: circle, triangle, diamond, square, or none (dashed)."""
    fill, path = _SHAPES.get(shape, _SHAPES["none"])
    return mark_safe(  # noqa: S308 - our own constants  # nosec B308 B703
        f'<svg viewBox="0 0 20 20" aria-hidden="true"><g fill="{fill}" stroke="#10242b" stroke-width="1.6" '
        f'stroke-linejoin="round">{path}</g></svg>'
    )


@register.simple_tag
def level(value: Any, name: str = "") -> SafeString:
    """A level by shape and word. `value` has `shape` and `name`; None is thin evidence, never calm."""
    if value is None:
        label = name or _("Tunt underlag")
        wide = " wide" if len(label) > LONGEST_WORD else ""
        return format_html('<span class="lvl{}">{}{}</span>', wide, level_mark("none"), label)
    shape = value["shape"] if isinstance(value, dict) else value.shape
    label = name or (value["name"] if isinstance(value, dict) else level_name(value))
    wide = " wide" if len(label) > LONGEST_WORD else ""  # two levels beside each other may break the line
    return format_html('<span class="lvl{}">{}{}</span>', wide, level_mark(shape), label)


@register.filter
def level_name(value: Any) -> str:
    """The level's name in the page's language."""
    from django.utils.translation import get_language

    if value is None:
        return _("Tunt underlag")
    return value.name if (get_language() or "sv").startswith("sv") else value.name_en


@register.simple_tag
def coverage(have: int, total: int = 4, short: bool = False) -> SafeString:
    """Four squares and "3 av 4 underlag": how many kinds of evidence there are. `short` where the head says of what."""
    squares = "".join(
        f'<rect x="{0.75 + 12 * i}" y=".75" width="8.5" height="8.5" fill="{"#10242b" if i < have else "#fff"}" '
        'stroke="#10242b" stroke-width="1.5"/>'
        for i in range(total)
    )
    return format_html(
        '<span class="cov"><svg viewBox="0 0 46 10" aria-hidden="true">{}</svg>{}</span>',
        mark_safe(squares),  # noqa: S308 - our own constants  # nosec B308 B703
        (_("%(have)s av %(total)s") if short else _("%(have)s av %(total)s underlag"))
        % {"have": have, "total": total},
    )


@register.simple_tag
def ex(is_example: bool = True) -> SafeString | str:
    """The tag beside everything invented."""
    return format_html('<span class="ex">{}</span>', _("Exempeldata")) if is_example else ""


@register.simple_tag
def num(text: str, url: str = "") -> SafeString | str:
    """A figure that leads to its origin."""
    return format_html('<a class="num" href="{}">{}</a>', url, text) if url else text


_WEDGES = [
    "M21.3 1.5A18.5 18.5 0 0 1 35.3 9.7L27.5 15.0A9 9 0 0 0 20.6 11.0Z",
    "M36.6 11.9A18.5 18.5 0 0 1 36.6 28.1L28.1 23.9A9 9 0 0 0 28.1 16.1Z",
    "M35.3 30.3A18.5 18.5 0 0 1 21.3 38.5L20.6 29.0A9 9 0 0 0 27.5 25.0Z",
    "M18.7 38.5A18.5 18.5 0 0 1 4.7 30.3L12.5 25.0A9 9 0 0 0 19.4 29.0Z",
    "M3.4 28.1A18.5 18.5 0 0 1 3.4 11.9L11.9 16.1A9 9 0 0 0 11.9 23.9Z",
    "M4.7 9.7A18.5 18.5 0 0 1 18.7 1.5L19.4 11.0A9 9 0 0 0 12.5 15.0Z",
]


def step_mark(step: int) -> SafeString:
    """The small wheel with one segment filled."""
    wedges = "".join(
        f'<path d="{path}" fill="{"#0a4a54" if i == step else "#fff"}" '
        f'stroke="{"#0a4a54" if i == step else "#6b7f84"}" stroke-width="1.6"/>'
        for i, path in enumerate(_WEDGES, 1)
    )
    return mark_safe(  # noqa: S308 - our own constants  # nosec B308 B703
        f'<svg viewBox="0 0 40 40" width="26" height="26" aria-hidden="true">{wedges}</svg>'
    )


ROOMS = (
    "situation:picture",
    "problem:pictures",
    "purpose:purposes",
    "method:plans",
    "activity:plans",
    "followup:followups",
)  # where each step lives, for one pair


@register.inclusion_tag("ui/parts/steps.html")
def steps(pair: Any, current: int = 0) -> dict[str, Any]:
    """The row of six steps over a page of a pair."""
    from django.urls import reverse

    names = [
        _("Lägesbild"),
        _("Problembild"),
        _("Syfte och mål"),
        _("Metod och resurs"),
        _("Aktivitet och åtgärd"),
        _("Uppföljning"),
    ]
    rows = [
        {
            "number": i,
            "name": name,
            "mark": step_mark(i),
            "url": reverse(ROOMS[i - 1], args=[pair.slug]),
            "is_current": i == current,
        }
        for i, name in enumerate(names, 1)
    ]
    return {"rows": rows, "now": rows[current - 1] if current else None}


@register.inclusion_tag("ui/parts/pair_line.html")
def pair_line(pair: Any) -> dict[str, Any]:
    """The two halves of a pair, over the page's heading."""
    return {"pair": pair}


@register.simple_block_tag
def empty(content: str, title: str) -> SafeString:
    """An empty state: what belongs here, why, and the button."""
    return format_html('<div class="empty"><h3>{}</h3>{}</div>', title, mark_safe(content))  # noqa: S308 - what stands between the tags in our own template  # nosec B308 B703
