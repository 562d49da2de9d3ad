"""Where the figures lie in one of Brå's Excel tables: periods as columns, or periods as rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from samsyn.sources import cells, columns, crime

LOOK_FOR_HEADING = 40
AREA = (
    "omrade",
    "region",
    "kommun",
    "stadsomrade",
    "stadsdel",
    "stadsdelsnamndsomrade",
    "geografiskt omrade",
    "plats",
)
CRIME = ("brottstyp", "brott", "brottsgrupp", "brottskategori", "brottskod", "typ av brott")
PERIOD = ("ar", "period", "manad", "kvartal", "tid", "ar och manad")
COUNT = ("antal", "antal anmalda brott", "anmalda brott", "antal brott", "varde")

_GBG = re.compile(r"\s*\((?:Gbg|Göteborg)\)\s*$", re.IGNORECASE)
Span = tuple[date, date]
Table = Sequence[tuple[int, Sequence[str]]]


@dataclass(frozen=True)
class Layout:
    """heading_row is the place in the table, not the number. A column is None when the table has none of it."""

    heading_row: int
    area: int | None = None
    crime: int | None = None
    period: int | None = None
    count: int | None = None
    period_columns: dict[int, Span] = field(default_factory=dict)
    area_columns: dict[int, str] = field(default_factory=dict)
    crime_columns: dict[int, str] = field(default_factory=dict)  # column to metric


def area_name(text: str) -> str:
    """Return an area's name without the "(Gbg)" that Brå puts after it.

    >>> area_name("Nordost (Gbg)")
    'Nordost'
    """
    return _GBG.sub("", " ".join(text.translate(cells.SPACES).split()))


def find(table: Table) -> Layout | None:
    """Return the layout of a table, None when no heading is seen among its first rows."""
    for place, (_row, texts) in enumerate(table[:LOOK_FOR_HEADING]):
        above = table[place - 1][1] if place else ()
        below = table[place + 1][1] if place + 1 < len(table) else ()
        if layout := _months_under_years(place, texts, below):
            return layout
        if layout := _periods_as_columns(place, texts, above) or _periods_as_rows(place, texts):
            return layout
    return None


def _periods_as_columns(place: int, texts: Sequence[str], above: Sequence[str]) -> Layout | None:
    spans = {
        column: span for column, text in enumerate(texts) if (span := span_of(text, _year(above, column)))
    }
    if len(spans) < 2 or len(set(spans.values())) < 2 or min(spans) == 0:
        return None
    if _looks_like_counts(texts, spans):
        return None
    labels = list(range(min(spans)))
    area = _named(texts, AREA, labels)
    crime_ = _named(texts, CRIME, labels)
    if area is None:
        area = next((column for column in labels if column != crime_), None)
    return Layout(place, area=area, crime=crime_, period_columns=spans)


def _months_under_years(place: int, texts: Sequence[str], below: Sequence[str]) -> Layout | None:
    """A row of years with months or quarters under it: the lower row is the heading."""
    layout = _periods_as_columns(place + 1, below, texts)
    if layout and any((end - start).days < 300 for start, end in layout.period_columns.values()):
        return layout
    return None


def _looks_like_counts(texts: Sequence[str], spans: dict[int, Span]) -> bool:
    """A row of figures may hold numbers between 1800 and 2199: a row of years holds nothing else, and they rise."""
    filled = [column for column, text in enumerate(texts) if column >= min(spans) and text.strip()]
    starts = [spans[column][0] for column in filled if column in spans]
    is_in_order = starts == sorted(starts) or starts == sorted(starts, reverse=True)
    return len(spans) < 0.8 * len(filled) or not is_in_order


def _year(above: Sequence[str], column: int) -> str:
    """Return the year above a month: in the same column, or the last to the left."""
    for place in range(min(column, len(above) - 1), -1, -1):
        if re.fullmatch(r"\d{4}", above[place].strip()):
            return above[place].strip()
    return ""


def span_of(text: str, year: str) -> Span | None:
    for wording in (text, f"{text} {year}") if year else (text,):
        try:
            return cells.period(wording)
        except cells.CellError:
            continue
    return None


def _named(texts: Sequence[str], names: Sequence[str], within: Sequence[int]) -> int | None:
    known = {columns.folded(name) for name in names}
    return next((column for column in within if columns.folded(texts[column]) in known), None)


def _periods_as_rows(place: int, texts: Sequence[str]) -> Layout | None:
    every = range(len(texts))
    period = _named(texts, PERIOD, every)
    if period is None:
        return None
    area, crime_, count = _named(texts, AREA, every), _named(texts, CRIME, every), _named(texts, COUNT, every)
    if count is not None:
        return Layout(place, area=area, crime=crime_, period=period, count=count)
    rest = [column for column in every if column not in (period, area, crime_) and texts[column].strip()]
    metrics = {column: metric for column in rest if (metric := crime.metric_of(texts[column]))}
    if area is not None and metrics:
        return Layout(place, area=area, period=period, crime_columns=metrics)
    if area is None and rest and len(texts) > 1:
        names = {column: area_name(texts[column]) for column in rest}
        return Layout(place, crime=crime_, period=period, area_columns=names)
    return None
