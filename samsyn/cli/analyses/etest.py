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
    "dispersion": "den klumpighet som du gav",
    "scaled_low": "intervallets nedre ände när händelserna kommer i klumpar",
    "scaled_high": "intervallets övre ände när händelserna kommer i klumpar",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--first", type=words.count, required=True, metavar="ANTAL")
    parser.add_argument("--second", type=words.count, required=True, metavar="ANTAL")
    parser.add_argument("--first-exposure", type=words.positive, default=1.0, metavar="TAL", help="(1)")
    parser.add_argument("--second-exposure", type=words.positive, default=1.0, metavar="TAL", help="(1)")
    parser.add_argument(
        "--dispersion", type=words.positive, default=1.0, metavar="TAL",
        help="varians delad med medelvärde när händelserna kommer i klumpar (1)",
    )  # fmt: skip
    words.level_option(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    from samsyn.analysis.counts import etest

    given = {
        "first": options.first,
        "second": options.second,
        "first_exposure": options.first_exposure,
        "second_exposure": options.second_exposure,
    }
    found = etest(**given, dispersion=options.dispersion, level=options.level)
    return words.answer(
        NAME,
        found,
        **given,
        dispersion=options.dispersion,
        scaled_low=found.scaled_low,
        scaled_high=found.scaled_high,
    )
