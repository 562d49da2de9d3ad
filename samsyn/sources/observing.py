"""What all readers of figures share: preview, batches, keys that stand twice. A reader says only what a row means."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from samsyn.sources import cells, faults
from samsyn.sources.contract import (
    N_,
    Batch,
    Column,
    Option,
    Preview,
    SourceError,
    ValueState,
)
from samsyn.sources.faults import Refusals
from samsyn.sources.glimpse import Glimpse, glimpse
from samsyn.sources.rows import Notes, Rows
from samsyn.sources.schemas import OBSERVATIONS

BATCH_ROWS = 10_000
MOST_FIGURES = 3_000_000  # every key is held in memory to see what stands twice
EXAMPLES = 3


class Figure(NamedTuple):
    """One row of OBSERVATIONS."""

    row: int
    metric: str
    area: str
    start: date
    end: date
    value: float | None
    state: ValueState
    base: int | None = None
    low: float | None = None
    high: float | None = None


@dataclass
class Opened:
    """A file with its meaning settled: `parse` gives the figures of a row and adds what is wrong to the refusals."""

    rows: Rows
    meanings: Mapping[int, str]  # column number to role
    parse: Callable[[int, Sequence[str], Refusals], Iterable[Figure]]
    options: dict[str, Any]
    notes: Notes = field(default_factory=list)
    finish: Callable[[], Iterable[Figure]] = tuple  # figures that need all rows
    hides_other_columns: bool = False  # answers of people: only columns with a meaning are shown
    leaves_out: bool = False  # a row without figures was not asked for, and a note says why
    are_municipalities: bool = False  # the areas are municipalities, also others than the city


class ObservationReader:
    """The part of a reader of figures that is the same for all."""

    key: str
    title: str
    kind = "observations"
    schema = OBSERVATIONS
    suffixes: tuple[str, ...] = (".csv", ".csv.gz", ".xlsx", ".ods", ".parquet")
    options: tuple[Option, ...] = ()
    rows_understood = 0  # in a preview: as many as are shown when 0

    def score(self, seen: Glimpse) -> float:
        raise NotImplementedError

    def open(self, path: Path, options: Mapping[str, Any]) -> Opened:
        raise NotImplementedError

    def recognises(self, path: Path) -> float:
        seen = glimpse(path)
        return self.score(seen) if seen.rows else 0.0

    def preview(self, path: Path, options: Mapping[str, Any] | None = None, *, rows: int = 20) -> Preview:
        with faults.guarded(path):
            opened = self.open(path, options or {})
            first = opened.rows.peek(max(rows, self.rows_understood))
            if not first:
                raise faults.only_heading(path)
            batch = next(_batches(opened, iter(first), len(first)))
        shown = [tuple(cells) for _row, cells in first[:rows]]
        return Preview(
            reader=self.key,
            encoding=opened.rows.encoding,
            delimiter=opened.rows.delimiter,
            columns=_columns(opened, shown),
            rows=tuple(_hide(opened, row) for row in shown),
            batch=batch,
            options=opened.options,
            notes=(*opened.rows.notes, *opened.notes),
            bytes_total=path.stat().st_size,
        )

    def batches(
        self,
        path: Path,
        options: Mapping[str, Any],
        *,
        progress: Callable[[int, int], None] | None = None,
    ) -> Iterator[Batch]:
        total = path.stat().st_size
        with faults.guarded(path):
            opened = self.open(path, options)
            any_rows = False
            for batch in _batches(opened, opened.rows.rows, BATCH_ROWS):
                any_rows = any_rows or batch.rows_read > 0
                if progress:
                    progress(min(opened.rows.done(), total), total)
                yield batch
            if not any_rows:
                raise faults.only_heading(path)
            if progress:
                progress(total, total)


def _batches(opened: Opened, rows: Iterator[tuple[int, list[str]]], size: int) -> Iterator[Batch]:
    refusals, keys = Refusals(), _Keys()
    width = len(opened.rows.heading)
    notes: tuple[tuple[str, Mapping[str, Any]], ...] = (*opened.rows.notes, *opened.notes)
    while many := list(itertools.islice(rows, size)):
        figures: list[Figure] = []
        read = left_out = 0
        for row, texts in many:
            if not any(map(str.strip, texts)):
                continue
            read += 1
            before = len(figures) + refusals.refused
            if _is_whole(row, texts, width, refusals):
                figures.extend(opened.parse(row, texts, refusals))
            left_out += opened.leaves_out and len(figures) + refusals.refused == before
        if len(many) < size:
            figures.extend(opened.finish())
            opened.finish = tuple
        yield _batch(
            keys.first_of_each(figures, refusals, opened.rows.path),
            refusals,
            rows_read=read,
            notes=notes,
            left_out=left_out,
            are_municipalities=opened.are_municipalities,
        )
        notes = ()
    if rest := list(opened.finish()):
        yield _batch(keys.first_of_each(rest, refusals, opened.rows.path), refusals)


def _is_whole(row: int, texts: Sequence[str], width: int, refusals: Refusals) -> bool:
    if len(texts) >= width and not any(map(str.strip, texts[width:])):
        return True
    refusals.add(
        row,
        "",
        " ".join(texts),
        N_(
            "Rad {row} har {cells} celler men rubriken har {width}. Vi hittade ”{found}”. "
            "Kontrollera att raden är hel och att citattecknen är rätt satta."
        ),
        cells=len(texts),
        width=width,
    )
    return False


class _Keys:
    """The keys seen so far and the row where each stood first."""

    def __init__(self) -> None:
        self.rows: dict[int, int] = {}

    def first_of_each(self, figures: list[Figure], refusals: Refusals, path: Path) -> list[Figure]:
        taken = []
        for figure in figures:
            key = hash((figure.metric, figure.area, figure.start, figure.end))
            first = self.rows.get(key)
            if first is None:
                self.rows[key] = figure.row
                taken.append(figure)
                continue
            refusals.add(
                figure.row,
                "",
                figure.area,
                N_(
                    "Rad {row}: ”{found}” har redan ett värde för samma mått och period. Det står på rad {first}. "
                    "Ta bort den rad som är fel."
                ),
                first=first,
            )
        if len(self.rows) > MOST_FIGURES:
            raise faults.too_large(path, limit=N_("3 000 000 värden"))
        return taken


def _batch(figures: list[Figure], refusals: Refusals, **more: Any) -> Batch:
    columns: Sequence[Sequence[Any]] = list(zip(*figures, strict=True)) or [()] * len(OBSERVATIONS)
    arrays = [
        pa.array(column, type=wanted.type) for column, wanted in zip(columns, OBSERVATIONS, strict=True)
    ]
    errors, refused = refusals.take()
    table = pa.Table.from_arrays(arrays, schema=OBSERVATIONS)
    return Batch(table, errors, refused=refused, **more)


def _columns(opened: Opened, shown: list[tuple[str, ...]]) -> tuple[Column, ...]:
    return tuple(
        Column(
            heading,
            opened.meanings.get(place, ""),
            ()
            if opened.hides_other_columns and place not in opened.meanings
            else tuple(row[place] for row in shown[:EXAMPLES] if place < len(row)),
        )
        for place, heading in enumerate(opened.rows.heading)
    )


def _hide(opened: Opened, row: tuple[str, ...]) -> tuple[str, ...]:
    if not opened.hides_other_columns:
        return row
    return tuple(cell if place in opened.meanings else "" for place, cell in enumerate(row))


def count(
    row: int, column: str, text: str, refusals: Refusals, *, whole: bool = True
) -> tuple[float | None, ValueState] | None:
    """Return a count of zero or more and its state, or add what is wrong and return None."""
    if cells.is_formula(text):
        refusals.add(row, column, text, FORMULA)
        return None
    try:
        value, state = cells.value_and_state(text)
    except cells.CellError:
        refusals.add(row, column, text, NOT_A_NUMBER)
        return None
    if value is not None and (value < 0 or (whole and not value.is_integer())):
        refusals.add(row, column, text, NOT_A_COUNT)
        return None
    return value, state


def period_of(row: int, column: str, text: str, refusals: Refusals) -> tuple[date, date] | None:
    """Return the period that a cell names, or add what is wrong and return None."""
    try:
        return cells.period(text)
    except cells.CellError:
        refusals.add(row, column, text, NOT_A_PERIOD)
        return None


def name_of(row: int, column: str, text: str, refusals: Refusals) -> str:
    """Return a name without spaces around, or add what is wrong and return ""."""
    text = " ".join(text.translate(cells.SPACES).split())
    if not text:
        refusals.add(row, column, text, NO_NAME)
    elif cells.is_formula(text):
        refusals.add(row, column, text, FORMULA)
        return ""
    elif len(text) > 200:
        refusals.add(row, column, text, LONG_NAME)
        return ""
    return text


NOT_A_NUMBER = N_(
    "Rad {row}: ”{found}” i kolumnen ”{column}” är inte ett tal. Där ska det stå ett tal, eller .. för dolt. "
    "Rätta cellen, eller lämna den tom om talet saknas."
)
NOT_A_COUNT = N_(
    "Rad {row}: ”{found}” i kolumnen ”{column}” är inte ett antal. Ett antal är noll eller ett helt tal. "
    "Rätta cellen, och skriv tusental utan punkt eller komma."
)
NOT_A_PERIOD = N_(
    "Rad {row}: ”{found}” i kolumnen ”{column}” är ingen period som vi känner igen. "
    "Vi läser till exempel 2024, 2024K1, 2024-01 och 2021–2023. Rätta cellen."
)
NO_NAME = N_(
    "Rad {row}: kolumnen ”{column}” är tom. Vi vet inte vad raden handlar om. Fyll i cellen eller ta bort raden."
)
LONG_NAME = N_(
    "Rad {row}: texten i kolumnen ”{column}” är längre än 200 tecken. Den börjar med ”{found}”. "
    "Kontrollera att rätt kolumn är vald."
)
FORMULA = N_(
    "Rad {row}: kolumnen ”{column}” innehåller en formel utan värde. Vi hittade ”{found}”. "
    "Öppna filen i Excel, spara den igen eller klistra in värdet i stället."
)


def refuse_options(path: Path, options: Mapping[str, Any], known: tuple[Option, ...]) -> None:
    """Raise SourceError for a recipe with a choice that does not exist."""
    for option in known:
        value = options.get(option.name)
        if value and option.choices and value not in dict(option.choices):
            raise SourceError(
                N_(
                    "Filen {file} kan inte läsas med det här receptet. Valet ”{option}” kan inte vara ”{found}”. "
                    "Välj ett av alternativen."
                ),
                file=path.name,
                option=option.label,
                found=faults.shorten(str(value)),
            )
