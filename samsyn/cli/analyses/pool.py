"""`samsyn analyse pool`: what several evaluations say together."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from samsyn.cli.analyses import panels, tables, words

NAME = "pool"
HELP = "Väger samman effekter från flera utvärderingar (slumpeffekter), med spridningen mellan platserna."
EXAMPLE = "samsyn analyse pool effekter.csv --effect effekt --variance varians"
FILE = (
    "effekter.csv",
    "plats,effekt,varians\nTorget,-0.90,0.04\nStationen,-0.30,0.02\nParken,-0.60,0.05\nSkolan,-0.20,0.03\n"
    "Hamnen,-0.45,0.06\n",
)
KEYS = {
    "table": "ett objekt per effekt: row, name, study, effect, variance, weight, shrunk, "
    "shrunk_low, shrunk_high",
    "se": "medelfel",
    "df": "frihetsgrader bakom intervallet",
    "wide_low": "nedre änden när intervallet aldrig får bli smalare än utan Hartung–Knapp",
    "wide_high": "och dess övre ände",
    "predicted_low": "nedre änden för den sanna effekten på en ny plats, med tau2 som känt",
    "predicted_high": "och dess övre ände",
    "ahead_low": "samma nedre ände när också tau2 är osäkert, den som texten visar",
    "ahead_high": "och dess övre ände",
    "tau2": "variansen mellan platser",
    "i2": "dess andel av all varians, 0 till 1",
    "q": "Cochrans Q",
    "q_p": "sannolikheten för ett minst så stort Q när alla platser har samma effekt",
    "studies": "studier",
    "tau2_method": "reml eller dl",
    "dropped": "rader som inte kunde räknas, efter orsak",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FIL", help="en rad per effekt")
    parser.add_argument(
        "--effect", required=True, metavar="KOLUMN", help="effekten: en skillnad eller logaritmen av en kvot"
    )
    parser.add_argument("--variance", required=True, metavar="KOLUMN", help="medelfelet i kvadrat, över 0")
    parser.add_argument("--study", metavar="KOLUMN", help="studien; flera effekter ur samma är beroende")
    parser.add_argument(
        "--name", metavar="KOLUMN", help="vad varje effekt kallas; utan den studien eller raden"
    )
    parser.add_argument(
        "--method", dest="tau2_method", choices=("reml", "dl"), default="reml", metavar="METOD",
        help="hur variansen mellan platser skattas: reml eller dl (reml)",
    )  # fmt: skip
    words.level_option(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    from samsyn.analysis.pool import pool

    names = [options.effect, options.variance, *(one for one in (options.study, options.name) if one)]
    table = tables.read(options.file, list(dict.fromkeys(names)))
    effects, variances = tables.numbers(table, options.effect), tables.numbers(table, options.variance)
    studies = panels.labels(table, options.study) if options.study else [str(row) for row in table.rows]
    called = panels.labels(table, options.name) if options.name else [""] * len(table)
    for place, variance in enumerate(variances):
        if variance is not None and variance <= 0:
            raise tables.cell_error(table, place, options.variance, "en varians, ett tal över 0")
    dropped = {"no_effect": 0, "no_variance": 0, "no_study": 0, "wrong_width": table.cut}
    kept: list[tuple[int, float, float, str, str]] = []
    for row, effect, variance, study, name in zip(
        table.rows, effects, variances, studies, called, strict=True
    ):
        if effect is None:
            dropped["no_effect"] += 1
        elif variance is None:
            dropped["no_variance"] += 1
        elif not study:
            dropped["no_study"] += 1
        else:
            kept.append((int(row), effect, variance, study, name))
    found = pool(
        [row[1] for row in kept],
        [row[2] for row in kept],
        study=[row[3] for row in kept] if options.study else None,
        method=options.tau2_method,
        level=options.level,
    )
    rows = []
    for place, (row, effect, variance, study, name) in enumerate(kept if found.reason is None else []):
        rows.append(
            {
                "row": row,
                "name": name or None,
                "study": study if options.study else None,
                "effect": effect,
                "variance": variance,
                "weight": float(found.weights[place]),
                "shrunk": float(found.shrunk[place]),
                "shrunk_low": float(found.shrunk_low[place]),
                "shrunk_high": float(found.shrunk_high[place]),
            }
        )
    own = {key: getattr(found, key) for key in KEYS if key not in ("table", "tau2_method", "dropped")}
    return words.answer(NAME, found, table=rows, tau2_method=options.tau2_method, dropped=dropped, **own)
