"""Extracts of incidents, one a row, from any source: which column is what is told in a recipe."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samsyn.sources import columns, faults, glimpse
from samsyn.sources.contract import N_, Batch, Column, Preview
from samsyn.sources.incidents import recipe as recipes
from samsyn.sources.observing import refuse_options
from samsyn.sources.rows import Rows, open_rows
from samsyn.sources.schemas import INCIDENTS

if TYPE_CHECKING:
    from samsyn.sources.arrow_text import TextBatch
    from samsyn.sources.incidents.checks import Checker

SAMPLE = 200
EXAMPLES = 3


class Incidents:
    key = "incidents"
    title = N_("Händelser, en per rad")
    kind = "incidents"
    schema = INCIDENTS
    suffixes: tuple[str, ...] = (".csv", ".csv.gz", ".parquet", ".xlsx", ".ods")
    options = recipes.OPTIONS

    def recognises(self, path: Path) -> float:
        seen = glimpse.glimpse(path)
        headings = [row for row in seen.rows if recipes.is_heading(row)]
        if not headings:
            return 0.0
        has = {name: columns.find(headings[0], names) is not None for name, names in recipes.NAMES.items()}
        if has["x"] and has["y"]:
            return 0.85 if has["category"] else 0.75
        return 0.5 if has["area"] and has["category"] else 0.1

    def preview(self, path: Path, options: Mapping[str, Any] | None = None, *, rows: int = 20) -> Preview:
        with faults.guarded(path):
            opened, checker, notes = self._open(path, options or {})
            first = opened.peek(rows)
            opened.rows = iter(first)
            batches = list(checked(checker, _from_rows(opened, checker.wanted)))
        meanings = {place: name for name, place in checker.places.items() if place is not None}
        return Preview(
            reader=self.key,
            encoding=opened.encoding,
            delimiter=opened.delimiter,
            columns=tuple(
                Column(
                    heading,
                    meanings.get(place, ""),
                    tuple(columns.cell(texts, place) for _row, texts in first[:EXAMPLES]),
                )
                for place, heading in enumerate(opened.heading)
            ),
            rows=tuple(tuple(texts) for _row, texts in first),
            batch=batches[0],
            options=checker.recipe.as_options(),
            notes=(*opened.notes, *notes),
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
            opened, checker, notes = self._open(path, options)
            source, done = _stream(path, opened, checker.wanted)
            for batch in with_notes(checked(checker, source), (*opened.notes, *notes)):
                if progress:
                    progress(min(done(), total), total)
                yield batch
            if progress:
                progress(total, total)

    def _open(self, path: Path, options: Mapping[str, Any]) -> tuple[Rows, Checker, Any]:
        from samsyn.sources.incidents.checks import Checker

        refuse_options(path, options, self.options)
        told = str(options.get("start") or "")
        opened = open_rows(path, lambda heading: told in heading if told else recipes.is_heading(heading))
        first = opened.peek(SAMPLE)
        recipe, notes = recipes.settle(path, opened.heading, first, options)
        if not first:
            raise faults.only_heading(path)
        return opened, Checker(path, opened.heading, recipe), notes


def _from_rows(opened: Rows, wanted: list[int]) -> Iterator[TextBatch]:
    """Batches of rows as text; a row with another number of cells is said to be cut."""
    from samsyn.sources.arrow_text import from_rows

    return from_rows(opened, wanted)


def _stream(path: Path, opened: Rows, wanted: list[int]) -> tuple[Iterator[TextBatch], Callable[[], int]]:
    """Return the fastest way through a file of its form, and how far it has come."""
    from samsyn.sources import arrow_text

    if opened.delimiter:
        source = arrow_text.CsvText(path, len(opened.heading), wanted)
        return iter(source), source.done
    if glimpse.form_of(path) == "parquet":
        return arrow_text.from_parquet(path, opened.heading, wanted), path.stat().st_size.__int__
    return arrow_text.from_rows(opened, wanted), opened.done


def checked(checker: Checker, source: Iterator[TextBatch]) -> Iterator[Batch]:
    refusals = faults.Refusals()
    for text_batch in source:
        for cut in text_batch.cut:
            refusals.add(cut.row, "", cut.found, CUT_ROW, cells=cut.cells)
        refusals.count(text_batch.refused - len(text_batch.cut))
        table = checker.table(text_batch, refusals)
        errors, refused = refusals.take()
        yield Batch(table, errors, table.num_rows + refused, refused)


def with_notes(batches: Iterator[Batch], notes: tuple[tuple[str, Mapping[str, Any]], ...]) -> Iterator[Batch]:
    """Let the first batch carry what is to be said of the whole file."""
    for batch in batches:
        yield replace(batch, notes=(*notes, *batch.notes))
        notes = ()


CUT_ROW = N_(
    "Rad {row} har {cells} celler, vilket inte stämmer med rubriken. Vi hittade ”{found}”. "
    "Kontrollera att raden är hel och att citattecknen är rätt satta."
)

READER = Incidents()
