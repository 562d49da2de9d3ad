"""The words inside pictures, in the page's language: what `samsyn.charts` is given."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samsyn.charts.words import Words, percent


def picture_words(level: float | None = None) -> Words:
    """Return every word that a chart writes, translated. Braces are places for numbers and stay as they are.

    level  of the intervals, 0.95 unless given
    """
    lang = "sv" if (get_language() or "sv").startswith("sv") else "en"
    return Words(
        lang=lang,
        nothing=_("Det finns inga tal att visa ännu."),
        answers=_("{count} svar"),
        too_few=_("{count} svar, visas inte (färre än 30)"),
        not_shown=_("visas inte"),
        missing=_("uppgift saknas"),
        preliminary=_("preliminärt"),
        ring=_("Ring: preliminärt"),
        observed=_("Utfall"),
        expected=_("Väntat"),
        expected_span=_("Väntat spann"),
        interval=_("Osäkerhet (%(level)s)") % {"level": _level(0.95 if level is None else level, lang)},
        period=_("Period"),
        area=_("Område"),
        name=_("Namn"),
        value=_("Värde"),
        share=_("Andel"),
        base=_("Antal svar"),
        state=_("Tillstånd"),
        level=_("Läge"),
        evidence=_("Underlag"),
        thin=_("Tunt underlag"),
        enough=_("Tillräckligt"),
        of_total=_("{have} av {total} underlag"),
        under=_("under {limit}"),
        between=_("{low} till under {high}"),
        at_least=_("minst {limit}"),
        number=_("Nr"),
        kilometre=_("km"),
    )


def _level(level: float, lang: str) -> str:
    return percent(level, 0 if abs(100 * level - round(100 * level)) < 1e-9 else 1, lang)
