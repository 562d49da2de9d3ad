"""What in a text is about a certain person: a personnummer, words of case work, or what leads to her. Pure: text in, what was found out.

A personnummer is found in every common writing: with or without century, hyphen, plus or spaces, in the middle of a text,
with digits of any script. It is one only when its day exists and its check digit is right.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from samsyn.secrecy import traces

NUMBER = "number"  # the finding that is a personnummer or a samordningsnummer
CENTURIES = ("18", "19", "20")
COORDINATION = 60  # added to the day in a samordningsnummer

# Day and number, the day in one piece ("811218-9876", "19811218 98 76") or with one sign between its parts ("1981-12-18-9876").
_LAST = r"\d ?\d ?\d ?\d"
_ONE = r"\d{6} {0,2}[-+/]? {0,2}" + _LAST
_PARTS = r"\d\d([ ./-])\d\d\2\d\d(?: {0,2}[-+/] {0,2}" + _LAST + r"|[ .]{0,2}\d{4})"
_CENTURY = "(?:18|19|20) ?"
_WRITTEN = (_ONE, _CENTURY + _ONE, _PARTS, _CENTURY + _PARTS, r"\d(?: \d){9}", r"\d(?: \d){11}")
_NUMBERS = [
    re.compile(rf"(?<!\d)(?=({written})(?!\d))") for written in _WRITTEN
]  # looked at from every digit
_TEN = 10


@dataclass(frozen=True)
class Found:
    """What was found: the code of its channel, of its trace, or `NUMBER`; and the words."""

    code: str
    words: str


@dataclass(frozen=True)
class Channel:
    """Where a matter about a certain person belongs."""

    code: str
    sv: str
    en: str
    law_sv: str
    law_en: str

    @property
    def sentence(self) -> str:
        """Where it belongs, with the paragraph when there is one, in the page's language."""
        said, law = (self.sv, self.law_sv) if _is_swedish() else (self.en, self.law_en)
        return f"{said} {law}." if law else said


@dataclass(frozen=True)
class Trace:
    """What leads to a certain person: what it looks like, and what to write instead."""

    code: str
    sv: str
    en: str
    advice_sv: str
    advice_en: str

    @property
    def name(self) -> str:
        return self.sv if _is_swedish() else self.en

    @property
    def advice(self) -> str:
        return self.advice_sv if _is_swedish() else self.advice_en


def find(text: str, *, allowed: frozenset[str] = frozenset()) -> Found | None:
    """Return the first thing in a text that is about a certain person, or None.

    allowed  codes of `traces` that may stand in it
    """
    plain = plainly(text)
    if number := personal_number(plain):
        return Found(NUMBER, number)
    for code, pattern in _phrases():
        if match := pattern.search(plain):
            return Found(code, match.group())
    trace = traces.find(plain, allowed=allowed)
    return Found(*trace) if trace else None


def personal_number(plain: str) -> str:
    """Return the first personnummer or samordningsnummer as it is written, "" when there is none."""
    plain = plain.replace("\n", " ")
    if sum(char.isdigit() for char in plain) < _TEN:
        return ""
    for pattern in _NUMBERS:
        for match in pattern.finditer(plain):
            if is_valid("".join(char for char in match.group(1) if char.isdigit())):
                return match.group(1)
    return ""


def is_valid(digits: str) -> bool:
    """Whether ten or twelve digits are a personnummer or a samordningsnummer: a day that exists and the right check digit."""
    short = digits[-_TEN:]
    centuries = (digits[:-_TEN],) if len(digits) > _TEN else CENTURIES
    month, day = int(short[2:4]), int(short[4:6])
    day -= COORDINATION if day > COORDINATION else 0
    return _luhn(short) and any(_is_day(int(century + short[:2]), month, day) for century in centuries)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _luhn(digits: str) -> bool:
    """Luhn's check: every second digit doubled, the digits of all of it sum to a whole ten."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(digits)]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def plainly(text: str) -> str:
    """Return the text with digits as 0–9, any dash as "-", any space as " ", and without signs that are not seen."""
    return "".join(_plain(char) for char in unicodedata.normalize("NFKC", text))


def _plain(char: str) -> str:
    if char.isascii():
        return " " if char.isspace() and char != "\n" else char
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category == "Pd" or char == "\N{MINUS SIGN}":
        return "-"
    if category in {"Cf", "Mn"}:
        return ""
    return " " if category.startswith("Z") else char


@cache
def channels() -> dict[str, Channel]:
    """Return every channel by its code, in the order of the page."""
    return {row["code"]: Channel(**row) for row in _data()["channel"]}


@cache
def every_trace() -> dict[str, Trace]:
    """Return how each trace of `traces` is said, by its code."""
    return {row["code"]: Trace(**row) for row in _data()["trace"]}


@cache
def _phrases() -> list[tuple[str, re.Pattern[str]]]:
    name = r"[A-ZÅÄÖÉÜ][a-zåäöéüß]+"
    someone = f"(?i:{'|'.join(re.escape(word) for word in _data()['words']['someone'])})"
    parts = {"{name}": name, "{someone}": someone, "{person}": f"(?:{name}|{someone})"}
    return [
        (row["channel"], re.compile(_filled(pattern, parts)))
        for row in _data()["phrase"]
        for pattern in (*row["sv"], *row["en"])
    ]


def _filled(pattern: str, parts: dict[str, str]) -> str:
    for hole, part in parts.items():
        pattern = pattern.replace(hole, part)
    return pattern


def _is_swedish() -> bool:
    return (get_language() or "sv").startswith("sv")


@cache
def _data() -> Any:
    return tomllib.loads((Path(__file__).parent / "individuals.toml").read_text("utf-8"))
