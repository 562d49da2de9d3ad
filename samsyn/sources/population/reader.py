"""Residents on 31 December by area: a figure of the year whose last day it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from samsyn.sources import columns, observing
from samsyn.sources.columns import cell
from samsyn.sources.contract import N_, Option
from samsyn.sources.faults import Refusals
from samsyn.sources.glimpse import Glimpse
from samsyn.sources.observing import Figure, ObservationReader, Opened
from samsyn.sources.rows import open_rows

YEAR = ("ar", "year")
AREA = ("omrade", "omradesnamn", "area")
COUNT = ("folkmangd", "population", "befolkning", "invanare")
LEVEL = ("niva", "level")


class Population(ObservationReader):
    key = "population"
    title = N_("Folkmängd den 31 december")
    options: tuple[Option, ...] = (
        Option(
            "level",
            N_("Bara nivån"),
            N_("Läs bara rader där kolumnen niva har det här värdet. Tomt betyder alla."),
            kind="text",
        ),
    )

    def score(self, seen: Glimpse) -> float:
        return 0.95 if seen.has_row(_is_heading) else 0.0

    def open(self, path: Path, options: Mapping[str, Any]) -> Opened:
        rows = open_rows(path, _is_heading)
        year, area, count = (columns.need(path, rows.heading, names) for names in (YEAR, AREA, COUNT))
        level = columns.find(rows.heading, LEVEL)
        wanted = str(options.get("level") or "").strip()
        heading = rows.heading

        def parse(row: int, cells: Sequence[str], refusals: Refusals) -> Iterable[Figure]:
            if wanted and level is not None and cell(cells, level) != wanted:
                return
            name = observing.name_of(row, heading[area], cell(cells, area), refusals)
            span = observing.period_of(row, heading[year], cell(cells, year), refusals)
            value = observing.count(row, heading[count], cell(cells, count), refusals)
            if name and span and value:
                yield Figure(row, "population", name, *span, *value)

        meanings = {year: "period", area: "area", count: "value"} | (
            {} if level is None else {level: "level"}
        )
        notes = [(N_("Folkmängden gäller den 31 december varje år."), dict[str, Any]())]
        if wanted and level is not None:
            notes.append((ONE_LEVEL, {"column": heading[level], "level": wanted}))
        return Opened(rows, meanings, parse, {"level": wanted}, notes, leaves_out=True)


def _is_heading(heading: Sequence[str]) -> bool:
    return all(columns.find(heading, names) is not None for names in (YEAR, AREA, COUNT))


ONE_LEVEL = N_("Bara rader där kolumnen ”{column}” är ”{level}” läses in. De andra lämnas utanför.")

READER = Population()
