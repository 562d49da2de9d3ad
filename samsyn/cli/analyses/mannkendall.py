"""`samsyn analyse mannkendall`: is a series rising or falling?"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from samsyn.cli.analyses import tables, words

NAME = "mannkendall"
HELP = "Prövar om en serie stiger eller faller (Mann–Kendall), med Sens lutning."
EXAMPLE = "samsyn analyse mannkendall serie.csv --time år --count antal"
FILE = ("serie.csv", "år,antal\n2019,31\n2020,28\n2021,30\n2022,25\n2023,22\n2024,21\n")
KEYS = {
    "s": "samma som value: par som stiger minus par som faller",
    "tau": "Kendalls tau-b, från −1 till 1",
    "slope": "Sens lutning: medianen av förändringen per tidsenhet",
    "slope_low": "lutningens nedre ände",
    "slope_high": "lutningens övre ände",
    "slope_per": "tidsenheten: unit (filens egen) eller year",
    "p_kind": "exact (högst 10 värden) eller normal",
    "curve": "en rad per värde: time, at (platsen på en axel: år eller löpnummer), value, line (Sens linje genom mitten), "
    "line_low och line_high (de lutningar som ryms i osäkerheten)",
    "dropped": "rader som inte kunde räknas, efter orsak",
}
YEAR = 365.2425


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FIL")
    parser.add_argument("--time", required=True, metavar="KOLUMN", help="tal, datum, månad, kvartal eller år")
    parser.add_argument("--count", required=True, metavar="KOLUMN", help="antal eller annat mått")
    words.level_option(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    from samsyn.analysis.mannkendall import LONGEST, mann_kendall
    from samsyn.analysis.result import Reason

    table = tables.read(options.file, [options.time, options.count])
    values = tables.numbers(table, options.count)
    times, per = _times(table, options.time)
    known = [place for place in range(len(table)) if values[place] is not None and times[place] is not None]
    _check_once(table, options.time, [times[place] for place in known], known)
    if len(known) > LONGEST:
        raise words.UsageError(
            f"Serien i filen {options.file.name} är för lång. Den har {len(known)} värden, gränsen är {LONGEST}. "
            "Räkna ihop den per månad eller år."
        )
    series = [(times[place] or 0.0, values[place] or 0.0) for place in known]
    found = mann_kendall([time for time, _x in series], [value for _t, value in series], level=options.level)
    no_time = sum(time is None for time in times)
    answer = words.answer(
        NAME,
        found,
        s=found.s,
        tau=found.tau,
        slope=found.slope,
        slope_low=found.low,
        slope_high=found.high,
        slope_per=per,
        p_kind=None if found.p is None else "exact" if found.is_exact else "normal",
        curve=_curve(
            [table.columns[options.time][place].as_py().strip() for place in known], series, per, found
        ),
        dropped={"no_time": no_time, "no_count": len(table) - len(known) - no_time, "wrong_width": table.cut},
    )
    too_short = str(Reason.TOO_SHORT) if found.is_too_short else None
    return {**answer, "value": found.s, "low": None, "high": None, "reason": too_short}


def _curve(texts: list[str], series: list[tuple[float, float]], per: str, found: Any) -> list[dict[str, Any]]:
    """Return the values in the order of time, and Sen's line through their medians, turned by what its slope may be."""
    from statistics import median

    if not series:
        return []
    middle, height = (median(part) for part in zip(*series, strict=True))
    slopes = {"line": found.slope, "line_low": found.low, "line_high": found.high}
    rows = []
    for text, (time, value) in sorted(zip(texts, series, strict=True), key=lambda row: row[1][0]):
        lines = {k: None if b is None else height + b * (time - middle) for k, b in slopes.items()}
        if lines["line_low"] is not None and time < middle:
            lines["line_low"], lines["line_high"] = lines["line_high"], lines["line_low"]
        at = time if per == "unit" else round(time + 1, 4)  # day 1 is the first of year 1
        rows.append({"time": text, "at": at, "value": value, **lines})
    return rows


def _times(table: tables.Table, name: str) -> tuple[list[float | None], str]:
    """Return the times as numbers, in the file's own unit or in years; None where a cell is empty. Raises UsageError."""
    from samsyn.sources.cells import CellError
    from samsyn.sources.cells import number as read

    texts = [text.strip() for text in table.columns[name].to_pylist()]
    try:
        return [read(text) if text else None for text in texts], "unit"
    except CellError:
        pass
    found: list[float | None] = []
    for place, text in enumerate(texts):
        try:
            found.append(_years(text) if text else None)
        except (CellError, ValueError) as error:
            raise tables.cell_error(table, place, name, "ett tal, ett datum eller en period") from error
    return found, "year"


def _years(text: str) -> float:
    """Return a date, or the first day of a period, in years."""
    from samsyn.sources.cells import CellError, period

    try:
        return period(text)[0].toordinal() / YEAR
    except CellError:
        return date.fromisoformat(text[:10]).toordinal() / YEAR


def _check_once(table: tables.Table, name: str, times: list[float | None], places: list[int]) -> None:
    seen: dict[float | None, int] = {}
    for time, place in zip(times, places, strict=True):
        if time in seen:
            raise words.UsageError(
                f"Tiden ”{table.columns[name][place].as_py().strip()}” står på flera rader i filen {table.path.name}. "
                f"Den finns på rad {table.rows[seen[time]]} och {table.rows[place]}. "
                "Räkna ihop raderna, eller dela filen så att den har en serie."
            )
        seen[time] = place
