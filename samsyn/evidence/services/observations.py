"""Figures on their way in: names to areas, periods to grains, no cell twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_noop

from samsyn.evidence.models import DataImport
from samsyn.evidence.services.areas import ELSEWHERE, AreaBook
from samsyn.evidence.services.errors import ErrorList
from samsyn.evidence.store import figures
from samsyn.places.models import Area
from samsyn.sources.contract import Batch, RowError, ValueState

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

UNKNOWN_AREA = gettext_noop(
    "Området ”{found}” finns inte i {city}. Rad {row} lästes inte in. "
    "Rätta stavningen i filen, eller välj vilket område som menas."
)
UNKNOWN_AREA_LIKE = gettext_noop(
    "Området ”{found}” finns inte i {city}. Rad {row} lästes inte in. Menas {suggestion}? Välj det i så fall vid inläsningen."
)
TWICE = gettext_noop(
    "Rad {row} upprepar rad {first}. Samma mått, område och period ({found}) står redan där. "
    "Den första raden gäller; ta bort den ena i filen om den andra är rätt."
)
OTHER_MUNICIPALITIES = gettext_noop(
    "{count} rader gäller en annan kommun och är inte inlästa ({names}). De är inte fel, men hör inte till {city}."
)
ZERO_BEFORE = gettext_noop(
    "{count} nollor gäller tid före {day}, då indelningen {division} började. De visas som ”kan inte finnas”, inte som noll."
)


class Observations:
    """Collects batches of a reader and writes them as one file of figures."""

    def __init__(self, data_import: DataImport, errors: ErrorList) -> None:
        self._import, self._errors = data_import, errors
        self._book: AreaBook | None = None
        self._tables: list[pa.Table] = []
        self._too_early: dict[str, int] = {}
        self._elsewhere: dict[str, int] = {}
        self.notes: list[tuple[str, dict[str, Any]]] = []
        self.outside = self.left_out = 0

    def add(self, batch: Batch) -> None:
        """Match the areas of one batch; a row whose area is unknown is an error."""
        import numpy as np

        if not batch.table.num_rows:
            return
        names, found, codes = self._matched(batch)
        known = np.array([area is not None for area, _how in found], dtype=bool)[codes]
        elsewhere = np.array([how == ELSEWHERE for _area, how in found], dtype=bool)[codes]
        self._leave_out(names, codes[elsewhere])
        if not (known | elsewhere).all():
            self._refuse(batch.table, names, codes, np.flatnonzero(~(known | elsewhere)))
        if known.any():
            areas = [area for area, _how in found]
            self._tables.append(self._figures(batch.table, areas, codes, np.flatnonzero(known)))

    def _matched(self, batch: Batch) -> tuple[list[str], list[tuple[Area | None, str]], np.ndarray[Any, Any]]:
        """Return the names of a batch, what each means in each era, and which of them each row has."""
        import numpy as np

        column = batch.table["area"].combine_chunks().dictionary_encode()
        names = column.dictionary.to_pylist()
        starts = batch.table["period_start"].to_numpy().astype("datetime64[D]")
        numbers = column.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        book = self._book = self._book or self._open_book(names, numbers, starts, batch.are_municipalities)
        eras = np.searchsorted(np.array(book.reforms, dtype="datetime64[D]"), starts, side="right")
        pairs, codes = np.unique(numbers * (len(book.reforms) + 1) + eras, return_inverse=True)
        named = [divmod(pair, len(book.reforms) + 1) for pair in pairs.tolist()]
        found = [book.match_in(names[number], era) for number, era in named]
        return [names[number] for number, _era in named], found, codes

    def _open_book(
        self,
        names: list[str],
        numbers: np.ndarray[Any, Any],
        starts: np.ndarray[Any, Any],
        municipalities: bool,
    ) -> AreaBook:
        days = set(zip(numbers.tolist(), starts.tolist(), strict=True))
        return AreaBook(
            self._import.city,
            division=self._import.division,
            chosen=self._import.options.get("areas", {}),
            names=[(names[number], day) for number, day in days],
            municipalities=municipalities,
        )

    def _leave_out(self, names: list[str], codes: np.ndarray[Any, Any]) -> None:
        """Count the rows of other municipalities."""
        for code in codes.tolist():
            self._elsewhere[names[code]] = self._elsewhere.get(names[code], 0) + 1
        self.left_out += len(codes)

    def _refuse(
        self, table: pa.Table, names: list[str], codes: np.ndarray[Any, Any], rows: np.ndarray[Any, Any]
    ) -> None:
        assert self._book is not None
        spelled = []
        numbers = table["row"].to_numpy()
        for place in rows[: self._errors.room].tolist():
            name = names[codes[place]]
            near = self._book.suggestions(name)
            facts = {"city": self._import.city.name} | ({"suggestion": near[0].name} if near else {})
            template = UNKNOWN_AREA_LIKE if near else UNKNOWN_AREA
            spelled.append(RowError(int(numbers[place]), self._heading(), name, template, facts))
        self._errors.add(spelled, len(rows))

    def _heading(self) -> str:
        """The heading of the column of areas, where the recipe names one."""
        return str(self._import.options.get("area") or "område")

    def _figures(
        self,
        table: pa.Table,
        areas: list[Area | None],
        codes: np.ndarray[Any, Any],
        rows: np.ndarray[Any, Any],
    ) -> pa.Table:
        import numpy as np
        import pyarrow as pa

        taken = table.take(pa.array(rows))
        picked = codes[rows]
        keys = pa.array([area.key if area else "" for area in areas])
        slugs = pa.array([area.division.slug if area else "" for area in areas])
        first = np.array(
            [area.division.valid_from if area else None for area in areas], dtype="datetime64[D]"
        )
        starts = taken["period_start"].to_numpy().astype("datetime64[D]")
        ends = taken["period_end"].to_numpy().astype("datetime64[D]")
        early = self._before_the_division(taken, areas, picked, ends <= first[picked])
        return pa.table(
            {
                "row": taken["row"],
                "metric": taken["metric"],
                "division": slugs.take(pa.array(picked)),
                "area": keys.take(pa.array(picked)),
                "grain": pa.array(grains(starts, ends)),
                "period_start": taken["period_start"],
                "period_end": taken["period_end"],
                "value": _where(early, None, taken["value"]),
                "state": _where(early, ValueState.NOT_APPLICABLE.value, taken["state"]),
                "base": taken["base"],
                "low": taken["low"],
                "high": taken["high"],
            }
        )

    def _before_the_division(
        self,
        taken: pa.Table,
        areas: list[Area | None],
        picked: np.ndarray[Any, Any],
        early: np.ndarray[Any, Any],
    ) -> Any:
        """Return which rows are a zero from before the area was drawn: no zero that anybody counted."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        is_zero = pc.equal(taken["state"], ValueState.ZERO.value).to_numpy(zero_copy_only=False)
        early = early & is_zero
        for code, many in zip(*np.unique(picked[early], return_counts=True), strict=True):
            area = areas[code]
            assert area is not None
            day = area.division.valid_from.isoformat()
            self._too_early[f"{area.division.name}|{day}"] = self._too_early.get(
                f"{area.division.name}|{day}", 0
            ) + int(many)
        return pa.array(early)

    def finish(self, beat: Callable[[], None] = lambda: None) -> tuple[str, list[dict[str, Any]]]:
        """Write the figures; return their checksum and the contents of the file. ("", []) when there are none."""
        import pyarrow as pa

        from samsyn.engine.figures import FIGURES

        for key, count in self._too_early.items():
            division, _bar, day = key.partition("|")
            self.notes.append((ZERO_BEFORE, {"count": count, "division": division, "day": day}))
        if self._elsewhere:
            from samsyn.sources.faults import listed

            names = listed(sorted(self._elsewhere, key=lambda name: -self._elsewhere[name]), 8)
            facts = {"count": self.left_out, "names": names, "city": self._import.city.name}
            self.notes.append((OTHER_MUNICIPALITIES, facts))
        if not self._tables:
            return "", []
        table = self._without_repeats(pa.concat_tables(self._tables).combine_chunks())
        self._tables = []
        beat()
        return figures().write(table.cast(FIGURES)), contents_of(table)

    def _without_repeats(self, table: pa.Table) -> pa.Table:
        """Return the table sorted by metric, area, period; of rows for one cell the first in the file stands."""
        import numpy as np
        import pyarrow as pa

        codes = [
            table[name].dictionary_encode().combine_chunks().indices.to_numpy(zero_copy_only=False)
            for name in ("metric", "area")
        ]
        dates = [
            table[name].to_numpy().astype("datetime64[D]").astype(np.int64)
            for name in ("period_start", "period_end")
        ]
        rows = table["row"].to_numpy()
        order = np.lexsort((rows, dates[1], dates[0], codes[1], codes[0]))
        same = np.ones(len(order), dtype=bool)
        same[:1] = False
        for values in (*codes, *dates):
            same[1:] &= values[order][1:] == values[order][:-1]
        if same.any():
            self._refuse_repeats(table, order, same)
        return table.take(pa.array(order[~same]))

    def _refuse_repeats(
        self, table: pa.Table, order: np.ndarray[Any, Any], same: np.ndarray[Any, Any]
    ) -> None:
        import numpy as np

        heads = np.maximum.accumulate(np.where(same, 0, np.arange(len(same))))
        repeats = np.flatnonzero(same)
        spelled = []
        for place in repeats[: self._errors.room].tolist():
            row, first = int(order[place]), int(order[heads[place]])
            cell = f"{table['metric'][row]}, {table['area'][row]}, {table['period_start'][row]}"
            facts = {"first": int(table["row"][first].as_py())}
            spelled.append(RowError(int(table["row"][row].as_py()), "", cell, TWICE, facts))
        self._errors.add(spelled, len(repeats))


def _where(mask: Any, then: Any, otherwise: Any) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    if then is None:
        then = pa.scalar(None, otherwise.type)
    return pc.if_else(mask, then, otherwise)


def grains(starts: np.ndarray[Any, Any], ends: np.ndarray[Any, Any]) -> list[str]:
    """Return year, quarter, month or other for each period; whole calendar periods only.

    A figure of one 31 December, such as a population, is a figure of its year.
    """
    import numpy as np

    first, last = starts.astype("datetime64[M]"), ends.astype("datetime64[M]")
    whole = (first.astype("datetime64[D]") == starts) & (last.astype("datetime64[D]") == ends)
    months = (last - first).astype(int)
    begins = first.astype(int) % 12
    found = np.full(len(starts), "other", dtype="<U7")
    found[whole & (months == 1)] = "month"
    found[whole & (months == 3) & (begins % 3 == 0)] = "quarter"
    found[whole & (months == 12) & (begins == 0)] = "year"
    is_new_year = whole_new_year(ends) & ((ends - starts).astype(int) == 1)
    found[is_new_year] = "year"
    return [str(one) for one in found]


def whole_new_year(days: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return which days are a 1 January."""
    same: np.ndarray[Any, Any] = days.astype("datetime64[Y]").astype("datetime64[D]") == days
    return same


def contents_of(table: pa.Table) -> list[dict[str, Any]]:
    """Return metric, division (slug), grain, period_start, period_end and rows of what a table of figures holds."""
    grouped = table.group_by(["metric", "division", "grain"]).aggregate(
        [("period_start", "min"), ("period_end", "max"), ([], "count_all")]
    )
    return [
        {
            "metric": row["metric"],
            "division": row["division"],
            "grain": row["grain"],
            "period_start": row["period_start_min"],
            "period_end": row["period_end_max"],
            "rows": row["count_all"],
        }
        for row in grouped.sort_by([("metric", "ascending"), ("division", "ascending")]).to_pylist()
    ]
