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
    "table": "ett objekt per effekt: row, study, effect, variance, weight, shrunk, shrunk_low, shrunk_high",
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
SENTENCES = {
    "dependent-effects": "Flera effekter kommer från samma studie. "
    "De är inte oberoende: intervallet räknas därför på studierna.",
    "few-studies": "Det är få studier. Spridningen mellan platserna är osäker, och därmed hela svaret.",
    "narrower-than-fixed": "Effekterna ligger närmare varandra än deras egen osäkerhet säger. "
    "Intervallet kan vara för smalt: se det vida intervallet.",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FIL", help="en rad per effekt")
    parser.add_argument(
        "--effect", required=True, metavar="KOLUMN", help="effekten: en skillnad eller logaritmen av en kvot"
    )
    parser.add_argument("--variance", required=True, metavar="KOLUMN", help="medelfelet i kvadrat, över 0")
    parser.add_argument("--study", metavar="KOLUMN", help="studien; flera effekter ur samma är beroende")
    parser.add_argument(
        "--method", choices=("reml", "dl"), default="reml", metavar="METOD",
        help="hur variansen mellan platser skattas: reml eller dl (reml)",
    )  # fmt: skip
    words.level_option(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    from samsyn.analysis.pool import pool

    names = [options.effect, options.variance, *([options.study] if options.study else [])]
    table = tables.read(options.file, list(dict.fromkeys(names)))
    effects, variances = tables.numbers(table, options.effect), tables.numbers(table, options.variance)
    studies = panels.labels(table, options.study) if options.study else [str(row) for row in table.rows]
    for place, variance in enumerate(variances):
        if variance is not None and variance <= 0:
            raise tables.cell_error(table, place, options.variance, "en varians, ett tal över 0")
    dropped = {"no_effect": 0, "no_variance": 0, "no_study": 0, "wrong_width": table.cut}
    kept: list[tuple[int, float, float, str]] = []
    for row, effect, variance, study in zip(table.rows, effects, variances, studies, strict=True):
        if effect is None:
            dropped["no_effect"] += 1
        elif variance is None:
            dropped["no_variance"] += 1
        elif not study:
            dropped["no_study"] += 1
        else:
            kept.append((int(row), effect, variance, study))
    found = pool(
        [row[1] for row in kept],
        [row[2] for row in kept],
        study=[row[3] for row in kept] if options.study else None,
        method=options.method,
        level=options.level,
    )
    rows = []
    for place, (row, effect, variance, study) in enumerate(kept if found.reason is None else []):
        rows.append(
            {
                "row": row,
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
    return words.answer(NAME, found, table=rows, tau2_method=options.method, dropped=dropped, **own)


def say(found: dict[str, Any]) -> list[str]:
    if found["reason"]:
        return [
            f"Den sammanvägda effekten går inte att beräkna. Filen har {words.many(found['studies'], 'studie', 'studier')} "
            "som går att räkna, och minst två behövs."
        ]
    interval = f" ({words.span(found, 3)})" if words.span(found, 3) else ""
    lines = [f"Sammanvägd effekt: {words.number(found['value'], 3)}{interval}."]
    if found["p"] is None:
        lines.append(
            "Om den är mer än slumpen går inte att säga: studierna är för få för ett säkert intervall."
        )
    else:
        is_more = found["p"] <= 1 - found["level"]
        lines.append(
            f"Den är {'mer än' if is_more else 'inte mer än vad som kan vara'} slumpen ({words.chance(found['p'])})."
        )
    lines.append(
        f"Platserna skiljer sig åt: variansen mellan dem är {words.number(found['tau2'], 3)}, och "
        f"{words.number(100 * found['i2'], 0)} % av all varians ligger mellan platser."
        if found["tau2"] > 0
        else "Platserna skiljer sig inte åt mer än effekternas egen osäkerhet."
    )
    if found["ahead_low"] is not None:
        ends = {**found, "low": found["ahead_low"], "high": found["ahead_high"]}
        lines.append(f"På en ny plats kan man vänta sig en effekt på {words.span(ends, 3)}.")
    if "narrower-than-fixed" in found["caveats"]:
        ends = {**found, "low": found["wide_low"], "high": found["wide_high"]}
        lines.append(f"Det vida intervallet: {words.span(ends, 3)}.")
    lines.append(
        f"{words.many(found['n'], 'effekt', 'effekter')} från {words.many(found['studies'], 'studie', 'studier')}. "
        "Medeltalet säger inte vad som händer på just din plats, och utvärderingar som aldrig blev skrivna är inte med."
    )
    if left := sum(found["dropped"].values()):
        lines.append(
            f"{words.many(left, 'rad', 'rader')} räknades inte: en cell är tom, eller fel antal celler."
        )
    return lines + [SENTENCES[code] for code in found["caveats"] if code in SENTENCES]
