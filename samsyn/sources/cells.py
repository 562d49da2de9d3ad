"""What a cell says: numbers as people write them, the six states, and periods."""

from __future__ import annotations

import re
from datetime import date, timedelta

from samsyn.sources.contract import ValueState

SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2009\u2007"), " ")
SUPPRESSED = frozenset({"..", "…", ". ."})
NOT_APPLICABLE = frozenset({".", "-", "–", "—", "−"})

_PLAIN = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d{1,2})?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:(?P<gap>[ .,'])\d{3})(?:(?P=gap)\d{3})*(?:[.,]\d+)?", re.ASCII)


class CellError(ValueError):
    """A cell that should hold a number or a period, and does not."""


def number(text: str) -> float:
    """Return the number that a cell writes. Raises CellError.

    A single comma or dot is the decimal mark, whichever it is; 1.234 is one and a bit, never a thousand.

    >>> number("12 705"), number("1.234,5"), number("1,5"), number("1,234.5")
    (12705.0, 1234.5, 1.5, 1234.5)
    """
    text = text.translate(SPACES).strip().replace("−", "-")
    if _PLAIN.fullmatch(text):
        return _finite(text.replace(",", "."))
    grouped = _GROUPED.fullmatch(text)
    if not grouped:
        raise CellError(text)
    gap = grouped["gap"]
    digits = text.replace(gap, "")
    if gap in ".," and gap in text[text.rfind(gap) + 1 :]:
        raise CellError(text)
    return _finite(digits.replace(",", "."))


def _finite(text: str) -> float:
    value = float(text)
    if not abs(value) < 1e15:
        raise CellError(text)
    return value


def value_and_state(text: str) -> tuple[float | None, ValueState]:
    """Return the value and what kind of cell it is. Raises CellError for text that is no number.

    >>> value_and_state(".."), value_and_state("0")
    ((None, <ValueState.SUPPRESSED: 'suppressed'>), (0.0, <ValueState.ZERO: 'zero'>))
    """
    text = text.translate(SPACES).strip()
    if not text:
        return None, ValueState.MISSING
    if text in SUPPRESSED:
        return None, ValueState.SUPPRESSED
    if text in NOT_APPLICABLE:
        return None, ValueState.NOT_APPLICABLE
    value = number(text)
    return value, ValueState.VALUE if value else ValueState.ZERO


def is_formula(text: str) -> bool:
    return text.lstrip().startswith("=")


MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "januari january jan",
            "februari february feb",
            "mars march mar",
            "april apr",
            "maj may",
            "juni june jun",
            "juli july jul",
            "augusti august aug",
            "september sep sept",
            "oktober october okt oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}

_YEAR = re.compile(r"(?:år\s*)?(\d{4})(?:\.0)?", re.ASCII | re.IGNORECASE)
_YEARS = re.compile(r"(\d{4})\s*[-–—/]\s*(\d{4})", re.ASCII)
_QUARTER = re.compile(r"(\d{4})\s*-?\s*(?:kv(?:artal)?|k|q)\.?\s*([1-4])", re.ASCII | re.IGNORECASE)
_QUARTER_FIRST = re.compile(r"(?:kv(?:artal)?|k|q)\.?\s*([1-4])[\s,]*(\d{4})", re.ASCII | re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})\s*(?:-|m)\s*(\d{1,2})(?:-01)?", re.ASCII | re.IGNORECASE)
_MONTH_NAMED = re.compile(r"([a-zA-Z]{3,9})\.?[\s,]*(\d{4})|(\d{4})[\s,]*([a-zA-Z]{3,9})\.?", re.ASCII)


def period(text: str) -> tuple[date, date]:
    """Return the half-open period that a cell names: a year, years pooled, a quarter, a month. Raises CellError.

    >>> period("2014K1")
    (datetime.date(2014, 1, 1), datetime.date(2014, 4, 1))
    """
    text = text.translate(SPACES).strip()
    if match := _YEAR.fullmatch(text):
        return months_from(int(match[1]), 1, 12)
    if match := _YEARS.fullmatch(text):
        return _years(int(match[1]), int(match[2]), text)
    if match := _QUARTER.fullmatch(text):
        return months_from(int(match[1]), 3 * int(match[2]) - 2, 3)
    if match := _QUARTER_FIRST.fullmatch(text):
        return months_from(int(match[2]), 3 * int(match[1]) - 2, 3)
    if match := _MONTH.fullmatch(text):
        return months_from(int(match[1]), int(match[2]), 1)
    if match := _MONTH_NAMED.fullmatch(text):
        name, year = (match[1], match[2]) if match[1] else (match[4], match[3])
        return months_from(int(year), MONTHS.get(name.lower(), 0), 1)
    raise CellError(text)


def _years(first: int, last: int, text: str) -> tuple[date, date]:
    if not first <= last <= first + 20:
        raise CellError(text)
    return months_from(first, 1, 12)[0], months_from(last, 1, 12)[1]


def months_from(year: int, month: int, months: int) -> tuple[date, date]:
    """Return the period of some months from the first of a month. Raises CellError outside 1800-2199."""
    if not (1800 <= year < 2200 and 1 <= month <= 12):
        raise CellError(f"{year}-{month}")
    last = month + months - 1
    return date(year, month, 1), date(year + last // 12, last % 12 + 1, 1)


def last_day(end: date) -> date:
    return end - timedelta(days=1)
