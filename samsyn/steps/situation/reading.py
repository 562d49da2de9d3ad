"""An edition as people read it: frozen contents in, words and figures in the page's language out.

The page, the PDF and the Word file are all built from `read`, so that they say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from samsyn.people.models import Party
from samsyn.places.models import AreaKind
from samsyn.steps.situation.models import Section
from samsyn.ui.templatetags.numbers import interval, number, percent, short_day

Contents = Mapping[str, Any]
KINDS_OF_EVIDENCE = 4


@dataclass(frozen=True)
class Figure:
    """One figure in words. `import_id` points at its Source; `note` says why there is no value."""

    name: str
    place: str
    period: str
    value: str
    interval: str = ""
    base: str = ""
    note: str = ""
    import_id: int | None = None
    row: int | None = None


@dataclass(frozen=True)
class LevelRow:
    number: int
    area: str
    key: str
    word: str
    shape: str  # circle, triangle, diamond, square, none
    order: int  # of the level on the city's scale, 0 when there is none
    coverage: int
    coverage_words: str
    reason: str
    byline: str = ""
    party: str = ""
    is_judged: bool = True


@dataclass(frozen=True)
class FindingRow:
    number: int
    statement: str
    doubt: str
    area: str
    party: str
    byline: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class ParagraphRow:
    text: str
    party: str
    byline: str


@dataclass(frozen=True)
class SectionRow:
    code: str
    title: str
    paragraphs: tuple[ParagraphRow, ...]


@dataclass(frozen=True)
class IndicatorRow:
    name: str
    count: Figure | None
    rate: Figure | None
    reference: str
    series: tuple[Figure, ...]
    sentence: str


@dataclass(frozen=True)
class SourceRow:
    import_id: int
    title: str
    licence: str
    method: str
    file: str
    checksum: str
    received: str
    is_example: bool


@dataclass(frozen=True)
class Reading:
    """One edition in the page's language, top to bottom."""

    number: int
    pair: str
    city: str
    city_area: str
    police_area: str
    period: str
    is_example: bool
    previous: int | None
    levels: tuple[LevelRow, ...]
    findings: tuple[FindingRow, ...]
    sections: tuple[SectionRow, ...]
    indicators: tuple[IndicatorRow, ...]
    safety: tuple[Figure, ...]
    breaks: tuple[str, ...]
    sources: tuple[SourceRow, ...]
    areas_source: str


def read(edition: Contents) -> Reading:
    """Return the edition in words, in the language that is switched on."""
    pair = edition["pair"]
    return Reading(
        number=edition["number"],
        pair=pair["name"],
        city=pair["city"]["name"],
        city_area=area_words(pair["city_area"]),
        police_area=area_words(pair["police_area"]),
        period=period_words(edition["period"]["start"], edition["period"]["end"]),
        is_example=edition["is_example"],
        previous=edition["previous"]["number"] if edition["previous"] else None,
        levels=_levels(edition),
        findings=_findings(edition),
        sections=_sections(edition),
        indicators=tuple(_indicator(edition, row) for row in edition["indicators"]),
        safety=tuple(figure(edition, row) for row in edition["safety"]),
        breaks=tuple(_break(row) for row in edition["breaks"]),
        sources=tuple(_source(row) for row in edition["sources"]),
        areas_source=_areas_source(edition),
    )


def is_swedish() -> bool:
    return (get_language() or "sv").startswith("sv")


def sentence_case(words: str) -> str:
    return words[:1].upper() + words[1:]


def area_words(area: Mapping[str, Any]) -> str:
    """Return "Stadsområde Norr"."""
    kind = str(AreaKind(area["kind"]).label) if area["kind"] in AreaKind.values else area["kind"]
    return sentence_case(f"{kind} {area['name']}")


def level_word(level: Mapping[str, Any] | None) -> str:
    if level is None:
        return _("Tunt underlag")
    return level["name"] if is_swedish() else level["name_en"]


def party_word(party: str) -> str:
    return sentence_case(str(Party(party).label)) if party in Party.values else party


def byline(row: Mapping[str, Any]) -> str:
    return _("%(party)s, %(function)s, %(day)s") % {
        "party": party_word(row["party"]),
        "function": row["function"],
        "day": row["on"],
    }


def period_words(start: str | None, end: str | None) -> str:
    """Return a half-open period as people say it: 2025, or 1 jan. 2025 – 31 mars 2025."""
    if not start:
        return ""
    first = date.fromisoformat(start)
    last = date.fromisoformat(end) - timedelta(days=1) if end else first
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    if whole and first.year == last.year:
        return str(first.year)
    if whole:
        return f"{first.year}–{last.year}"
    return short_day(first) if first >= last else f"{short_day(first)} – {short_day(last)}"


def coverage_words(codes: list[str]) -> str:
    """Return the kinds of evidence at hand, in words."""
    names = {
        "statistics": _("statistik"),
        "survey": _("trygghetsundersökning"),
        "reports": _("rapporter"),
        "dialogue": _("dialog"),
    }
    return ", ".join(names.get(code, code) for code in codes) or _("inget underlag")


def metric_name(edition: Contents, code: str) -> str:
    metric = edition["metrics"].get(code)
    if metric is None:
        return code
    return metric["name"] if is_swedish() else metric.get("name_en") or metric["name"]


def _kind(edition: Contents, code: str) -> str:
    metric = edition["metrics"].get(code)
    return metric["kind"] if metric else "count"


def value_words(value: float | None, kind: str) -> str:
    if kind == "share":
        return percent(value)
    return number(value, 1 if kind in {"rate", "index"} else 0)


def interval_words(low: float | None, high: float | None, kind: str) -> str:
    if low is None or high is None:
        return ""
    if kind == "share":
        return f"{interval(low * 100, high * 100)}\u00a0%"
    digits = 1 if kind in {"rate", "index"} else 0
    return str(interval(low, high, digits))


_NO_VALUE = {"suppressed", "missing", "not-applicable"}


def state_note(state: str | None) -> str:
    """Return why there is no value, or what is special with it."""
    notes = {
        "suppressed": _("visas inte, för få"),
        "missing": _("uppgift saknas"),
        "not-applicable": _("kan inte finnas här"),
        "preliminary": _("preliminärt"),
    }
    return notes.get(state or "", "")


def figure(edition: Contents, row: Mapping[str, Any], *, kind: str = "") -> Figure:
    """Return one frozen figure in words."""
    kind = kind or _kind(edition, row["metric"])
    state = row.get("state")
    has_value = row.get("value") is not None and state not in _NO_VALUE
    shown = value_words(row["value"], kind) if has_value else (".." if state == "suppressed" else "–")
    base = row.get("base")
    return Figure(
        name=metric_name(edition, row["metric"]),
        place=row.get("area_name") or "",
        period=period_words(row.get("start"), row.get("end")),
        value=row.get("shown") or shown,
        interval=interval_words(row.get("low"), row.get("high"), kind) if has_value else "",
        base=_base_words(base, kind) if base else "",
        note=state_note(state),
        import_id=row.get("import"),
        row=row.get("row"),
    )


def _base_words(base: int, kind: str) -> str:
    if kind == "share":
        return _("%(count)s svar") % {"count": number(base)}
    return _("%(count)s invånare") % {"count": number(base)}


def figure_text(row: Figure) -> str:
    """Return a figure as one line of text."""
    start = " ".join(part for part in (row.name, row.place, row.period) if part)
    doubt = ", ".join(part for part in (row.interval, row.base, row.note) if part)
    return f"{start}: {row.value}" + (f" ({doubt})." if doubt else ".")


def _levels(edition: Contents) -> tuple[LevelRow, ...]:
    judged = {row["area"]: row for row in edition["levels"]}
    order = [area["key"] for area in edition["areas"]]
    keys = [*order, *(key for key in judged if key not in order)]
    names = {area["key"]: area["name"] for area in edition["areas"]}
    return tuple(
        _level(i, key, judged[key]) if key in judged else _not_judged(i, key, names[key])
        for i, key in enumerate(keys, 1)
    )


def _level(place: int, key: str, row: Mapping[str, Any]) -> LevelRow:
    level = row["level"]
    return LevelRow(
        number=place,
        area=row["area_name"],
        key=key,
        word=level_word(level),
        shape=level["shape"] if level else "none",
        order=level["order"] if level else 0,
        coverage=len(row["coverage"]),
        coverage_words=coverage_words(row["coverage"]),
        reason=row["reason"],
        byline=byline(row),
        party=row["party"],
    )


def _not_judged(place: int, key: str, name: str) -> LevelRow:
    return LevelRow(
        number=place,
        area=name,
        key=key,
        word=_("Inte bedömt"),
        shape="",
        order=0,
        coverage=0,
        coverage_words="",
        reason="",
        is_judged=False,
    )


def _findings(edition: Contents) -> tuple[FindingRow, ...]:
    return tuple(
        FindingRow(
            number=i,
            statement=row["statement"],
            doubt=row["doubt"],
            area=row["area_name"] or "",
            party=row["party"],
            byline=byline(row),
            figures=tuple(figure(edition, item) for item in row["figures"]),
        )
        for i, row in enumerate(edition["findings"], 1)
    )


def _sections(edition: Contents) -> tuple[SectionRow, ...]:
    return tuple(
        SectionRow(
            code=section.value,
            title=sentence_case(str(section.label)),
            paragraphs=tuple(
                ParagraphRow(row["text"], row["party"], byline(row))
                for row in edition["sections"].get(section.value, [])
            ),
        )
        for section in Section
    )


def _indicator(edition: Contents, row: Mapping[str, Any]) -> IndicatorRow:
    return IndicatorRow(
        name=metric_name(edition, row["metric"]),
        count=figure(edition, row),
        rate=None,
        reference="",
        series=(),
        sentence="",
    )


def _break(row: Mapping[str, Any]) -> str:
    return _("%(day)s: indelningen ändrades, före och efter går inte att jämföra rakt av.") % {
        "day": row["on"]
    }


def _source(row: Mapping[str, Any]) -> SourceRow:
    return SourceRow(
        import_id=row["import"],
        title=pgettext("source: dataset", "%(source)s: %(dataset)s")
        % {"source": row["source"], "dataset": row["dataset"]},
        licence=" ".join(part for part in (row["licence"], row["attribution"]) if part),
        method=row["method"],
        file=row["file"],
        checksum=row["checksum"],
        received=row["received"],
        is_example=row["is_example"],
    )


def _areas_source(edition: Contents) -> str:
    first = edition["areas"][0] if edition["areas"] else edition["pair"]["city_area"]
    return _("%(division)s: %(source)s, %(licence)s") % {
        "division": first["division"],
        "source": first["source"],
        "licence": first["licence"],
    }
