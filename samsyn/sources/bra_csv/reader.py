"""Brå's counts of reported crime in Göteborg as tidy CSV: a year, a quarter, or a year and stadsområde."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samsyn.sources import columns, crime, faults, observing
from samsyn.sources.columns import cell
from samsyn.sources.contract import N_, ValueState
from samsyn.sources.faults import Refusals
from samsyn.sources.glimpse import Glimpse
from samsyn.sources.observing import Figure, ObservationReader, Opened
from samsyn.sources.rows import Notes, open_rows


@dataclass(frozen=True)
class Form:
    """One of the three tables: the columns that make it, and their roles."""

    area: str
    period: str
    crime: str = ""
    preliminary: str = ""
    has_city_areas: bool = False

    @property
    def needed(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.area, self.period, self.crime, "antal")))


YEARS = Form("kommun", "ar", "brottsgrupp")
QUARTERS = Form("kommun", "kvartal", preliminary="preliminar")
CITY_AREAS = Form("omrade", "ar", "brottstyp", has_city_areas=True)
FORMS = (YEARS, QUARTERS, CITY_AREAS)


@dataclass(frozen=True)
class _Places:
    area: int
    period: int
    crime: int | None
    count: int
    preliminary: int | None


class BraCsv(ObservationReader):
    key = "bra-csv"
    title = N_("Anmälda brott från Brå, som CSV")
    suffixes: tuple[str, ...] = (".csv", ".csv.gz", ".xlsx", ".ods")

    def score(self, seen: Glimpse) -> float:
        return 0.97 if seen.has_row(_is_heading) else 0.0

    def open(self, path: Path, options: Mapping[str, Any]) -> Opened:
        rows = open_rows(path, _is_heading)
        form = _form(rows.heading)
        found = [columns.need(path, rows.heading, [name]) for name in form.needed]
        places = _Places(
            area=found[0],
            period=found[1],
            crime=found[2] if form.crime else None,
            count=found[-1],
            preliminary=columns.find(rows.heading, [form.preliminary]) if form.preliminary else None,
        )
        roles = {
            places.area: "area",
            places.period: "period",
            places.crime: "metric",
            places.count: "value",
            places.preliminary: "preliminary",
        }
        meanings = {place: role for place, role in roles.items() if place is not None}
        return Opened(
            rows,
            meanings,
            _Parser(form, places, rows.heading),
            {},
            _notes(rows.heading),
            are_municipalities=form.area == "kommun",
        )


def _is_heading(heading: Sequence[str]) -> bool:
    return any(columns.has_all(heading, *form.needed) for form in FORMS)


def _form(heading: Sequence[str]) -> Form:
    """Return the form whose columns stand here, else the nearest one so that the error names what is missing."""
    return max(FORMS, key=lambda form: sum(columns.find(heading, [name]) is not None for name in form.needed))


def _notes(heading: Sequence[str]) -> Notes:
    rate = columns.find(heading, ["per_100000"])
    if rate is None:
        return []
    text = N_("Kolumnen ”{column}” läses inte: bara antal läses in, och andelar räknas här på folkmängden.")
    return [(text, {"column": heading[rate]})]


class _Parser:
    def __init__(self, form: Form, places: _Places, heading: Sequence[str]) -> None:
        self.form, self.places, self.heading = form, places, heading

    def __call__(self, row: int, cells: Sequence[str], refusals: Refusals) -> Iterable[Figure]:
        places, before = self.places, refusals.refused
        area = observing.name_of(row, self.heading[places.area], cell(cells, places.area), refusals)
        span = observing.period_of(row, self.heading[places.period], cell(cells, places.period), refusals)
        value = observing.count(row, self.heading[places.count], cell(cells, places.count), refusals)
        metric = self._metric(row, cells, refusals)
        is_preliminary = self._is_preliminary(row, cells, refusals)
        if refusals.refused > before or span is None or value is None:
            return
        figure = Figure(row, metric, area, *span, *value)
        if is_preliminary and figure.value is not None:
            figure = figure._replace(state=ValueState.PRELIMINARY)
        yield self._without_false_zero(figure)

    def _metric(self, row: int, cells: Sequence[str], refusals: Refusals) -> str:
        if self.places.crime is None:
            return "reported_crime"
        text = cell(cells, self.places.crime)
        metric = crime.metric_of(text)
        if metric is None:
            refusals.add(
                row, self.heading[self.places.crime], text, UNKNOWN_CRIME, known=faults.listed(crime.METRICS)
            )
        return metric or ""

    def _is_preliminary(self, row: int, cells: Sequence[str], refusals: Refusals) -> bool:
        text = cell(cells, self.places.preliminary).lower()
        if text not in ("", "0", "1", "ja", "nej"):
            refusals.add(row, self.form.preliminary, text, NOT_YES_OR_NO)
        return text in ("1", "ja")

    def _without_false_zero(self, figure: Figure) -> Figure:
        if not self.form.has_city_areas or figure.value != 0 or figure.start.year >= 2021:
            return figure
        if columns.folded(figure.area) not in crime.CITY_AREAS_FROM_2021:
            return figure
        return figure._replace(value=None, state=ValueState.NOT_APPLICABLE)


UNKNOWN_CRIME = N_(
    "Rad {row}: brottstypen ”{found}” i kolumnen ”{column}” känner vi inte igen. De vi känner är: {known}. "
    "Rätta cellen eller ta bort raden."
)
NOT_YES_OR_NO = N_(
    "Rad {row}: ”{found}” i kolumnen ”{column}” säger inte om talet är preliminärt. Där ska det stå 1 eller 0. "
    "Rätta cellen."
)

READER = BraCsv()
