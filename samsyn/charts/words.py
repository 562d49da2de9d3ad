"""The words that stand inside a picture. Swedish is the source; a caller gives the same words in another language."""

from __future__ import annotations

from dataclasses import dataclass

NO_BREAK = "\u00a0"


@dataclass(frozen=True)
class Words:
    """Every text that a chart itself writes. Texts with a place for a number have it in braces."""

    lang: str = "sv"
    nothing: str = "Det finns inga tal att visa ännu."
    answers: str = "{count} svar"
    too_few: str = "{count} svar, visas inte (färre än 30)"
    not_shown: str = "visas inte"
    missing: str = "uppgift saknas"
    preliminary: str = "preliminärt"
    ring: str = "Ring: preliminärt"
    observed: str = "Utfall"
    expected: str = "Väntat"
    expected_span: str = "Väntat spann"
    interval: str = f"Osäkerhet (95{NO_BREAK}%)"
    period: str = "Period"
    area: str = "Område"
    name: str = "Namn"
    value: str = "Värde"
    share: str = "Andel"
    base: str = "Antal svar"
    state: str = "Tillstånd"
    level: str = "Läge"
    evidence: str = "Underlag"
    thin: str = "Tunt underlag"
    enough: str = "Tillräckligt"
    of_total: str = "{have} av {total} underlag"
    under: str = "under {limit}"
    between: str = "{low} till under {high}"
    at_least: str = "minst {limit}"
    number: str = "Nr"
    kilometre: str = "km"


SWEDISH = Words()


def number(value: float | None, digits: int = 0, lang: str = "sv") -> str:
    """12705 -> 12 705 in Swedish, 12,705 in English. Nothing becomes an en dash.

    >>> number(11.44, 1)
    '11,4'
    """
    if value is None:
        return "–"
    text = f"{value:,.{digits}f}".replace("-", "−")
    if not any(sign in text for sign in "123456789"):
        text = text.removeprefix("−")  # what is written as 0 has no sign
    if not lang.startswith("sv"):
        return text
    return text.replace(",", NO_BREAK).replace(".", ",")


def percent(share: float | None, digits: int = 0, lang: str = "sv") -> str:
    """0.61 -> 61 % in Swedish, 61% in English."""
    if share is None:
        return "–"
    sign = f"{NO_BREAK}%" if lang.startswith("sv") else "%"
    return f"{number(100 * share, digits, lang)}{sign}"


def locale(lang: str) -> dict[str, object]:
    """Vega's own number locale, for axes."""
    if not lang.startswith("sv"):
        return {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["£", ""]}
    return {
        "decimal": ",",
        "thousands": NO_BREAK,
        "grouping": [3],
        "currency": ["", f"{NO_BREAK}kr"],
        "percent": f"{NO_BREAK}%",
        "minus": "−",
    }
