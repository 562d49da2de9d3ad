"""`samsyn analyse knox`: do events come back, in the same place or near it?"""

from __future__ import annotations

import argparse
from typing import Any

from samsyn.cli.analyses import points, words

NAME = "knox"
HELP = "Prövar om händelser kommer tillbaka: par som ligger nära i både avstånd och tid (Knox)."
EXAMPLE = (
    "samsyn analyse knox inbrott.csv --x öst --y nord --crs EPSG:3006 --project EPSG:3006 --time dag "
    "--distances 200,400 --days 7,14 --permutations 99 --seed 1"
)
FILE = (
    "inbrott.csv",
    "öst,nord,dag\n319000,6399000,2024-05-06\n319040,6399010,2024-05-08\n319300,6399100,2024-05-20\n"
    "321000,6400500,2024-03-01\n321050,6400480,2024-03-04\n320100,6398000,2024-07-15\n",
)
KEYS = {
    "table": "objekt med distance_from, distance_to, days_from, days_to, observed, expected, ratio, p, p_adjusted, sd",
    "pairs": "alla par av händelser; tabellens observed summerar dit",
    "metric": "euclidean (fågelvägen) eller manhattan (längs kvarteren)",
    "time_kind": "elapsed (förfluten tid, kolumnen har klockslag) eller days (hela dygn)",
    "permutations": "så många gånger tiderna blandades",
    "seed": "slumpens frö",
    "project": "koordinatsystemet som avstånden räknades i",
    "dropped": "rader som inte kunde räknas, efter orsak",
}
_DAY = 86_400


def limits(text: str) -> tuple[float, ...]:
    """Read rising limits with commas between."""
    found: list[float] = []
    for part in text.split(","):
        value = 0.0 if part.strip() == "0" else words.positive(part)
        if found and value <= found[-1]:
            raise argparse.ArgumentTypeError(
                f"”{text}” ska vara stigande tal från 0 och uppåt med komma mellan, som 200,400,600"
            )
        found.append(value)
    return tuple(found)


def arguments(parser: argparse.ArgumentParser) -> None:
    points.arguments(parser)
    parser.add_argument("--time", required=True, metavar="KOLUMN", help="dag, eller dag och klockslag")
    parser.add_argument(
        "--distances", type=limits, required=True, metavar="A,B,…",
        help="bandens övre gränser i meter; ett band är (undre, övre], det första har även 0, det sista är öppet",
    )  # fmt: skip
    parser.add_argument(
        "--days", type=limits, required=True, metavar="A,B,…", help="bandens övre gränser i dygn, på samma sätt"
    )  # fmt: skip
    parser.add_argument(
        "--permutations", type=words.count, default=999, metavar="ANTAL",
        help="så många gånger tiderna blandas (999); 0 ger inget p",
    )  # fmt: skip
    parser.add_argument("--seed", type=words.count, default=1, metavar="TAL", help="slumpens frö (1)")
    parser.add_argument(
        "--metric", choices=("euclidean", "manhattan"), default="euclidean",
        help="fågelvägen (euclidean) eller längs kvarteren (manhattan)",
    )  # fmt: skip


def run(options: argparse.Namespace) -> dict[str, Any]:
    import numpy as np

    from samsyn.analysis.knox import TooManyPairsError, is_snapped, knox
    from samsyn.analysis.result import Caveat, Reason

    found = points.read(options, time=options.time)
    unit = _DAY if found.has_clock else 1
    try:
        result = knox(
            found.x,
            found.y,
            found.times if found.has_clock else found.times // _DAY,
            distances=options.distances,
            times=[limit * unit for limit in options.days],
            permutations=options.permutations,
            metric=options.metric,
            rng=np.random.default_rng(options.seed),
        )
    except TooManyPairsError as error:
        raise words.UsageError(
            f"Det är för många par inom {words.number(options.distances[-1])} meter för att blanda tiderna. De är "
            f"{words.number(error.many)}, gränsen är {words.number(error.most)}. "
            "Välj kortare avstånd, eller --permutations 0, som ger det väntade men inget p."
        ) from error
    caveats = [*found.caveats]
    if is_snapped(found.x, found.y):
        caveats.append(Caveat.SNAPPED_PLACES)
    if found.is_monthly:
        caveats.append(Caveat.MONTH_ONLY)
    table = _table(result, options.days)
    answer = words.answer(
        NAME,
        result,
        table=table,
        pairs=result.pairs,
        metric=options.metric,
        time_kind="elapsed" if found.has_clock else "days",
        permutations=options.permutations,
        seed=options.seed,
        project=found.project,
        dropped=found.dropped,
    )
    first = table[0]
    reason = Reason.NO_PAIRS if first["ratio"] is None else None
    return {**answer, "value": first["ratio"], "p": first["p"], "caveats": caveats, "reason": reason}


def _table(result: Any, days: tuple[float, ...]) -> list[dict[str, Any]]:
    """Return a row a cell; p is adjusted among the closed cells, those that could be near-repeats, and None where empty."""
    import numpy as np

    from samsyn.analysis.counts import adjusted

    known = result.expected > 0
    closed = known.copy()
    closed[-1, :] = closed[:, -1] = False
    fair = np.full(known.shape, np.nan)
    if result.p is not None:
        fair[closed] = adjusted(result.p[closed].tolist())
    edges = [0.0, *result.distances, None], [0.0, *days, None]
    return [
        {
            "distance_from": edges[0][row],
            "distance_to": edges[0][row + 1],
            "days_from": edges[1][column],
            "days_to": edges[1][column + 1],
            "observed": int(result.observed[row, column]),
            "expected": float(result.expected[row, column]),
            "ratio": result.ratio(row, column),
            "p": float(result.p[row, column]) if result.p is not None and known[row, column] else None,
            "p_adjusted": float(fair[row, column]) if np.isfinite(fair[row, column]) else None,
            "sd": float(result.sd[row, column]),
        }
        for row, column in np.ndindex(*known.shape)
    ]
