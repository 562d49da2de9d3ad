"""Which area a file means by a name: case, "(Gbg)", "kommun", å ä ö and small slips of spelling."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from samsyn.places.models import Area, AreaKind, City, Division

_ORDER = {kind: number for number, kind in enumerate(AreaKind.values)}
_PARENTHESIS = re.compile(r"\([^)]*\)")
_KIND_WORDS = re.compile(
    r"\b(kommun|stad|stadsområde|stadsdel|mellanområde|primärområde|basområde|lokalpolisområde|polisområde)\b"
)
_NOT_LETTERS = re.compile(r"[^a-z0-9åäö]+")
_FOLD = str.maketrans("åäöéü", "aaoeu")


@dataclass(frozen=True)
class Match:
    """The area that a text means, or None and the names that are most like it."""

    area: Area | None
    suggestions: tuple[str, ...] = ()


def normal(text: str) -> str:
    """Return a name without case, marks, parentheses and words like "kommun".

    >>> normal("Centrum (Gbg)"), normal("Göteborgs kommun"), normal("LUNDEN–HÄRLANDA")
    ('centrum', 'göteborg', 'lunden härlanda')
    """
    plain = unicodedata.normalize("NFC", text).casefold()
    bare = _NOT_LETTERS.sub(" ", _KIND_WORDS.sub(" ", _PARENTHESIS.sub(" ", plain))).strip()
    bare = bare or _NOT_LETTERS.sub(" ", plain).strip()
    if _KIND_WORDS.search(plain) and bare.endswith("s") and len(bare) > 3:
        return bare[:-1]  # genitive: "Göteborgs kommun"
    return bare


def fold(text: str) -> str:
    """Return a normal name without å, ä, ö, for files that lost them: "Goteborg", "Orgryte".

    >>> fold("Örgryte-Härlanda")
    'orgryte harlanda'
    """
    plain = unicodedata.normalize("NFKD", normal(text).translate(_FOLD))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


class NameIndex:
    """The names and codes of a city's areas, read once, for the many rows of a file.

    Where one name is several areas, those in force on the day come first, then the larger kind.
    """

    def __init__(self, city: City, *, division: Division | None = None, on: date | None = None) -> None:
        rows = Area.objects.defer("geometry").select_related("division").filter(division__city=city)
        if division is not None:
            rows = rows.filter(division=division)
        self.areas = sorted(rows, key=lambda area: self._rank(area, on))
        self._by: dict[str, Area] = {}
        forms = (
            lambda a: a.key,
            lambda a: f"={normal(a.name)}",
            lambda a: f"~{fold(a.name)}",
            lambda a: f"#{a.code.casefold().lstrip('0')}",
        )
        for form in forms:
            for area in self.areas:
                self._by.setdefault(form(area), area)

    @staticmethod
    def _rank(area: Area, on: date | None) -> tuple[bool, int, str]:
        period = area.division
        if on is None:
            is_past = period.valid_to is not None
        else:
            is_past = not (period.valid_from <= on and (period.valid_to is None or on < period.valid_to))
        return is_past, _ORDER.get(period.kind, 99), area.code

    def match(self, text: str) -> Match:
        """Return the area that the text names by key, name or code; else up to three names like it."""
        text = text.strip()
        code = text.casefold().lstrip("0")
        for form in (text, f"={normal(text)}", f"~{fold(text)}", f"#{code}", f"#{code.split(' ')[0]}"):
            if form in self._by and (not form.startswith("#") or code[:1].isdigit() or form == f"#{code}"):
                return Match(self._by[form])
        names: dict[str, str] = {}
        for area in self.areas:
            names.setdefault(fold(area.name), area.name)
        near = difflib.get_close_matches(fold(text), list(names), n=3, cutoff=0.6)
        return Match(None, tuple(names[one] for one in near))


def match_name(city: City, text: str, *, division: Division | None = None, on: date | None = None) -> Match:
    """Return the area of a city that a text in a file means, or what it may have meant."""
    return NameIndex(city, division=division, on=on).match(text)
