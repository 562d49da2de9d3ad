"""`samsyn analyse etest`: two counts against each other."""

from __future__ import annotations

import argparse
from typing import Any

from samsyn.cli.analyses import words

NAME = "etest"
HELP = "Jämför två antal: är skillnaden mer än slumpen? (E-test)"
EXAMPLE = "samsyn analyse etest --first 15 --second 5"
KEYS = {
    "first": "antal i den första perioden",
    "second": "antal i den andra perioden; value är den andra takten delad med den första",
    "first_exposure": "den första periodens längd, eller folkmängd gånger tid",
    "second_exposure": "den andra periodens",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--first", type=words.count, required=True, metavar="ANTAL")
    parser.add_argument("--second", type=words.count, required=True, metavar="ANTAL")
    parser.add_argument("--first-exposure", type=words.positive, default=1.0, metavar="TAL", help="(1)")
    parser.add_argument("--second-exposure", type=words.positive, default=1.0, metavar="TAL", help="(1)")
    words.level_option(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    from samsyn.analysis.counts import etest

    given = {
        "first": options.first,
        "second": options.second,
        "first_exposure": options.first_exposure,
        "second_exposure": options.second_exposure,
    }
    return words.answer(NAME, etest(**given, level=options.level), **given)


def say(found: dict[str, Any]) -> list[str]:
    is_more = found["p"] <= 1 - found["level"]
    lines = [
        f"Först {words.number(found['first'])}, sedan {words.number(found['second'])}. "
        f"Skillnaden är {'mer än' if is_more else 'inte större än vad som kan vara'} slumpen "
        f"({words.chance(found['p'])})."
    ]
    if found["value"] is None:
        lines.append("Kvoten går inte att beräkna, för ingenting hände i den första perioden.")
    else:
        lines.append(
            f"Den andra takten är {words.number(found['value'])} gånger den första ({words.span(found)})."
        )
    return lines + words.caveats(found)
