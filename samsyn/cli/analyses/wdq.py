"""`samsyn analyse wdq`: weighted displacement quotient, with the weighted displacement difference beside it."""

from __future__ import annotations

import argparse
from typing import Any

from samsyn.cli.analyses import words

NAME = "wdq"
HELP = "Räknar viktad förflyttningskvot: flyttade brotten till ringen runt området, eller spred sig nyttan dit? (WDQ)"
EXAMPLE = "samsyn analyse wdq --control 100,100 --treated 50,30 --treated-buffer 40,45"
KEYS = {
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
SENTENCES = {
    "wdq-no-interval": "Kvoten har inget intervall och inget p: lita på differensen (WDD), som har det.",
    "unsure-reduction": "Områdets egen minskning kan vara slumpen. Kvoten delar med den och kan då bli vad som helst.",
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
    return words.answer(NAME, found, success=found.success, around=found.around, **parts)


def say(found: dict[str, Any]) -> list[str]:
    lines = [_quotient(found)]
    for name, text in (
        ("wdd_inside", "Området"),
        ("wdd_around", "Ringen runt det"),
        ("wdd_total", "Tillsammans"),
    ):
        if found[name] is not None:
            ends = {**found, "low": found[f"{name}_low"], "high": found[f"{name}_high"]}
            lines.append(f"{text}, differens (WDD): {words.number(found[name])} ({words.span(ends)}).")
    if found["value"] is not None:
        lines.append(
            "Kvoten visar inte att brott har flyttat: den visar bara hur ringen ändrades bredvid jämförelseområdet. "
            "En ring som är för stor eller för liten gömmer en flytt."
        )
    known = [SENTENCES[code] for code in found["caveats"] if code in SENTENCES]
    return lines + words.caveats({"caveats": [c for c in found["caveats"] if c not in SENTENCES]}) + known


def _quotient(found: dict[str, Any]) -> str:
    if found["reason"] == "no-control-events":
        return "Kvoten går inte att beräkna, för jämförelseområdet har inga händelser i en av perioderna."
    if found["reason"] == "no-reduction":
        return (
            "Kvoten går inte att beräkna, för området minskade inte jämfört med jämförelseområdet: "
            "ingenting finns att flytta."
        )
    value = round(found["value"], 9)  # what looks like 1 is called 1
    if value == 0:
        meaning = "ringen ändrades som jämförelseområdet"
    elif value > 0:
        meaning = "också ringen minskade, " + (
            "mer än området självt" if value > 1 else "lika mycket" if value == 1 else "men mindre än området"
        )
    else:
        meaning = "ringen ökade, " + (
            "mer än området minskade"
            if value < -1
            else "lika mycket"
            if value == -1
            else "men mindre än området minskade"
        )
    return f"Viktad förflyttningskvot: {words.number(value)}. Det betyder att {meaning}."
