"""The names of areas in a file and the areas they were taken for, with a choice for those that nobody knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.evidence.models import DataImport
from samsyn.places.models import Area, City
from samsyn.ui.errors import UserError
from samsyn.ui.templatetags.numbers import number

if TYPE_CHECKING:
    from samsyn.evidence.services.areas import AreaCheck, AreaMatch

NAME, AREA = "omradesnamn-", "omrade-"
MOST_ASKED = 50  # unknown names with a choice of their own
MOST_LISTED = 200
MOST_NAMED = 8


@dataclass(frozen=True)
class Unknown:
    """One name to point out an area for: `choices` are (key, name), the likeliest first."""

    number: int
    name: str
    rows: int
    likely: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True)
class Areas:
    """What the page says of a file's areas."""

    sentence: str
    known: list[AreaMatch]
    more_known: int
    unknown: list[Unknown]
    more_unknown: int
    others: list[tuple[str, str]]
    unknown_rows: int
    lost: dict[str, str]
    elsewhere: dict[str, str]
    left_out: str
    divisions: str
    also: str
    points: str
    is_wrong: bool


def areas(row: DataImport, pointed: Mapping[str, str]) -> Areas | None:
    """Return the areas of the file as it would be read now; None when the check cannot be made."""
    from samsyn.evidence import services

    try:
        check = services.check_areas(row)
    except UserError:
        return None
    asked = [match for match in check.matches if match.is_unknown or match.name in pointed]
    known = [match for match in check.matches if match.area is not None and match.name not in pointed]
    return Areas(
        sentence=_sentence(check),
        known=known[:MOST_LISTED],
        more_known=max(0, len(known) - MOST_LISTED),
        unknown=[_unknown(i, match, pointed) for i, match in enumerate(asked[:MOST_ASKED])],
        more_unknown=max(0, len(asked) - MOST_ASKED),
        others=_others(row, check) if asked else [],
        lost={match.name: _lost(row, match) for match in check.unknown},
        elsewhere={match.name: _("Annan kommun. Raden läses inte in.") for match in check.elsewhere},
        left_out=_left_out(row, check),
        unknown_rows=sum(match.rows for match in check.unknown),
        divisions=_divisions(check),
        also=_also(check),
        points=_points(check),
        is_wrong=check.are_swapped or bool(check.outside and not check.located),
    )


def _unknown(place: int, match: AreaMatch, pointed: Mapping[str, str]) -> Unknown:
    likely = tuple((area.key, area.name) for area in match.suggestions)
    return Unknown(place, match.name, match.rows, likely, pointed.get(match.name, ""))


def _lost(row: DataImport, match: AreaMatch) -> str:
    """Return what to do about a name that nobody knows."""
    facts = {"name": match.name, "city": row.city.name}
    if match.suggestions:
        facts["like"] = match.suggestions[0].name
        return (
            _(
                "Området ”%(name)s” finns inte i %(city)s. Menar du %(like)s? Välj område nedan eller hoppa över raden."
            )
            % facts
        )
    return (
        _(
            "Området ”%(name)s” finns inte i %(city)s. Inget namn liknar det. Välj område nedan eller hoppa över raden."
        )
        % facts
    )


def _others(row: DataImport, check: AreaCheck) -> list[tuple[str, str]]:
    """Return the areas to choose among: of the division chosen, else of the one that knows most names, else all."""
    division = row.division or (check.divisions[0][0] if check.divisions else None)
    rows = Area.objects.filter(division__city=row.city).select_related("division").defer("geometry")
    if division is not None:
        rows = rows.filter(division=division)
    return [
        (area.key, area.name if division else f"{area.name} ({area.division.name})")
        for area in rows.order_by("division__kind", "name")[:1_500]
    ]


def _sentence(check: AreaCheck) -> str:
    if not check.matches:
        return ""
    found = len(check.matches) - len(check.unknown) - len(check.elsewhere)
    if not check.unknown:
        text = ngettext(
            "%(found)s områdesnamn, och vi känner igen det.",
            "%(found)s områdesnamn, och vi känner igen alla.",
            found,
        )
        return text % {"found": number(found)}
    text = ngettext(
        "Vi känner igen %(found)s av %(total)s områdesnamn. %(bad)s rad får inget område och läses inte in.",
        "Vi känner igen %(found)s av %(total)s områdesnamn. %(bad)s rader får inget område och läses inte in.",
        sum(match.rows for match in check.unknown),
    )
    return text % {
        "found": number(found),
        "total": number(found + len(check.unknown)),
        "bad": number(sum(match.rows for match in check.unknown)),
    }


def _left_out(row: DataImport, check: AreaCheck) -> str:
    """Return how many rows are of other municipalities: counted apart, for they are no errors."""
    rows = sum(match.rows for match in check.elsewhere)
    if not rows:
        return ""
    names = [match.name for match in check.elsewhere]
    facts = {
        "n": number(rows),
        "names": ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else ""),
        "city": row.city.name,
    }
    text = ngettext(
        "%(n)s rad gäller en annan kommun (%(names)s) och läses inte in. Den är inte fel, men hör inte till %(city)s.",
        "%(n)s rader gäller en annan kommun (%(names)s) och läses inte in. De är inte fel, men hör inte till %(city)s.",
        rows,
    )
    return text % facts


def _divisions(check: AreaCheck) -> str:
    """Return which divisions the names ended up in, and how many in each: "Stadsområden (4), Kommun (1)"."""
    found = Counter(match.area.division.name for match in check.matches if match.area is not None)
    return ", ".join(f"{name} ({number(many)})" for name, many in found.most_common())


def _also(check: AreaCheck) -> str:
    """Return other divisions that have some of the names too."""
    used = {match.area.division_id for match in check.matches if match.area is not None}
    return ", ".join(division.name for division, _many in check.divisions if division.pk not in used)


def _points(check: AreaCheck) -> str:
    if not (check.located or check.outside):
        return ""
    if check.are_swapped:
        return _(
            "Nästan alla punkter hamnar utanför staden, men innanför om du byter plats på koordinaterna."
        )
    facts = {"inside": number(check.located), "outside": number(check.outside)}
    if not check.outside:
        return _("Alla %(inside)s punkter bland de första raderna ligger i staden.") % facts
    if not check.located:
        return _(
            "Ingen punkt ligger i staden. Kontrollera koordinatsystemet och vilken kolumn som är vilken."
        )
    return _("%(inside)s punkter ligger i staden och %(outside)s utanför, bland de första raderna.") % facts


def pointed_out(city: City, sent: Mapping[str, Any]) -> dict[str, str]:
    """Return the areas that somebody has pointed out: the file's name to Area.key, only areas of the city."""
    wanted = {
        str(sent.get(f"{NAME}{i}", "")): str(sent.get(f"{AREA}{i}", ""))
        for i in range(MOST_ASKED)
        if sent.get(f"{NAME}{i}") and sent.get(f"{AREA}{i}")
    }
    real = set(
        Area.objects.filter(division__city=city, key__in=wanted.values()).values_list("key", flat=True)
    )
    return {name: key for name, key in wanted.items() if key in real}
