"""`samsyn analyse fayherriot`: thin surveys of many areas, each value drawn towards the others, beside the raw one."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from samsyn.analysis.result import Caveat, Reason
from samsyn.cli.analyses import survey_files as files
from samsyn.cli.analyses import tables, words

NAME = "fayherriot"
HELP = "Jämnar ut osäkra värden för många små områden och visar dem bredvid de råa (Fay–Herriot)."
EXAMPLE = "samsyn analyse fayherriot omraden.csv --estimate andel --se medelfel --area namn"
FILE = (
    "omraden.csv",
    "namn,andel,medelfel\nBerga,0.61,0.03\nDalen,0.42,0.09\nHamnen,0.71,0.04\nNorrby,0.55,0.05\nÅsen,0.80,0.11\n"
    "Ängen,0.48,0.04\n",
)
KEYS = {
    "value": "spridningen (variansen) mellan områdena som är kvar efter förklaringarna",
    "coefficients": "medelvärdet (mean) och en lutning för varje förklarande kolumn",
    "estimate": "kolumnen med de råa värdena",
    "table": (
        "en rad per område: area, raw, raw_se, n, shrunk, se, mse, low, high, weight (så mycket av det råa som är kvar), "
        "synthetic, caveats, reason (varför det råa inte visas)"
    ),
    "dropped": "rader som inte kunde räknas, efter orsak; zero_variance får bara det som modellen säger",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FIL", help="en rad per område")
    parser.add_argument("--estimate", "--effect", required=True, metavar="KOLUMN", help="områdets eget värde")
    parser.add_argument("--variance", metavar="KOLUMN", help="dess varians, medelfelet i kvadrat")
    parser.add_argument("--se", metavar="KOLUMN", help="dess medelfel, i stället för varians")
    parser.add_argument("--area", metavar="KOLUMN", help="områdets namn")
    parser.add_argument(
        "--covariates", type=files.names, default=[], metavar="KOLUMN",
        help="det som är känt om varje område och kan förklara skillnader, med komma mellan",
    )  # fmt: skip
    parser.add_argument(
        "--method",
        dest="spread",
        choices=("reml", "moment"),
        default="reml",
        help="hur spridningen skattas (reml)",
    )
    parser.add_argument("--base", metavar="KOLUMN", help="antal svar i området")
    parser.add_argument(
        "--hide-under",
        type=words.count,
        default=30,
        metavar="ANTAL",
        help="råa värden på färre svar döljs (30)",
    )
    parser.add_argument(
        "--mark-under",
        type=words.count,
        default=100,
        metavar="ANTAL",
        help="råa värden på färre svar märks (100)",
    )
    words.level_option(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    import numpy as np

    from samsyn.analysis.fayherriot import fay_herriot
    from samsyn.analysis.result import AnalysisError

    if bool(options.variance) == bool(options.se):
        raise words.UsageError(
            "Kommandot behöver veta hur säkert varje värde är. Det fick varken eller både --variance och --se. Ge ett av dem."
        )
    error = options.variance or options.se
    names = [
        options.estimate,
        error,
        *options.covariates,
        *(one for one in (options.area, options.base) if one),
    ]
    table = tables.read(options.file, list(dict.fromkeys(names)))
    y = _column(table, options.estimate)
    v = _variance(table, error, is_se=bool(options.se))
    x = (
        np.stack([_column(table, name) for name in options.covariates], axis=1)
        if options.covariates
        else None
    )
    usable = np.ones(len(table), bool) if x is None else ~np.isnan(x).any(axis=1)
    no_error, zero = ~np.isnan(y) & np.isnan(v), ~np.isnan(y) & (v == 0)
    own = ~np.isnan(y) & (v > 0)
    if not usable.any():
        raise words.UsageError(
            f"Inget område i filen {options.file.name} går att använda. Alla {len(table)} saknar någon av "
            f"{', '.join(options.covariates)}. Kontrollera kolumnerna."
        )
    try:
        found = fay_herriot(
            np.where(own, y, np.nan)[usable], v[usable], None if x is None else x[usable],
            method=options.spread, level=options.level,
        )  # fmt: skip
    except AnalysisError as problem:
        if "collinear" not in str(problem):
            raise
        raise words.UsageError(
            f"Kolumnerna i --covariates går inte att skilja åt. Vi fick {', '.join(options.covariates)}, där någon är "
            "densamma i alla områden eller följer av de andra. Ta bort en av dem."
        ) from problem
    return words.answer(
        NAME,
        found,
        coefficients=dict(zip(["mean", *options.covariates], found.coefficients, strict=False)),
        table=_table(table, options, found, np.flatnonzero(usable), y, v),
        dropped={
            "no_covariate": int((~usable).sum()),
            "no_estimate": int((np.isnan(y) & usable).sum()),
            "no_variance": int((no_error & usable).sum()),
            "zero_variance": int((zero & usable).sum()),
            "wrong_width": table.cut,
        },
    ) | {"low": None, "high": None, "estimate": options.estimate}


def _column(table: tables.Table, name: str) -> Any:
    import numpy as np

    return np.array([np.nan if one is None else one for one in tables.numbers(table, name)], dtype=np.float64)


def _variance(table: tables.Table, name: str, *, is_se: bool) -> Any:
    import numpy as np

    column = _column(table, name)
    if (bad := np.flatnonzero(column < 0)).size:
        raise tables.cell_error(table, int(bad[0]), name, "ett tal från 0 och uppåt")
    return column**2 if is_se else column


def _table(
    table: tables.Table, options: argparse.Namespace, found: Any, places: Any, y: Any, v: Any
) -> list[dict[str, Any]]:
    import numpy as np

    labels = table.columns[options.area].to_pylist() if options.area else None
    bases = tables.numbers(table, options.base) if options.base else [None] * len(table)
    rows = []
    for k, place in enumerate(places):
        base, has_own = bases[place], not np.isnan(found.raw[k])
        is_hidden = base is not None and base < options.hide_under
        caveats = (
            [Caveat.SMALL_BASE] if base is not None and not is_hidden and base < options.mark_under else []
        )
        shown = not np.isnan(y[place]) and not is_hidden
        mse = _number(found.mse[k])
        rows.append(
            {
                "area": str(labels[place]).strip() if labels else int(table.rows[place]),
                "raw": float(y[place]) if shown else None,
                "raw_se": float(v[place] ** 0.5) if shown and not np.isnan(v[place]) else None,
                "n": None if base is None else int(base),
                "shrunk": _number(found.shrunk[k]),
                "se": None if mse is None else mse**0.5,
                "mse": mse,
                "low": _number(found.low[k]),
                "high": _number(found.high[k]),
                "weight": _number(found.weight[k]),
                "synthetic": _number(found.synthetic[k]),
                "caveats": caveats if has_own or found.reason else [*caveats, Caveat.SYNTHETIC],
                "reason": Reason.HIDDEN if is_hidden else None if shown else Reason.NO_VALUE,
            }
        )
    return rows


def _number(value: Any) -> float | None:
    return None if value != value else float(value)  # nan is the only number that differs from itself
