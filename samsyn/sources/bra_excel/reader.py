"""Brå's counts of reported crime as an Excel table: titles above, names ending in "(Gbg)", ".." for hidden.

The form is built from a description, not from a file of Brå's: see README.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from samsyn.sources import cells, columns, crime, faults, glimpse, observing, sheets
from samsyn.sources.bra_excel import layout as layouts
from samsyn.sources.bra_excel.layout import Layout, area_name
from samsyn.sources.columns import cell
from samsyn.sources.contract import N_, Option, SourceError, ValueState
from samsyn.sources.faults import Refusals
from samsyn.sources.glimpse import Glimpse
from samsyn.sources.observing import Figure, ObservationReader, Opened
from samsyn.sources.rows import Notes, Rows, sheet_notes, wrong_form

FIRST_REAL_YEAR = 2021  # of the four stadsområden


class BraExcel(ObservationReader):
    key = "bra-excel"
    title = N_("Anmälda brott från Brå, som Excel")
    suffixes: tuple[str, ...] = (".xlsx", ".ods")
    options: tuple[Option, ...] = (
        Option(
            "metric",
            N_("Brottstyp"),
            N_("Om tabellen handlar om en enda brottstyp och inte säger vilken."),
            kind="choice",
            choices=tuple(
                (code, wording)
                for code, wording in zip(
                    crime.CODES,
                    (
                        N_("Samtliga anmälda brott"),
                        N_("Brott mot person"),
                        N_("Stöldbrott"),
                        N_("Inbrottsstöld"),
                        N_("Skadegörelsebrott"),
                        N_("Narkotika- och vapenbrott"),
                        N_("Misshandel"),
                        N_("Stöld ur fordon"),
                        N_("Bilstöld"),
                        N_("Bostadsinbrott i lägenhet"),
                        N_("Bostadsinbrott i villa"),
                    ),
                    strict=True,
                )
            ),
        ),
        Option("area", N_("Område"), N_("Om tabellen handlar om ett enda område."), kind="text"),
        Option("sheet", N_("Blad"), N_("Tomt betyder det första bladet med innehåll."), kind="text"),
    )

    def score(self, seen: Glimpse) -> float:
        if seen.form not in ("xlsx", "ods"):
            return 0.0
        layout = layouts.find(list(enumerate(seen.rows, start=1)))
        if layout is None:
            return 0.0
        texts = [text for row in seen.rows for text in row]
        if any("(gbg)" in text.lower() for text in texts):
            return 0.96
        return 0.8 if any(crime.metric_of(text) or "anmälda brott" in text.lower() for text in texts) else 0.3

    def open(self, path: Path, options: Mapping[str, Any]) -> Opened:
        observing.refuse_options(path, options, self.options)
        form = glimpse.form_of(path)
        if form not in ("xlsx", "ods", "ole"):
            raise wrong_form(path, form)
        grid = sheets.load(path, str(options.get("sheet") or ""))
        if not any(any(texts) for _row, texts in grid.rows):
            raise faults.empty(path)
        layout = layouts.find(grid.rows)
        if layout is None:
            raise _no_heading(path, grid)
        above = [text for _row, texts in grid.rows[: layout.heading_row] for text in texts if text.strip()]
        titles = [text for text in dict.fromkeys(above) if not text.strip().isdigit()]
        parser = _parser(path, grid, layout, options, titles)
        rows = _rows(path, grid, layout)
        recipe = {"metric": parser.metric, "area": parser.area, "sheet": grid.sheet}
        return Opened(rows, _meanings(layout), parser, recipe, [*sheet_notes(grid), *_notes(titles, parser)])


def _no_heading(path: Path, grid: sheets.Grid) -> SourceError:
    first = next(texts for _row, texts in grid.rows if any(texts))
    return SourceError(
        N_(
            "Filen {file} har ingen rubrikrad som vi känner igen. Första raden är: {found}. "
            "Hämta tabellen med områden som rader och år som kolumner, eller med kolumnerna År, Område och Antal."
        ),
        file=path.name,
        found=faults.listed([text for text in first if text.strip()], 8),
    )


def _rows(path: Path, grid: sheets.Grid, layout: Layout) -> Rows:
    state = {"row": 0}
    size = path.stat().st_size

    def walk() -> Iterable[tuple[int, list[str]]]:
        for row, texts in grid.rows[layout.heading_row + 1 :]:
            state["row"] = row
            yield row, texts

    heading = tuple(text.strip() for text in grid.rows[layout.heading_row][1])
    return Rows(path, heading, iter(walk()), lambda: size * state["row"] // max(1, len(grid.rows)))


def _meanings(layout: Layout) -> dict[int, str]:
    single = {layout.area: "area", layout.crime: "metric", layout.period: "period", layout.count: "value"}
    meanings = {place: role for place, role in single.items() if place is not None}
    for many in (layout.period_columns, layout.area_columns, layout.crime_columns):
        meanings |= dict.fromkeys(many, "value")
    return meanings


def _parser(
    path: Path, grid: sheets.Grid, layout: Layout, options: Mapping[str, Any], titles: Sequence[str]
) -> _Parser:
    metric = str(options.get("metric") or "")
    if not metric and layout.crime is None and not layout.crime_columns:
        metric = _metric_in(titles)
        if not metric:
            raise _no_crime(path, titles)
    area = str(options.get("area") or "")
    if not area and layout.area is None and not layout.area_columns:
        raise faults.missing_column(path, column="Område", heading=grid.rows[layout.heading_row][1])
    heading = tuple(grid.rows[layout.heading_row][1])
    body = grid.rows[layout.heading_row + 1 :]
    return _Parser(heading, layout, metric, area, _areas_before(layout, heading, body, area))


def _metric_in(titles: Sequence[str]) -> str:
    """Return the crime type that a title names as a whole, or after a colon or comma."""
    for title in titles:
        for part in (title, *title.replace(";", ",").replace(":", ",").split(",")):
            if metric := crime.metric_of(part):
                return metric
    return ""


def _no_crime(path: Path, titles: Sequence[str]) -> SourceError:
    return SourceError(
        N_(
            "Filen {file} säger inte vilken brottstyp den handlar om. Ovanför tabellen står: {titles}. "
            "Välj brottstyp och läs in filen igen."
        ),
        file=path.name,
        titles=faults.listed(list(titles), 4) or "–",
    )


def _areas_before(layout: Layout, heading: Sequence[str], body: layouts.Table, area: str) -> frozenset[str]:
    """Return those of the four stadsområden that have a figure above zero before they existed: older areas' names."""
    real: set[str] = set()
    for _row, texts in body:
        for place, name, span, _metric in _cells_of(layout, heading, texts, area):
            if span and span[0].year < FIRST_REAL_YEAR and _is_above_zero(cell(texts, place)):
                real.add(columns.folded(name))
    return frozenset(real)


def _is_above_zero(text: str) -> bool:
    try:
        return (cells.value_and_state(text)[0] or 0) > 0
    except cells.CellError:
        return False


def _cells_of(
    layout: Layout, heading: Sequence[str], texts: Sequence[str], area: str
) -> list[tuple[int, str, layouts.Span | None, str]]:
    """Return the figures of a row: column, area, period (None when it cannot be read), metric ("" when not known)."""
    name = area_name(cell(texts, layout.area)) if layout.area is not None else area
    metric = "" if layout.crime is None else crime.metric_of(cell(texts, layout.crime)) or ""
    if layout.period_columns:
        return [(place, name, span, metric) for place, span in layout.period_columns.items()]
    span = layouts.span_of(cell(texts, layout.period), "")
    if layout.area_columns:
        return [(place, area_, span, metric) for place, area_ in layout.area_columns.items()]
    if layout.crime_columns:
        return [(place, name, span, metric_) for place, metric_ in layout.crime_columns.items()]
    return [(layout.count or 0, name, span, metric)]


def _notes(titles: Sequence[str], parser: _Parser) -> Notes:
    notes: Notes = [
        (N_("Formen är byggd på en beskrivning av Brås tabeller. Kontrollera några tal mot källan."), {})
    ]
    if titles:
        notes.append((N_("Ovanför tabellen står: {titles}."), {"titles": faults.listed(list(titles), 4)}))
    return notes


@dataclass(frozen=True)
class _Parser:
    heading: Sequence[str]
    layout: Layout
    metric: str  # of the whole table, "" when a column says
    area: str
    areas_before: frozenset[str]

    def __call__(self, row: int, texts: Sequence[str], refusals: Refusals) -> Iterable[Figure]:
        if self._is_footnote(texts):
            return
        for place, name, span, metric in _cells_of(self.layout, self.heading, texts, self.area):
            figure = self._figure(row, texts, place, name, span, self.metric or metric, refusals)
            if figure is None:
                continue
            if figure is _STOP:
                return
            yield figure

    def _is_footnote(self, texts: Sequence[str]) -> bool:
        """A row of one text and nothing else: a source, an explanation of the signs. An area ends in "(Gbg)"."""
        filled = {text.strip() for text in texts if text.strip()}
        return len(filled) == 1 and all(area_name(text) == text for text in filled)

    def _figure(
        self,
        row: int,
        texts: Sequence[str],
        place: int,
        name: str,
        span: tuple[date, date] | None,
        metric: str,
        refusals: Refusals,
    ) -> Figure | None:
        before = refusals.refused
        observing.name_of(row, _heading(self.heading, self.layout.area), name, refusals)
        if not metric:
            text = cell(texts, self.layout.crime)
            known = faults.listed(crime.WORDINGS)
            refusals.add(row, _heading(self.heading, self.layout.crime), text, UNKNOWN_CRIME, known=known)
        if span is None:
            observing.period_of(
                row, _heading(self.heading, self.layout.period), cell(texts, self.layout.period), refusals
            )
        if refusals.refused > before or span is None:
            return _STOP
        found = observing.count(row, _heading(self.heading, place), cell(texts, place), refusals)
        if found is None:
            return None
        return self._without_false_zero(Figure(row, metric, name, *span, *found))

    def _without_false_zero(self, figure: Figure) -> Figure:
        name = columns.folded(figure.area)
        is_false = (
            figure.value == 0 and figure.start.year < FIRST_REAL_YEAR and name in crime.CITY_AREAS_FROM_2021
        )
        if is_false and name not in self.areas_before:
            return figure._replace(value=None, state=ValueState.NOT_APPLICABLE)
        return figure


_STOP = Figure(0, "", "", date.min, date.min, None, ValueState.MISSING)


def _heading(heading: Sequence[str], place: int | None) -> str:
    return "" if place is None or place >= len(heading) else heading[place]


UNKNOWN_CRIME = N_(
    "Rad {row}: brottstypen ”{found}” i kolumnen ”{column}” känner vi inte igen. De vi känner är: {known}. "
    "Rätta cellen eller ta bort raden."
)

READER = BraExcel()
