"""`samsyn analyse microsynth`: many small units, raked so that they add up to the treated ones before the start."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from samsyn.cli.analyses import panels, tables, words

NAME = "microsynth"
HELP = "Jämför många små områden med andra som viktats så att de stämmer med dem före åtgärden (microsynth)."
EXAMPLE = (
    "samsyn analyse microsynth kvarter.csv --unit kvarter --time kvartal --treated insats --start 3 --outcome brott "
    "--match-outcomes brott --match-covariates hushåll"
)
FILE = (
    "kvarter.csv",
    "kvarter,kvartal,brott,insats,hushåll\n"
    + "".join(
        f"{name},{quarter + 1},{count},{int(name in 'AB' and quarter > 1)},{homes}\n"
        for name, homes, counts in (
            ("A", 40, (4, 5, 2)),
            ("B", 60, (6, 6, 3)),
            ("C", 30, (3, 4, 4)),
            ("D", 70, (7, 8, 8)),
            ("E", 50, (6, 4, 5)),
            ("F", 45, (4, 6, 6)),
        )
        for quarter, count in enumerate(counts)
    ),
)
KEYS = {
    "relative_change": "åtgärdens områden delat med jämförelsen, minus 1",
    "treated_total": "utfallet efter starten där åtgärden gjordes",
    "synthetic_total": "utfallet efter starten i den viktade jämförelsen",
    "treated": "enheter med åtgärd",
    "controls": "enheter utan",
    "effective": "så många lika vägande enheter utan åtgärd som vikterna motsvarar",
    "misfit": "största skillnad som är kvar i det som matchas, i andel",
    "table": "ett objekt per summa som matchas: name, treated, synthetic, unweighted",
    "series": "ett objekt per period: time, treated, synthetic",
    "before": "perioder före starten",
    "left_out": "antal enheter som saknar en period eller ett värde och därför inte är med",
    "dropped": "rader som inte kunde räknas, efter orsak",
}


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FIL", help="en rad per enhet och period")
    parser.add_argument("--unit", required=True, metavar="KOLUMN", help="enheten, till exempel kvarteret")
    parser.add_argument(
        "--time", required=True, metavar="KOLUMN", help="perioden: tal, datum, månad, kvartal eller år"
    )
    parser.add_argument(
        "--treated", required=True, metavar="KOLUMN", help="1 för enheter med åtgärd, i någon period"
    )
    parser.add_argument("--start", required=True, metavar="PERIOD", help="första perioden med åtgärden")
    parser.add_argument(
        "--outcome", required=True, metavar="KOLUMN", help="utfallet, ett antal eller mått som kan summeras"
    )
    parser.add_argument(
        "--match-outcomes",
        type=_names,
        default=[],
        metavar="KOLUMNER",
        help="matchas i varje period före starten",
    )
    parser.add_argument(
        "--match-covariates",
        type=_names,
        default=[],
        metavar="KOLUMNER",
        help="matchas med värdet i första perioden",
    )
    words.level_option(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    import numpy as np

    from samsyn.analysis.microsynth import microsynth

    columns = list(dict.fromkeys([options.outcome, *options.match_outcomes, *options.match_covariates]))
    table = tables.read(
        options.file, list(dict.fromkeys([options.unit, options.time, options.treated, *columns]))
    )
    start = panels.start_of(table, options.time, options.start)
    values = np.array([_numbers(table, name) for name in columns])
    cells, texts, treated, dropped, left_out = _cube(options, table, values)
    before = sum(moment < start for moment, _text in texts)
    names, matched = [], []
    for name in dict.fromkeys(options.match_outcomes):
        for period in range(before):
            names.append(f"{name} {texts[period][1]}")
            matched.append(cells[columns.index(name), :, period])
    for name in dict.fromkeys(options.match_covariates):
        names.append(name)
        matched.append(cells[columns.index(name), :, 0])
    x = np.array(matched).T if matched else np.empty((len(treated), 0))
    found = microsynth(cells[0], treated, before, x, level=options.level)
    is_estimated = found.reason is None
    w = found.weights
    rows = [
        {
            "name": name,
            "treated": float(x[treated, place].sum()),
            "synthetic": float(w[~treated] @ x[~treated, place]),
            "unweighted": float(x[~treated, place].mean() * treated.sum()),
        }
        for place, name in enumerate(names if is_estimated else [])
    ]
    series = [
        {"time": text, "treated": float(own), "synthetic": float(twin)}
        for (_moment, text), own, twin in zip(
            texts if is_estimated else [], found.treated_by_period, found.synthetic_by_period, strict=True
        )
    ]
    own_keys = (
        "relative_change",
        "treated_total",
        "synthetic_total",
        "treated",
        "controls",
        "effective",
        "misfit",
    )
    own = {key: getattr(found, key) for key in own_keys}
    return words.answer(
        NAME, found, **own, table=rows, series=series, before=before, left_out=left_out, dropped=dropped
    )


def _numbers(table: tables.Table, name: str) -> Any:
    """Return a column as float64, NaN where there is no value; plain numbers in one go, others cell by cell."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        found = pc.cast(table.columns[name], pa.float64()).to_numpy(zero_copy_only=False)
        is_plain = bool(np.all(np.isfinite(found)))
    except pa.ArrowInvalid:
        is_plain = False
    return found if is_plain else np.array(tables.numbers(table, name), dtype=np.float64)


def _cube(
    options: argparse.Namespace, table: tables.Table, values: Any
) -> tuple[Any, list[tuple[float, str]], Any, dict[str, int], int]:
    """Return columns x units x periods, the periods in order, who is treated, and what was left out. Raises UsageError."""
    import numpy as np

    names = np.array(panels.labels(table, options.unit))
    moments = np.array(panels.moments(table, options.time), dtype=np.float64)
    flags = _numbers(table, options.treated)
    if not np.all(np.isnan(flags) | (flags == 0) | (flags == 1)):
        panels.flags(table, options.treated)  # says which row
    good = (names != "") & ~np.isnan(moments)
    dropped = {
        "no_unit": int(np.count_nonzero(names == "")),
        "no_time": int(np.count_nonzero((names != "") & np.isnan(moments))),
        "unit_left_out": 0,
        "wrong_width": table.cut,
    }
    units, row = np.unique(names[good], return_inverse=True)
    times, column = np.unique(moments[good], return_inverse=True)
    written = dict(
        zip(moments[good].tolist(), np.array(panels.labels(table, options.time))[good].tolist(), strict=True)
    )
    if not units.size:
        raise words.UsageError(
            f"Ingen rad i filen {table.path.name} gick att räkna. Enheten är tom på varje rad. "
            "Kontrollera att kolumnerna är de rätta."
        )
    seen = np.bincount(row * times.size + column, minlength=units.size * times.size)
    if seen.max() > 1:
        unit, time = divmod(int(np.argmax(seen)), times.size)
        raise words.UsageError(
            f"Enheten ”{units[unit]}” har perioden ”{written[float(times[time])]}” på flera rader. "
            f"Vi hittade {int(seen.max())} rader. Räkna ihop dem och kör igen."
        )
    cells = np.full((len(values), units.size, times.size), np.nan)
    cells[:, row, column] = values[:, good]
    treated = np.bincount(row, np.nan_to_num(flags[good]), units.size) > 0
    full = ~np.isnan(cells).any(axis=(0, 2))
    if not full.any():
        raise words.UsageError(
            f"Ingen enhet i filen {table.path.name} gick att räkna. Alla saknar ett värde i någon av {times.size} perioder. "
            "Fyll i dem, eller ta bort de perioder som saknas."
        )
    dropped["unit_left_out"] = int(seen.reshape(units.size, -1)[~full].sum())
    texts = [(float(time), written[float(time)]) for time in times]
    return cells[:, full], texts, treated[full], dropped, int(np.count_nonzero(~full))
