"""`{% load thread %}{% thread_link pair "cause:5f…" %}`: the way from any object to its place on Röda tråden."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from samsyn.chain import drawing, words
from samsyn.chain.graph import Stage
from samsyn.chain.sheet import address
from samsyn.chain.weave import Look
from samsyn.places.models import AreaPair

register = template.Library()


@register.simple_tag
def thread_link(pair: AreaPair, key: str = "") -> SafeString:
    """The link "Visa i Röda tråden": to what leads to and from the knot, or to the pair's whole thread."""
    return format_html(
        '<a class="to-thread noprint" href="{}">{}</a>', address(pair, key), _("Visa i Röda tråden")
    )


@register.filter
def stage_name(stage: Stage) -> str:
    """What a stage of the thread is called."""
    return str(words.STAGES[stage])


@register.filter
def look_name(look: Look) -> str:
    """How a knot holds, in a word."""
    return str(words.LOOKS[look])


@register.simple_tag
def knot_sign(look: Look) -> SafeString:
    """The sign of a knot in a list."""
    return drawing.sign(look)


@register.inclusion_tag("chain/parts/key.html")
def thread_key() -> dict[str, object]:
    """The key to the picture: each sign with its word."""
    return {"rows": [(drawing.sign(look, has_thread=True), word) for look, word in words.LOOKS.items()]}
