"""How sure a party is: its sign, three dots and the word."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from samsyn.steps.problem.drawing import word
from samsyn.steps.problem.models import Certainty, Sureness
from samsyn.ui.templatetags.parts import half

register = template.Library()


@register.simple_tag
def sure(party: str, answer: Certainty | None) -> SafeString:
    """The sign of the party, how sure it is in dots, and the word."""
    return format_html('<span class="sure">{}{}{}</span>', half(party), dots(answer), word(answer))


@register.simple_tag
def dots(answer: Certainty | None) -> SafeString:
    """Three dots, as many filled as the party is sure; none of them when it has not answered."""
    level = answer.sureness if answer is not None else 0
    drawn = "".join(
        f'<circle cx="{5 + 11 * place}" cy="5" r="4" fill="{"#10242b" if place < level else "#fff"}" '
        'stroke="#10242b" stroke-width="1.3"/>'
        for place in range(3)
    )
    return mark_safe(f'<svg viewBox="0 0 32 10" aria-hidden="true">{drawn}</svg>')  # noqa: S308 - our own constants  # nosec B308 B703


@register.simple_tag
def sure_word(answer: Certainty | None) -> str:
    """The word alone."""
    return word(answer)


@register.simple_tag
def changed(answer: Certainty | None) -> str:
    """That the answer was changed after the other's was seen, with the first; "" when it was not."""
    if answer is None or answer.first_sureness is None:
        return ""
    first = Sureness(answer.first_sureness).label
    return _("Ändrad efter att ha sett den andras, först: %(level)s.") % {"level": first}
