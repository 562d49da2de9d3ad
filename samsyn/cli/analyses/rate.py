"""`samsyn analyse rate`: a count per so many residents, with its exact interval."""

from __future__ import annotations

import argparse
from typing import Any

from samsyn.cli.analyses import words

NAME = "rate"
HELP = "Räknar ett antal per invånare, med exakt intervall (Garwood)."
EXAMPLE = "samsyn analyse rate --count 15 --population 400 --per 1000"
KEYS = {"population": "folkmängden", "per": "per så många"}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--count", type=words.count, required=True, metavar="ANTAL")
    parser.add_argument("--population", type=words.positive, required=True, metavar="TAL")
    parser.add_argument("--per", type=words.positive, default=1000.0, metavar="TAL", help="(1000)")
    words.level_option(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    from samsyn.analysis.rates import rate

    found = rate(options.count, options.population, per=options.per, level=options.level)
    return words.answer(NAME, found, population=found.population, per=found.per)
