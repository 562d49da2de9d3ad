"""A batch of text columns to a table of INCIDENTS, with every wrong row in words. No loop over good rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from samsyn.sources import cells, columns, crs
from samsyn.sources.arrow_text import TextBatch
from samsyn.sources.contract import N_
from samsyn.sources.faults import Refusals
from samsyn.sources.incidents import recipe as recipes
from samsyn.sources.incidents import times
from samsyn.sources.schemas import INCIDENTS

if TYPE_CHECKING:
    from pyproj import CRS

Mask = npt.NDArray[np.bool_]
PRECISIONS = pa.array(["minute", "day", "month"])
LONGEST = 200
_NUMBER = r"^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?$"


class Checker:
    """Checks batches of one file. It remembers what the first batch showed: the axes, and clocks that say nothing."""

    def __init__(self, path: Path, heading: tuple[str, ...], recipe: recipes.Recipe) -> None:
        self.path, self.recipe = path, recipe
        place = lambda name: columns.chosen(path, heading, name) if name else None  # noqa: E731
        self.places = {name: place(getattr(recipe, name)) for name in recipes.COLUMNS}
        self.system: CRS | None = crs.system(path, recipe.crs or crs.WGS84) if recipe.x and recipe.y else None
        self.last = recipes.last_day(path, recipe)
        self.is_month = columns.folded(recipe.start) in ("month", "manad")
        self.midnights: dict[str, bool] = {}
        self.axes_checked = False
        self.text_batch = TextBatch(np.zeros(0, np.int64), {})
        self.bad = np.zeros(0, bool)

    @property
    def wanted(self) -> list[int]:
        return sorted({place for place in self.places.values() if place is not None})

    def table(self, batch: TextBatch, refusals: Refusals) -> pa.Table:
        """Return the rows that are whole, as INCIDENTS, and add what is wrong with the others."""
        batch = _without_empty(batch)
        self.text_batch, self.bad = batch, np.zeros(len(batch.rows), bool)
        category = self._category(refusals)
        start = self._time("start", refusals)
        end = self._time("end", refusals) if self.recipe.end else None
        lon, lat = self._place(refusals)
        if end is not None:
            self._refuse("end", end.good & (end.seconds < start.seconds), END_BEFORE_START, refusals)
        if self.last is not None:
            self._refuse(
                "start", start.seconds >= _seconds_after(self.last), TOO_LATE, refusals, day=self.last
            )
        columns_ = {
            "row": pa.array(batch.rows),
            "incident": _or_null(self._column("incident")),
            "category": category,
            "start": pa.array(start.seconds).cast(pa.timestamp("s")),
            "end": _end(end, len(batch.rows)),
            "precision": PRECISIONS.take(pa.array(start.precision)),
            "lon": pa.array(lon, from_pandas=True),
            "lat": pa.array(lat, from_pandas=True),
            "area": _or_null(self._column("area")),
        }
        table = pa.Table.from_arrays([columns_[name] for name in INCIDENTS.names], schema=INCIDENTS)
        return table.filter(pa.array(~self.bad)) if self.bad.any() else table

    def _column(self, role: str) -> pa.Array:
        place = self.places[role]
        if place is None:
            return pa.nulls(len(self.text_batch.rows), pa.string()).fill_null("")
        return self.text_batch.columns[place]

    def _refuse(self, role: str, wrong: Mask, template: str, refusals: Refusals, **facts: object) -> None:
        """Mark rows as wrong, once each, and put the first in words."""
        new = np.flatnonzero(wrong & ~self.bad)
        self.bad |= wrong
        texts = self._column(role)
        heading = getattr(self.recipe, role)
        spelled = new[: refusals.left].tolist()
        for place in spelled:
            refusals.add(int(self.text_batch.rows[place]), heading, texts[place].as_py(), template, **facts)
        refusals.count(len(new) - len(spelled))

    def _category(self, refusals: Refusals) -> pa.Array:
        if not self.recipe.category:
            return pa.repeat(self.recipe.category_text, len(self.text_batch.rows))
        column = pc.utf8_trim_whitespace(self._column("category"))
        self._refuse("category", _mask(pc.equal(column, "")), NO_CATEGORY, refusals)
        self._refuse("category", _mask(pc.starts_with(column, "=")), FORMULA, refusals)
        self._refuse("category", _mask(pc.greater(pc.utf8_length(column), LONGEST)), LONG_TEXT, refusals)
        return column

    def _time(self, role: str, refusals: Refusals) -> times.Times:
        column = self._column(role)
        if self.places[f"{role}_time"] is not None:
            clock = pc.utf8_trim_whitespace(self._column(f"{role}_time"))
            column = pc.utf8_trim_whitespace(
                pc.binary_join_element_wise(pc.utf8_slice_codeunits(column, 0, 10), clock, " ")
            )
        read = times.read(column, month_first=self.recipe.date_order == "month")
        if role == "start":
            self._refuse(role, read.empty, NO_TIME, refusals)
        self._refuse(role, ~read.good & ~read.empty, NOT_A_TIME, refusals)
        return self._honest_precision(role, read)

    def _honest_precision(self, role: str, read: times.Times) -> times.Times:
        """A column of nothing but midnights is a column of dates; a column named month holds months."""
        is_midnight = read.seconds % 86_400 == 0
        if role not in self.midnights and read.good.any():
            self.midnights[role] = bool(is_midnight[read.good].all())
        if self.midnights.get(role):
            read.precision[(read.precision == times.MINUTE) & is_midnight] = times.DAY
        if self.is_month:
            is_first = read.seconds.astype("datetime64[s]").astype("datetime64[M]").astype("datetime64[s]")
            is_first_day = is_first.astype(np.int64) == read.seconds
            read.precision[(read.precision == times.DAY) & is_first_day] = times.MONTH
        return read

    def _place(self, refusals: Refusals) -> tuple[crs.Floats, crs.Floats]:
        many = len(self.text_batch.rows)
        if self.system is None:
            return np.full(many, np.nan), np.full(many, np.nan)
        x, x_empty = self._numbers("x", refusals)
        y, y_empty = self._numbers("y", refusals)
        self._refuse("x", x_empty & ~y_empty, HALF_A_PLACE, refusals)
        self._refuse("y", y_empty & ~x_empty, HALF_A_PLACE, refusals)
        nowhere = x_empty | y_empty | ((x == 0) & (y == 0))
        x[nowhere] = y[nowhere] = np.nan
        if not self.axes_checked and (~nowhere).any():
            crs.check(self.path, self.system, x, y)
            self.axes_checked = True
        lon, lat = crs.to_degrees(self.system, x, y)
        self._refuse("x", np.isnan(lon) & ~nowhere, OFF_THE_MAP, refusals, crs=self.system.name)
        return lon, lat

    def _numbers(self, role: str, refusals: Refusals) -> tuple[crs.Floats, Mask]:
        column = self._column(role)
        empty = _mask(pc.equal(column, ""))
        try:
            values = pc.cast(
                pc.if_else(pa.array(empty), None, column) if empty.any() else column, pa.float64()
            )
        except pa.ArrowInvalid:
            values, empty = _loose_numbers(column)
        numbers = np.array(values.to_numpy(zero_copy_only=False), dtype=float)
        self._refuse(role, ~np.isfinite(numbers) & ~empty, NOT_A_NUMBER, refusals)
        return numbers, empty


def _loose_numbers(column: pa.Array) -> tuple[pa.Array, Mask]:
    """Read numbers with decimal comma and spaces; null where there is none."""
    text = column
    for mark in (" ", *map(chr, cells.SPACES)):
        text = pc.replace_substring(text, mark, "")
    text = pc.replace_substring(pc.replace_substring(text, ",", "."), "−", "-")
    good = pc.match_substring_regex(text, _NUMBER)
    empty = _mask(pc.equal(text, ""))
    return pc.cast(pc.if_else(good, text, None), pa.float64()), empty


def _mask(column: pa.Array) -> Mask:
    return np.array(column.to_numpy(zero_copy_only=False), dtype=bool)


def _or_null(column: pa.Array) -> pa.Array:
    column = pc.utf8_slice_codeunits(pc.utf8_trim_whitespace(column), 0, LONGEST)
    return pc.if_else(pc.equal(column, ""), None, column)


def _end(end: times.Times | None, many: int) -> pa.Array:
    if end is None:
        return pa.nulls(many, pa.timestamp("s"))
    return pa.array(end.seconds, mask=~end.good).cast(pa.timestamp("s"))


def _seconds_after(day: date) -> int:
    return (day.toordinal() + 1 - date(1970, 1, 1).toordinal()) * 86_400


def _without_empty(batch: TextBatch) -> TextBatch:
    """Leave out rows in which no column that is used holds anything: empty lines in the file."""
    if not len(batch.rows) or not batch.columns:
        return TextBatch(batch.rows[:0], {place: pa.array([], pa.string()) for place in batch.columns})
    empty = np.ones(len(batch.rows), bool)
    for column in batch.columns.values():
        empty &= _mask(pc.equal(column, ""))
        if not empty.any():
            return batch
    keep = pa.array(~empty)
    return TextBatch(
        batch.rows[~empty], {place: column.filter(keep) for place, column in batch.columns.items()}
    )


NO_CATEGORY = N_(
    "Rad {row}: brottstypen i kolumnen ”{column}” saknas. Utan den kan händelsen inte räknas. "
    "Fyll i cellen eller ta bort raden."
)
LONG_TEXT = N_(
    "Rad {row}: texten i kolumnen ”{column}” är längre än 200 tecken. Den börjar med ”{found}”. "
    "Kontrollera att rätt kolumn är vald."
)
FORMULA = N_(
    "Rad {row}: kolumnen ”{column}” innehåller en formel. Vi hittade ”{found}”. Skriv värdet i stället för formeln."
)
NO_TIME = N_(
    "Rad {row}: tiden i kolumnen ”{column}” saknas. Utan den kan händelsen inte räknas. "
    "Fyll i cellen eller ta bort raden."
)
NOT_A_TIME = N_(
    "Rad {row}: ”{found}” i kolumnen ”{column}” är ingen tid som vi känner igen. "
    "Vi läser till exempel 2024-10-19, 2024-10-19 08:27 och 2024-10. Rätta cellen."
)
END_BEFORE_START = N_(
    "Rad {row}: sluttiden ”{found}” ligger före starttiden. Den står i kolumnen ”{column}”. Rätta den ena tiden."
)
TOO_LATE = N_(
    "Rad {row}: tiden ”{found}” i kolumnen ”{column}” ligger efter {day}. Det har inte hänt än. Rätta cellen."
)
HALF_A_PLACE = N_(
    "Rad {row}: kolumnen ”{column}” är tom, men den andra koordinaten finns. "
    "En plats behöver båda. Fyll i cellen, eller töm båda."
)
NOT_A_NUMBER = N_(
    "Rad {row}: ”{found}” i kolumnen ”{column}” är ingen koordinat. Där ska det stå ett tal. Rätta cellen eller töm den."
)
OFF_THE_MAP = N_(
    "Rad {row}: koordinaten ”{found}” i kolumnen ”{column}” ligger utanför kartan i {crs}. "
    "Den kan ha en siffra för mycket. Rätta cellen."
)
