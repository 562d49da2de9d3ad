"""`samsyn analyse did`: did the treated units change more than the others, over all periods at once?"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from samsyn.cli.analyses import panels, tables, words

NAME = "did"
HELP = "Jämför förändringen där åtgärden gjordes med förändringen i andra områden (skillnad i skillnader)."
EXAMPLE = "samsyn analyse did områden.csv --outcome antal --unit område --time år --treated insats"
FILE = (
    "områden.csv",
    "område,år,antal,insats\nNorr,2022,40,0\nNorr,2023,41,0\nNorr,2024,30,1\nSöder,2022,35,0\nSöder,2023,37,0\n"
    "Söder,2024,36,0\nÖster,2022,20,0\nÖster,2023,22,0\nÖster,2024,23,0\n",
)
KEYS = {
    "se": "medelfel för grupperade rader (CR1); null när bara en grupp har eller saknar åtgärd",
    "se_dummies": "samma medelfel när varje enhet räknas som en parameter, som OLS med dummyvariabler",
    "units": "enheter",
    "periods": "perioder",
    "clusters": "grupper som medelfelet räknas på; enheterna utan --cluster",
    "treated_clusters": "grupper där åtgärden någon gång pågick",
    "inference": "cr1, permutation (åtgärden byts mellan enheterna) eller none",
    "permutations": "så många fördelningar av åtgärden som prövades",
    "is_exact": "om det är alla fördelningar som finns",
    "series": "ett objekt per period, av enheterna som har alla perioder: time, treated (medeltal av dem som fick åtgärden), "
    "controls (av de andra), expected (controls, flyttade till samma nivå före); tom när någon sida saknas",
    "before": "perioder före den första starten; null utan series",
    "dropped": "rader som inte kunde räknas, efter orsak",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FIL", help="en rad per enhet och period")
    parser.add_argument("--outcome", required=True, metavar="KOLUMN", help="utfallet, ett tal")
    parser.add_argument("--unit", required=True, metavar="KOLUMN", help="enheten, till exempel området")
    parser.add_argument(
        "--time", required=True, metavar="KOLUMN", help="perioden: tal, datum, månad, kvartal eller år"
    )
    parser.add_argument("--treated", required=True, metavar="KOLUMN", help="1 där åtgärden pågår, annars 0")
    parser.add_argument(
        "--cluster", metavar="KOLUMN", help="grupper av rader som hör ihop; utan den enheterna"
    )
    parser.add_argument("--weight", metavar="KOLUMN", help="radernas vikt, till exempel folkmängden")
    parser.add_argument(
        "--permutations", type=words.count, default=9_999, metavar="ANTAL",
        help="slumpade fördelningar av åtgärden, när alla är för många (9999)",
    )  # fmt: skip
    parser.add_argument("--seed", type=words.count, default=1, metavar="TAL", help="slumpens frö (1)")
    words.level_option(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    import numpy as np

    from samsyn.analysis.did import did, paths

    extra = [name for name in (options.cluster, options.weight) if name]
    wanted = dict.fromkeys([options.outcome, options.unit, options.time, options.treated, *extra])
    table = tables.read(options.file, list(wanted))
    outcome, times = tables.numbers(table, options.outcome), panels.moments(table, options.time)
    treated, units = panels.flags(table, options.treated), panels.labels(table, options.unit)
    weights = tables.numbers(table, options.weight) if options.weight else [1.0] * len(table)
    groups = panels.labels(table, options.cluster) if options.cluster else units
    for place, weight in enumerate(weights):
        if weight is not None and weight < 0:
            raise tables.cell_error(table, place, options.weight, "en vikt från 0 och uppåt")
    lacks = {
        "no_outcome": [value is None for value in outcome],
        "no_unit": [not name for name in units],
        "no_time": [time is None for time in times],
        "no_treated": [value is None for value in treated],
        "no_cluster": [not name for name in groups],
        "no_weight": [not weight for weight in weights],
    }
    keep, dropped = np.ones(len(table), bool), {}
    for reason, is_lacking in lacks.items():
        dropped[reason] = int(np.count_nonzero(keep & np.array(is_lacking, bool)))
        keep &= ~np.array(is_lacking, bool)
    if not keep.any():
        raise words.UsageError(
            f"Ingen rad i filen {options.file.name} gick att räkna. Någon av cellerna är tom på varje rad. "
            "Kontrollera att kolumnerna är de rätta."
        )
    if options.permutations * len(set(units)) > 100_000_000:
        raise words.UsageError(
            f"Så många fördelningar ryms inte i minnet. Det blir {options.permutations} för {len(set(units))} enheter. "
            "Ge färre med --permutations, 9999 räcker."
        )
    picked = [np.array(column)[keep] for column in (outcome, units, times, treated)]
    y, unit, time, d = picked[0].astype(float), picked[1], picked[2].astype(float), picked[3].astype(float)
    w = np.array(weights, dtype=float)[keep] if options.weight else None
    found = did(
        y,
        unit,
        time,
        d,
        cluster=np.array(groups)[keep] if options.cluster and options.cluster != options.unit else None,
        weights=w,
        level=options.level,
        permutations=max(options.permutations, 1),
        rng=np.random.default_rng(options.seed),
    )
    drawn = paths(y, unit, time, d, weights=w)
    names = dict(zip(times, panels.labels(table, options.time), strict=True))
    series = _series(drawn, [names[float(moment)] for moment in np.unique(time)])
    before = drawn.before if drawn else None
    own = {key: getattr(found, key) for key in KEYS if key not in ("dropped", "series", "before")}
    return words.answer(
        NAME, found, **own, series=series, before=before, dropped={**dropped, "wrong_width": table.cut}
    )


def _series(drawn: Any, names: list[str]) -> list[dict[str, Any]]:
    """Return the mean series of both sides, one object a period; none where a side has none."""
    if drawn is None:
        return []
    columns = zip(names, drawn.treated, drawn.controls, drawn.expected, strict=True)
    return [
        {"time": name, "treated": float(own), "controls": float(other), "expected": float(moved)}
        for name, own, other, moved in columns
    ]
