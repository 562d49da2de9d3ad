"""`samsyn analyse did`: did the treated units change more than the others, over all periods at once?"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from samsyn.cli.analyses import panels, tables, words

NAME = "did"
HELP = "Jämför förändringen där insatsen gjordes med förändringen i andra områden (skillnad i skillnader)."
EXAMPLE = "samsyn analyse did områden.csv --outcome antal --unit område --time år --treated insats"
FILE = (
    "områden.csv",
    "område,år,antal,insats\nNorr,2022,40,0\nNorr,2023,41,0\nNorr,2024,30,1\nSöder,2022,35,0\nSöder,2023,37,0\n"
    "Söder,2024,36,0\nÖster,2022,20,0\nÖster,2023,22,0\nÖster,2024,23,0\n",
)
KEYS = {
    "se": "medelfel för grupperade rader (CR1); null när bara en grupp har eller saknar insats",
    "se_dummies": "samma medelfel när varje enhet räknas som en parameter, som OLS med dummyvariabler",
    "units": "enheter",
    "periods": "perioder",
    "clusters": "grupper som medelfelet räknas på; enheterna utan --cluster",
    "treated_clusters": "grupper där insatsen någon gång pågick",
    "inference": "cr1, permutation (insatsen byts mellan enheterna) eller none",
    "permutations": "så många fördelningar av insatsen som prövades",
    "is_exact": "om det är alla fördelningar som finns",
    "dropped": "rader som inte kunde räknas, efter orsak",
}
SENTENCES = {
    "few-clusters": "Få grupper har eller saknar insatsen. Det vanliga medelfelet är då för litet och används inte.",
    "staggered": "Insatsen började vid olika tid. Om verkan växer eller skiljer sig mellan enheterna kan talet bli fel, "
    "till och med till tecknet.",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FIL", help="en rad per enhet och period")
    parser.add_argument("--outcome", required=True, metavar="KOLUMN", help="utfallet, ett tal")
    parser.add_argument("--unit", required=True, metavar="KOLUMN", help="enheten, till exempel området")
    parser.add_argument(
        "--time", required=True, metavar="KOLUMN", help="perioden: tal, datum, månad, kvartal eller år"
    )
    parser.add_argument("--treated", required=True, metavar="KOLUMN", help="1 där insatsen pågår, annars 0")
    parser.add_argument(
        "--cluster", metavar="KOLUMN", help="grupper av rader som hör ihop; utan den enheterna"
    )
    parser.add_argument("--weight", metavar="KOLUMN", help="radernas vikt, till exempel folkmängden")
    parser.add_argument(
        "--permutations", type=words.count, default=9_999, metavar="ANTAL",
        help="slumpade fördelningar av insatsen, när alla är för många (9999)",
    )  # fmt: skip
    parser.add_argument("--seed", type=words.count, default=1, metavar="TAL", help="slumpens frö (1)")
    words.level_option(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    import numpy as np

    from samsyn.analysis.did import did

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
    found = did(
        y,
        unit,
        time,
        d,
        cluster=np.array(groups)[keep] if options.cluster and options.cluster != options.unit else None,
        weights=np.array(weights, dtype=float)[keep] if options.weight else None,
        level=options.level,
        permutations=max(options.permutations, 1),
        rng=np.random.default_rng(options.seed),
    )
    own = {key: getattr(found, key) for key in KEYS if key != "dropped"}
    return words.answer(NAME, found, **own, dropped={**dropped, "wrong_width": table.cut})


def say(found: dict[str, Any]) -> list[str]:
    if found["reason"]:
        return [
            "Skillnaden går inte att beräkna. Insatsen skiljer sig inte mellan enheterna över tid: det måste finnas en enhet "
            "som får insatsen medan en annan inte får den, och rader både före och efter."
        ]
    way = "mindre" if found["value"] < 0 else "mer"
    interval = f" ({words.span(found)})" if words.span(found) else ""
    size = words.number(abs(found["value"]))
    lines = [
        f"Där insatsen pågick blev utfallet {size} {way} per enhet och period "
        f"än om det hade ändrats som i de andra{interval}."
    ]
    if found["p"] is None:
        lines.append(
            "Om det är mer än slumpen går inte att säga: enheterna är för få, "
            "eller så är raderna inte en per enhet och period."
        )
    else:
        is_more = found["p"] <= 1 - found["level"]
        lines.append(
            f"Det är {'mer än' if is_more else 'inte mer än vad som kan vara'} slumpen ({words.chance(found['p'])})."
        )
    if found["inference"] == "permutation":
        kind = "alla" if found["is_exact"] else "slumpvis valda"
        lines.append(
            f"Slumpen är prövad genom att ge insatsen till andra enheter: {kind} "
            f"{words.many(found['permutations'], 'fördelning', 'fördelningar')}."
        )
    lines.append(
        f"{words.many(found['units'], 'enhet', 'enheter')}, {words.many(found['periods'], 'period', 'perioder')}, "
        f"{words.many(found['treated_clusters'], 'grupp', 'grupper')} av {words.number(found['clusters'])} fick insatsen."
    )
    lines.append(
        "Det visar inte att insatsen är orsaken: talet gäller bara om enheterna hade följts åt utan den. "
        "Rita serierna före insatsen och se om de gör det."
    )
    if left := sum(found["dropped"].values()):
        lines.append(
            f"{words.many(left, 'rad', 'rader')} räknades inte: en cell är tom, vikten är 0 eller fel antal celler."
        )
    return lines + [SENTENCES[code] for code in found["caveats"] if code in SENTENCES]
