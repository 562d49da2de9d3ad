"""`samsyn analyse detectable`: the smallest change of a count that can be told from chance."""

from __future__ import annotations

import argparse
from typing import Any

from samsyn.cli.analyses import words

NAME = "detectable"
HELP = "Räknar den minsta förändring av ett antal som går att skilja från slumpen."
EXAMPLE = "samsyn analyse detectable --before 14"
KEYS = {
    "before": "antal i den första perioden; value är det närmaste senare antal som sticker ut",
    "exposure": "den senare periodens längd, räknad i den första",
    "power": "chansen att se förändringen",
    "after": "den sanna nivå, per första period, som syns med den chansen",
    "mde": "den minsta sanna förändring som syns med den chansen",
    "direction": "down eller up",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--before", type=words.count, required=True, metavar="ANTAL")
    parser.add_argument(
        "--exposure",
        type=words.positive,
        default=1.0,
        metavar="TAL",
        help="den senare periodens längd, räknad i den första (1)",
    )
    parser.add_argument("--power", type=words.between_0_and_1, default=0.8, metavar="CHANS", help="(0.8)")
    parser.add_argument("--up", action="store_true", help="en ökning i stället för en minskning")
    words.level_option(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    from samsyn.analysis.detectable import detectable_count

    found = detectable_count(
        options.before,
        second_exposure=options.exposure,
        is_up=options.up,
        power=options.power,
        level=options.level,
    )
    return words.answer(
        NAME,
        found,
        before=options.before,
        exposure=options.exposure,
        power=found.power,
        after=found.after,
        mde=found.mde,
        direction="up" if options.up else "down",
    )


def say(found: dict[str, Any]) -> list[str]:
    is_up = found["direction"] == "up"
    before = words.many(found["before"], "händelse", "händelser")
    if found["value"] is None:
        lines = [f"Med {before} går ingen {'ökning' if is_up else 'minskning'} att skilja från slumpen."]
    else:
        lines = [
            f"Med {before} måste det bli {words.number(found['value'])} eller "
            f"{'fler' if is_up else 'färre'} för att förändringen ska gå att skilja från slumpen."
        ]
    share = f"{words.number(100 * found['power'], 1)} %"
    if found["after"] is None:
        lines.append(f"Ingen sann förändring syns med {share} chans.")
    else:
        lines.append(
            f"Den minsta sanna förändring som syns med {share} chans är {words.number(found['mde'])}, "
            f"till {words.number(found['after'])} per period som den första."
        )
    return lines + words.caveats(found)
