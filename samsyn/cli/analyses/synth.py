"""`samsyn analyse synth`: a treated unit beside a mix of others that followed it before."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samsyn.cli.analyses import panels, tables, words

NAME = "synth"
HELP = (
    "Jämför ett område med en blandning av andra områden som följde det före åtgärden (syntetisk kontroll)."
)
EXAMPLE = (
    "samsyn analyse synth serier.csv --outcome antal --unit område --time år --treated-unit Norr --start 2024"
)
FILE = (
    "serier.csv",
    "område,år,antal\n"
    + "".join(
        f"{name},{2019 + year},{count}\n"
        for name, counts in (
            ("Norr", (41, 43, 44, 42, 45, 30, 28)),
            ("Söder", (35, 37, 38, 37, 39, 40, 39)),
            ("Väster", (50, 51, 54, 50, 55, 54, 56)),
            ("Öster", (20, 24, 22, 21, 25, 23, 24)),
        )
        for year, count in enumerate(counts)
    ),
)
KEYS = {
    "table": "ett objekt per enhet: unit, weight, och med --placebo gap, mspe_before, mspe_after, ratio, rank",
    "series": "ett objekt per period: time, treated, synthetic, gap",
    "treated_unit": "enheten där åtgärden gjordes",
    "placebo_gaps": "med --placebo ett objekt per enhet: unit, gaps (ett tal per period); annars tom",
    "mspe_before": "medelkvadratfelet före starten, 0 vid full träff",
    "mspe_after": "medelkvadratfelet efter starten",
    "ratio": "mspe_after delat med mspe_before; null vid full träff",
    "rank": "områdets plats bland alla enheters ratio, 1 störst; utan --placebo null",
    "kkt_gap": "så långt från bästa vikter, i andel av det kvadrerade avståndet till de andra: nära 0",
    "units": "enheter i beräkningen, området medräknat",
    "before": "perioder före starten",
    "after": "perioder från starten",
    "left_out": "enheter som saknar en period och därför inte är med",
    "dropped": "rader som inte kunde räknas, efter orsak",
}


@dataclass(frozen=True)
class _Wide:
    units: list[str]
    times: list[str]  # as written, in order
    outcomes: Any  # units x periods
    before: int
    left_out: list[str]
    dropped: dict[str, int]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FIL", help="en rad per enhet och period")
    parser.add_argument("--outcome", required=True, metavar="KOLUMN", help="utfallet, ett tal")
    parser.add_argument("--unit", required=True, metavar="KOLUMN", help="enheten, till exempel området")
    parser.add_argument(
        "--time", required=True, metavar="KOLUMN", help="perioden: tal, datum, månad, kvartal eller år"
    )
    parser.add_argument("--treated-unit", required=True, metavar="ENHET", help="enheten där åtgärden gjordes")
    parser.add_argument("--start", required=True, metavar="PERIOD", help="första perioden med åtgärden")
    parser.add_argument("--placebo", action="store_true", help="gör om för alla enheter och jämför (för p)")
    words.level_option(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    from samsyn.analysis.synth import synth

    wide = _wide(options)
    place = wide.units.index(options.treated_unit)
    found = synth(wide.outcomes, place, wide.before, placebo=options.placebo, level=options.level)
    estimated = found.reason is None
    rows: list[dict[str, Any]] = [
        {"unit": unit, "weight": float(weight)}
        for unit, weight in zip(wide.units, found.weights if estimated else [], strict=estimated)
    ]
    if found.placebo:
        for number, row in enumerate(rows):
            before, after = float(found.placebo.mspe_before[number]), float(found.placebo.mspe_after[number])
            row |= {
                "gap": float(found.placebo.mean_gap[number]),
                "mspe_before": before,
                "mspe_after": after,
                "ratio": after / before if before > 0 else None,
                "rank": int(found.placebo.rank[number]),
            }
    series = [
        {"time": time, "treated": float(own), "synthetic": float(own - gap), "gap": float(gap)}
        for time, own, gap in zip(
            wide.times, wide.outcomes[place], found.gaps if estimated else [], strict=estimated
        )
    ]
    gaps = [
        {"unit": unit, "gaps": [float(f"{gap:.5g}") for gap in line]}
        for unit, line in zip(wide.units, found.placebo.gaps, strict=True)
    ] if found.placebo else []  # fmt: skip
    own_keys = ("mspe_before", "mspe_after", "ratio", "kkt_gap", "units", "before", "after")
    return words.answer(
        NAME,
        found,
        table=sorted(rows, key=lambda row: -row["weight"]),
        series=series,
        treated_unit=options.treated_unit,
        placebo_gaps=gaps,
        rank=int(found.placebo.rank[place]) if found.placebo else None,
        left_out=wide.left_out,
        dropped=wide.dropped,
        **{key: getattr(found, key) for key in own_keys},
    )


def _wide(options: argparse.Namespace) -> _Wide:
    """Return the outcomes as units x periods; units that lack a period are left out. Raises UsageError."""
    import numpy as np

    table = tables.read(options.file, list(dict.fromkeys([options.outcome, options.unit, options.time])))
    outcome, units = tables.numbers(table, options.outcome), panels.labels(table, options.unit)
    moments, written = panels.moments(table, options.time), panels.labels(table, options.time)
    panels.one_of(units, options.treated_unit, "Enheten", "--treated-unit")
    start = panels.start_of(table, options.time, options.start)
    texts = {moment: text for moment, text in zip(moments, written, strict=True) if moment is not None}
    order = sorted(texts)
    rows = {name: number for number, name in enumerate(dict.fromkeys(name for name in units if name))}
    places = {moment: number for number, moment in enumerate(order)}
    cells = np.full((len(rows), len(order)), np.nan)
    dropped = {"no_unit": 0, "no_time": 0, "no_outcome": 0, "wrong_width": table.cut, "unit_left_out": 0}
    seen: dict[tuple[str, float], int] = {}
    for place, (name, moment, value) in enumerate(zip(units, moments, outcome, strict=True)):
        if not name or moment is None or value is None:
            dropped["no_unit" if not name else "no_time" if moment is None else "no_outcome"] += 1
            continue
        if (name, moment) in seen:
            raise words.UsageError(
                f"Enheten ”{name}” har perioden ”{written[place]}” på flera rader. Den finns på rad "
                f"{table.rows[seen[name, moment]]} och {table.rows[place]}. Räkna ihop raderna och kör igen."
            )
        seen[name, moment] = place
        cells[rows[name], places[moment]] = value
    full = ~np.isnan(cells).any(axis=1)
    if not full[rows[options.treated_unit]]:
        lacks = texts[order[int(np.flatnonzero(np.isnan(cells[rows[options.treated_unit]]))[0])]]
        raise words.UsageError(
            f"Enheten ”{options.treated_unit}” saknar utfall i någon period som andra har. Den första är ”{lacks}”. "
            "Fyll i den eller ta bort perioden ur filen."
        )
    dropped["unit_left_out"] = int(np.count_nonzero(~np.isnan(cells[~full])))
    names = list(rows)
    return _Wide(
        [name for name, is_full in zip(names, full, strict=True) if is_full],
        [texts[moment] for moment in order],
        cells[full],
        sum(moment < start for moment in order),
        [name for name, is_full in zip(names, full, strict=True) if not is_full],
        dropped,
    )
