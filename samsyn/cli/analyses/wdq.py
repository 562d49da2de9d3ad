"""`samsyn analyse wdq`: weighted displacement quotient, with the weighted displacement difference beside it."""

from __future__ import annotations

import argparse
from typing import Any

from samsyn.cli.analyses import words

NAME = "wdq"
HELP = "Räknar viktad förflyttningskvot: flyttade brotten till ringen runt området, eller spred sig nyttan dit? (WDQ)"
EXAMPLE = "samsyn analyse wdq --control 100,100 --treated 50,30 --treated-buffer 40,45"
KEYS = {
    "control": "jämförelseområdets antal, före och efter",
    "treated": "områdets antal, före och efter",
    "treated_buffer": "antalen i ringen runt det",
    "control_buffer": "antalen i ringen runt jämförelseområdet; null utan",
    "success": "områdets ändring bredvid jämförelsen: under 0 när det blev bättre",
    "around": "samma för ringen runt området",
    "wdd_inside": "WDD för området",
    "wdd_inside_low": "nedre änden",
    "wdd_inside_high": "övre änden",
    "wdd_around": "WDD för ringen, mot jämförelsens ring eller utan den mot jämförelsen",
    "wdd_around_low": "nedre änden",
    "wdd_around_high": "övre änden",
    "wdd_total": "WDD för båda; null utan --control-buffer",
    "wdd_total_low": "nedre änden",
    "wdd_total_high": "övre änden",
}
_pair = words.several(words.count, 2)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--control", type=_pair, required=True, metavar="FÖRE,EFTER", help="jämförelseområdet"
    )
    parser.add_argument(
        "--treated", type=_pair, required=True, metavar="FÖRE,EFTER", help="området där något gjordes"
    )
    parser.add_argument(
        "--treated-buffer", type=_pair, required=True, metavar="FÖRE,EFTER", help="ringen runt det"
    )
    parser.add_argument(
        "--control-buffer",
        type=_pair,
        metavar="FÖRE,EFTER",
        help="ringen runt jämförelseområdet, för differensen",
    )
    words.level_option(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    from samsyn.analysis.wdq import wdq

    found = wdq(
        options.control,
        options.treated,
        options.treated_buffer,
        control_buffer=options.control_buffer,
        level=options.level,
    )
    parts: dict[str, float | None] = {}
    for name in ("wdd_inside", "wdd_around", "wdd_total"):
        part = getattr(found, name)
        parts |= {
            name: None if part is None else part.value,
            f"{name}_low": None if part is None else part.low,
            f"{name}_high": None if part is None else part.high,
        }
    given = {key: getattr(options, key) for key in ("control", "treated", "treated_buffer", "control_buffer")}
    counts = {key: None if pair is None else list(pair) for key, pair in given.items()}
    return words.answer(NAME, found, success=found.success, around=found.around, **counts, **parts)
