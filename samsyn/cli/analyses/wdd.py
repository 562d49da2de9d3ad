"""`samsyn analyse wdd`: weighted displacement difference, of one set of counts or of crime types in a file."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
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
    "inside_low": "nedre änden för områdenas del",
    "inside_high": "övre änden",
    "around_low": "nedre änden för kringområdenas del",
    "around_high": "övre änden",
    "areas": "ett objekt per område: area (treated, control, treated_buffer, control_buffer), before, after, delade med "
    "tid och storlek och gånger skada",
    "is_per_unit": "om before och after är delade med tid eller storlek",
    "harm": "kolumnen med skadan, om den gavs",
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
        found, areas, rows, cut = _of_file(options)
    else:
        (found, areas), rows, cut = _of_counts(options), None, 0
    return words.answer(
        NAME,
        found,
        se=found.se,
        z=found.z,
        inside=found.inside,
        around=found.around,
        inside_low=found.inside_low,
        inside_high=found.inside_high,
        around_low=found.around_low,
        around_high=found.around_high,
        areas=areas,
        is_per_unit=any(weight != 1 for weight in (*options.time_weights, *options.area_weights)),
        harm=options.harm_weights,
        dispersion=options.dispersion,
        scaled_low=found.scaled_low,
        scaled_high=found.scaled_high,
        rows=rows,
        dropped={"wrong_width": cut},
    )


def _area(name: str, sums: Sequence[float], size: float, times: Sequence[float]) -> dict[str, Any]:
    return {"area": name, "before": sums[0] / times[0] / size, "after": sums[1] / times[1] / size}


def _of_counts(options: argparse.Namespace) -> tuple[Any, list[dict[str, Any]]]:
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
    found = wdd(
        options.control,
        options.treated,
        control_buffer=options.control_buffer or (0, 0),
        treated_buffer=options.treated_buffer or (0, 0),
        time_weights=options.time_weights,
        area_weights=options.area_weights,
        dispersion=options.dispersion,
        level=options.level,
    )
    given = ("control", options.control), ("treated", options.treated)
    rings = ("control_buffer", options.control_buffer), ("treated_buffer", options.treated_buffer)
    areas = [
        _area(name, counts, size, options.time_weights)
        for (name, counts), size in zip((*given, *rings), options.area_weights, strict=True)
        if counts is not None
    ]
    return found, areas


def _of_file(options: argparse.Namespace) -> tuple[Any, list[dict[str, Any]], int, int]:
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
    sums = [sum(w * n for w, n in zip(weights, column, strict=True)) for column in counts]
    areas = [
        _area(name, pair, size, options.time_weights)
        for name, pair, size in zip(
            ("control", "treated"), (sums[:2], sums[2:]), options.area_weights[:2], strict=True
        )
    ]
    return found, areas, len(rows), table.cut
