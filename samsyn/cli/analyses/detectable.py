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
    "curve": "chansen att se förändringen för olika sanna nivåer: [after, chans]",
}
_STEPS = 40


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
        curve=_curve(options),
    )


def _curve(options: argparse.Namespace) -> list[list[float]]:
    """Return the chance of seeing the change at about forty true levels, from no change on."""
    from samsyn.analysis.detectable import count_chance

    before = float(options.before)
    reach = 5 * (before**0.5 + 1) * max(1.0, options.exposure**-0.5)
    far = before + reach if options.up else max(0.0, before - reach)
    levels = [before + (far - before) * place / _STEPS for place in range(_STEPS + 1)]
    return [
        [after, count_chance(before, after, second_exposure=options.exposure, level=options.level)]
        for after in levels
    ]
