"""What the methods of surveys share: options of how the survey was drawn, and its file read."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import Any

from samsyn.cli.analyses import tables, words

MISSING = frozenset({"", "..", "…", ". .", "NA"})
_WRONG = {
    "fpc-mixed": (
        "Populationens storlek i --fpc går inte att använda. {} blandas storlekar och andelar, eller så är talet inte över 0",
        "Ge antal enheter (1 eller mer) i alla rader, eller andelar (högst 1) i alla.",
    ),
    "fpc-small": (
        "Populationens storlek i --fpc är mindre än urvalet. {} säger talet att fler enheter är dragna än det finns",
        "Rätta storleken, eller klustren och strata.",
    ),
    "fpc-varies": (
        "Populationens storlek i --fpc skiljer sig inom ett stratum. {} står ett annat tal än i en annan rad i samma stratum",
        "Ge en och samma storlek i hela stratumet.",
    ),
    "weight": (
        "Vikterna går inte att använda. {} är vikten inte 0 eller mer, eller så är alla vikter 0",
        "Rätta vikterna.",
    ),
    "post-empty": (
        "En grupp i --poststrata har inga svar med vikt. Svaren kan inte räknas upp till gruppens antal",
        "Slå ihop gruppen med en annan, i båda filerna.",
    ),
}


def names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def condition(text: str) -> tuple[str, str]:
    """Read column=value."""
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise argparse.ArgumentTypeError(f"”{text}” ska skrivas kolumn=värde")
    return name.strip(), value.strip()


def measure_options(parser: argparse.ArgumentParser) -> None:
    """Add what is estimated: a variable, and whether it is a share, a mean, a total or a ratio."""
    parser.add_argument("--variable", required=True, metavar="KOLUMN", help="frågan eller måttet")
    parser.add_argument(
        "--value", action="append", metavar="SVAR", help="andelen med detta svar; flera gånger: något av dem"
    )
    parser.add_argument("--mean", action="store_true", help="medelvärdet i befolkningen")
    parser.add_argument(
        "--total", action="store_true", help="summan i befolkningen, eller med --value antalet"
    )
    parser.add_argument(
        "--ratio-to", metavar="KOLUMN", help="kvoten mellan två summor: variabeln genom denna"
    )


def design_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--weight", metavar="KOLUMN", help="svarens vikter; utan dem väger alla lika, eller efter --fpc"
    )
    parser.add_argument(
        "--strata", type=names, default=[], metavar="KOLUMN", help="strata (ett per steg, med komma)"
    )
    parser.add_argument(
        "--cluster",
        type=names,
        default=[],
        metavar="KOLUMN",
        help="kluster, det första steget först: dnum,snum",
    )
    parser.add_argument(
        "--fpc",
        type=names,
        default=[],
        metavar="KOLUMN",
        help="populationens antal enheter, eller den dragna andelen (högst 1), en kolumn per steg",
    )
    parser.add_argument("--by", type=names, default=[], metavar="KOLUMN", help="en skattning per grupp")
    parser.add_argument(
        "--where", type=condition, action="append", default=[], metavar="KOLUMN=VÄRDE", help="bara dessa svar"
    )
    parser.add_argument(
        "--hide-under", type=words.count, default=30, metavar="ANTAL", help="färre svar döljs (30)"
    )
    parser.add_argument(
        "--mark-under", type=words.count, default=100, metavar="ANTAL", help="färre svar märks (100)"
    )
    words.level_option(parser)


@dataclass
class Rows:
    """The rows of a file that can be used: those with weight and design; `dropped` says how many were not."""

    table: tables.Table
    keep: Any  # places in the table
    weight: Any  # None without --weight
    strata: list[Any]
    clusters: list[Any]
    fpc: list[Any]
    dropped: dict[str, int]

    def __len__(self) -> int:
        return len(self.keep)

    def text(self, name: str) -> Any:
        return _text(self.table, name)[self.keep]

    def numbers(self, name: str) -> Any:
        """Return a column of numbers, nan where there is none. Raises UsageError."""
        return _numbers(self.table, name)[self.keep]

    def design(self, only: Any = None, poststrata: tuple[Any, Any] | None = None) -> Any:
        """Return the design of all rows, or of some of them. Raises UsageError."""
        import numpy as np

        from samsyn.analysis.survey_design import DesignError, survey_design

        some = np.arange(len(self)) if only is None else np.flatnonzero(only)
        try:
            return survey_design(
                None if self.weight is None else self.weight[some],
                strata=[one[some] for one in self.strata],
                clusters=[one[some] for one in self.clusters],
                fpc=[one[some] for one in self.fpc],
                poststrata=poststrata,
                rows=len(some),
            )
        except DesignError as error:
            wrong, do = _WRONG[error.code]
            row = self.table.rows[self.keep[some[error.row]]]
            raise words.UsageError(f"{wrong.format(f'På rad {row} i filen')}. {do}") from error


def _text(table: tables.Table, name: str) -> Any:
    import numpy as np

    return np.array([text.strip() for text in table.columns[name].to_pylist()], dtype=object)


def _numbers(table: tables.Table, name: str) -> Any:
    import numpy as np

    return np.array([np.nan if one is None else one for one in tables.numbers(table, name)], dtype=np.float64)


def read(options: argparse.Namespace, *more: str | None) -> Rows:
    """Return the file's rows; `more` are columns that the method needs besides. Raises UsageError and SourceError."""
    import numpy as np

    _check_stages(options)
    labels = [*options.strata, *options.cluster]
    wanted = [
        *labels,
        *options.fpc,
        options.weight,
        *options.by,
        *(name for name, _value in options.where),
        *more,
    ]
    table = tables.read(options.file, list(dict.fromkeys(name for name in wanted if name)))
    text = {name: _text(table, name) for name in labels}
    fpc = [_numbers(table, name) for name in options.fpc]
    no_weight, weight = np.zeros(len(table), bool), None
    if options.weight:
        weight = _numbers(table, options.weight)
        if (bad := np.flatnonzero(weight < 0)).size:
            raise tables.cell_error(table, int(bad[0]), options.weight, "ett tal från 0 och uppåt")
        no_weight = np.isnan(weight)
    no_design = np.zeros(len(table), bool)
    for column in text.values():
        no_design |= is_missing(column)
    for size in fpc:
        no_design |= np.isnan(size)
    keep = np.flatnonzero(~no_weight & ~no_design)
    if not keep.size:
        raise words.UsageError(
            f"Ingen rad i filen {options.file.name} går att använda. Vikt, strata, kluster eller --fpc saknas i alla "
            f"{len(table)} rader. Kontrollera kolumnerna."
        )
    return Rows(
        table=table,
        keep=keep,
        weight=None if weight is None else weight[keep],
        strata=[text[name][keep].astype(str) for name in options.strata],
        clusters=[text[name][keep].astype(str) for name in options.cluster],
        fpc=[size[keep] for size in fpc],
        dropped={
            "no_weight": int(no_weight.sum()),
            "no_design": int((no_design & ~no_weight).sum()),
            "wrong_width": table.cut,
        },
    )


def _check_stages(options: argparse.Namespace) -> None:
    stages = max(1, len(options.cluster))
    for name, given in (("strata", options.strata), ("fpc", options.fpc)):
        if len(given) > stages:
            raise words.UsageError(
                f"Valet --{name} har fler steg än --cluster. Det har {len(given)} kolumner, klustren {stages}. "
                "Ge en kolumn för varje steg, det första först."
            )


def is_missing(column: Any) -> Any:
    import numpy as np

    return np.array([text in MISSING for text in column], dtype=bool)


def is_any(column: Any, wanted: list[str], name: str) -> Any:
    """Return which cells hold one of the values, as text or as the same number. Raises UsageError when no cell does."""
    import numpy as np

    kinds = {text: any(_same(text, value) for value in wanted) for text in set(column)}
    if missing := [value for value in wanted if not any(_same(text, value) for text in kinds)]:
        found = sorted(text for text in kinds if text not in MISSING)
        shown = ", ".join(found[:8]) + (f" och {len(found) - 8} till" if len(found) > 8 else "")
        raise words.UsageError(
            f"Ingen rad har värdet ”{missing[0]}” i kolumnen ”{name}”. I kolumnen står: {shown or 'ingenting'}. "
            "Skriv värdet som det står i filen."
        )
    return np.array([kinds[text] for text in column], dtype=bool)


def _same(text: str, value: str) -> bool:
    from samsyn.sources.cells import CellError, number

    if text == value:
        return True
    try:
        return number(text) == number(value)
    except CellError:
        return False


def where(rows: Rows, options: argparse.Namespace) -> Any:
    """Return which rows --where keeps."""
    import numpy as np

    kept = np.ones(len(rows), bool)
    for name, value in options.where:
        kept &= is_any(rows.text(name), [value], name)
    return kept


def groups(rows: Rows, by: list[str], kept: Any) -> tuple[list[tuple[str, ...]], Any]:
    """Return the groups of --by in order, and the number of each row's, -1 for rows left out or without a group."""
    import numpy as np

    columns = [rows.text(name) for name in by]
    usable = kept.copy()
    for column in columns:
        usable &= ~is_missing(column)
    keys = list(zip(*columns, strict=True))
    found = sorted(
        {keys[place] for place in np.flatnonzero(usable)}, key=lambda key: [order(text) for text in key]
    )
    places = {key: place for place, key in enumerate(found)}
    return found, np.array(
        [places[key] if ok else -1 for key, ok in zip(keys, usable, strict=True)], dtype=np.int64
    )


def order(text: str) -> tuple[int, float, str]:
    from samsyn.sources.cells import CellError, number

    try:
        return 0, number(text), text
    except CellError:
        return 1, 0.0, text


def kind_of(options: argparse.Namespace, choices: dict[str, Any]) -> str:
    """Return the one kind of estimate that was asked for. Raises UsageError."""
    asked = [kind for kind, given in choices.items() if given]
    if options.value and asked not in ([], ["total"]):
        asked.append("value")
    if len(asked) > 1 or not (asked or options.value):
        said = ", ".join("--" + kind for kind in asked) or "inget av dem"
        forms = ", ".join("--" + kind for kind in ("value", *choices))
        raise words.UsageError(
            f"Kommandot behöver veta vad som ska skattas. Det fick {said}, men ska ha ett av {forms}. "
            "Ge --value för en andel, eller ett av de andra."
        )
    return asked[0] if asked else "share"


def values_of(rows: Rows, options: argparse.Namespace) -> Any:
    """Return the variable as numbers, or 1 and 0 for the answers in --value; nan where there is no answer."""
    import numpy as np

    if not options.value:
        return rows.numbers(options.variable)
    column = rows.text(options.variable)
    chosen = is_any(column, options.value, options.variable).astype(np.float64)
    chosen[is_missing(column)] = np.nan
    return chosen
