"""`samsyn analyse wdd`: weighted displacement difference, of one set of counts or of crime types in a file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from samsyn.cli.analyses import words

NAME = "wdd"
HELP = "Räknar viktad förflyttningsdifferens: ändrades området mer än jämförelseområdet? (WDD)"
EXAMPLE = "samsyn analyse wdd --control 20,20 --treated 20,10 --level 0.9"
COLUMNS = ("control_before", "control_after", "treated_before", "treated_after")
KEYS = {
    "se": "medelfel",
    "z": "value delat med se",
    "inside": "områdenas del av value",
    "around": "kringområdenas del av value",
    "dispersion": "den klumpighet som du gav",
    "scaled_low": "nedre änden när händelserna kommer i klumpar",
    "scaled_high": "övre änden när händelserna kommer i klumpar",
    "rows": "brottstyper i filen",
    "dropped": "rader som inte kunde räknas, efter orsak",
}
_pair = words.several(words.count, 2)
_BOTH = "Kommandot fick både en fil och antal. Filen är {}. Ge det ena eller det andra."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FIL",
        help=f"en rad per brottstyp, med kolumnerna {', '.join(COLUMNS)}",
    )
    parser.add_argument("--control", type=_pair, metavar="FÖRE,EFTER", help="jämförelseområdet")
    parser.add_argument("--treated", type=_pair, metavar="FÖRE,EFTER", help="området där något gjordes")
    parser.add_argument("--control-buffer", type=_pair, metavar="FÖRE,EFTER", help="ringen runt det första")
    parser.add_argument("--treated-buffer", type=_pair, metavar="FÖRE,EFTER", help="ringen runt det andra")
    parser.add_argument(
        "--time-weights", type=words.several(words.positive, 2), default=(1.0, 1.0), metavar="FÖRE,EFTER",
        help="periodernas längd",
    )  # fmt: skip
    parser.add_argument(
        "--area-weights",
        type=words.several(words.positive, 4),
        default=(1.0, 1.0, 1.0, 1.0),
        metavar="J,O,RJ,RO",
        help="storlek: jämförelseområde, område, ringen runt var och en",
    )
    parser.add_argument(
        "--harm-weights",
        metavar="KOLUMN",
        help="kolumn i filen med skadan av en händelse; utan den väger alla lika",
    )
    parser.add_argument(
        "--dispersion", type=words.positive, default=1.0, metavar="TAL",
        help="varians delad med medelvärde när händelserna kommer i klumpar (1)",
    )  # fmt: skip
    words.level_option(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    if options.file:
        found, rows, cut = _of_file(options)
    else:
        found, rows, cut = _of_counts(options), None, 0
    return words.answer(
        NAME,
        found,
        se=found.se,
        z=found.z,
        inside=found.inside,
        around=found.around,
        dispersion=options.dispersion,
        scaled_low=found.scaled_low,
        scaled_high=found.scaled_high,
        rows=rows,
        dropped={"wrong_width": cut},
    )


def _of_counts(options: argparse.Namespace) -> Any:
    from samsyn.analysis.wdd import wdd

    if options.harm_weights:
        raise words.UsageError(
            "Skadevikter behöver en fil. Kommandot fick ingen fil. Ge en fil med en rad per brottstyp."
        )
    missing = [name for name in ("control", "treated") if getattr(options, name) is None]
    if missing:
        raise words.UsageError(
            f"WDD behöver antal både före och efter. Det saknas: --{' och --'.join(missing)}. "
            "Ge dem, eller en fil med en rad per brottstyp."
        )
    if (options.control_buffer is None) != (options.treated_buffer is None):
        raise words.UsageError(
            "Ringen finns bara runt det ena området. WDD jämför ringarna med varandra. "
            "Ge både --control-buffer och --treated-buffer, eller ingen."
        )
    return wdd(
        options.control,
        options.treated,
        control_buffer=options.control_buffer or (0, 0),
        treated_buffer=options.treated_buffer or (0, 0),
        time_weights=options.time_weights,
        area_weights=options.area_weights,
        dispersion=options.dispersion,
        level=options.level,
    )


def _of_file(options: argparse.Namespace) -> tuple[Any, int, int]:
    from samsyn.analysis.wdd import wdd_harm
    from samsyn.cli.analyses import tables

    if any((options.control, options.treated, options.control_buffer, options.treated_buffer)):
        raise words.UsageError(_BOTH.format(options.file))
    names = [*COLUMNS, *([options.harm_weights] if options.harm_weights else [])]
    table = tables.read(options.file, names)
    counts = [[int(x) for x in tables.every_number(table, name, is_count=True)] for name in COLUMNS]
    rows = [((a, b), (c, d)) for a, b, c, d in zip(*counts, strict=True)]
    weights = tables.every_number(table, options.harm_weights) if options.harm_weights else [1.0] * len(rows)
    found = wdd_harm(
        rows,
        weights,
        time_weights=options.time_weights,
        area_weights=options.area_weights[:2],
        dispersion=options.dispersion,
        level=options.level,
    )
    return found, len(rows), table.cut


def say(found: dict[str, Any]) -> list[str]:
    if found["value"] is None:
        return ["WDD går inte att beräkna, för det finns inga händelser."]
    kind = "färre" if found["value"] < 0 else "fler"
    amount = words.number(abs(found["value"]))
    is_more = found["p"] <= 1 - found["level"]
    lines = [
        f"{amount} {kind} än om området hade ändrats som jämförelseområdet (WDD {words.number(found['value'])}; "
        f"{words.span(found)}).",
        f"Det är {'mer än' if is_more else 'inte mer än vad som kan vara'} slumpen ({words.chance(found['p'])}).",
    ]
    if found["around"] is not None:
        lines.append(
            f"Själva området: {words.number(found['inside'])}. Ringen runt det: {words.number(found['around'])}."
        )
    if found["scaled_low"] is not None:
        lines.append(
            f"När händelserna kommer i klumpar: {words.number(found['scaled_low'])} till "
            f"{words.number(found['scaled_high'])}."
        )
    if found["dropped"]["wrong_width"]:
        left = words.many(found["dropped"]["wrong_width"], "rad", "rader")
        lines.append(f"{left} räknades inte: fel antal celler.")
    return lines + words.caveats(found)
