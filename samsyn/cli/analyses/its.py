"""`samsyn analyse its`: interrupted time series."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from samsyn.cli.analyses import series_times, tables, words

NAME = "its"
HELP = "Prövar om en series nivå ändrades när något började, med trend och årstid frånräknade (avbruten tidsserie)."
EXAMPLE = (
    "samsyn analyse its serie.csv --count antal --time månad --intervention insats --family quasipoisson"
)
FILE = (
    "serie.csv",
    "månad,antal,insats\n2023-01,31,0\n2023-02,28,0\n2023-03,30,0\n2023-04,35,0\n2023-05,33,0\n2023-06,29,0\n"
    "2023-07,22,1\n2023-08,21,1\n2023-09,25,1\n2023-10,19,1\n2023-11,23,1\n2023-12,20,1\n",
)
KEYS = {
    "se": "medelfel för value (negbin: med theta som känd; low, high och p räknar med mer osäkerhet)",
    "rate_ratio": "exp(value): ny nivå delad med väntad nivå",
    "rate_ratio_low": "kvotens nedre ände",
    "rate_ratio_high": "kvotens övre ände",
    "family": "poisson, quasipoisson eller negbin",
    "dispersion": "Pearsons klumpighet, ungefär 1 när modellen passar",
    "theta": "negativa binomialfördelningens storlek; null när en Poissonfördelning passar lika bra",
    "scaled_low": "nedre änden för value när händelserna kommer i klumpar (poisson)",
    "scaled_high": "övre änden för value när händelserna kommer i klumpar (poisson)",
    "trend": "logaritmens ändring per tidsenhet före åtgärden",
    "trend_se": "medelfel för trend",
    "slope": "logaritmens extra ändring per tidsenhet från åtgärdens start (--slope)",
    "slope_se": "medelfel för slope",
    "slope_low": "nedre änden för slope",
    "slope_high": "övre änden för slope",
    "slope_p": "p för slope",
    "autocorrelation": "hur en avvikelse hänger ihop med nästa, från −1 till 1",
    "empty_months": "kalendermånader helt utan händelser, som inte kunde räknas",
    "rows": "rader i beräkningen",
    "period": "tidernas slag: month, quarter, year, day eller unit (löpnummer)",
    "curve": "en rad per period i beräkningen: time, at (platsen på en axel: år eller löpnummer), count, intervention, "
    "fitted (väntat enligt modellen) och without, without_low, without_high (väntat om åtgärden inte hade börjat); null utan svar",
    "dropped": "rader som inte kunde räknas, efter orsak",
}
FAMILIES = ("poisson", "quasipoisson", "negbin")


def _pairs(text: str) -> int:
    if text.strip() not in {"1", "2", "3", "4", "5"}:
        raise argparse.ArgumentTypeError(f"”{text}” är inte 1, 2, 3, 4 eller 5")
    return int(text)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FIL")
    parser.add_argument("--count", required=True, metavar="KOLUMN", help="antal händelser")
    parser.add_argument(
        "--time", required=True, metavar="KOLUMN", help="löpnummer, månad, kvartal, år eller datum"
    )
    parser.add_argument(
        "--intervention", required=True, metavar="KOLUMN", help="0 före åtgärden, 1 från dess start"
    )
    parser.add_argument(
        "--exposure", metavar="KOLUMN", help="till exempel folkmängd; händelserna räknas per den"
    )
    parser.add_argument(
        "--month",
        metavar="KOLUMN",
        help="kalendermånad, 1 till 12: en egen nivå för varje, eller --harmonics",
    )
    parser.add_argument(
        "--harmonics",
        type=_pairs,
        metavar="PAR",
        help="årstiden som så många par av sinus och cosinus (1 till 5)",
    )
    parser.add_argument(
        "--slope", action="store_true",
        help="pröva även om lutningen ändrades; value är då hoppet vid åtgärdens första period",
    )  # fmt: skip
    parser.add_argument(
        "--family",
        choices=FAMILIES,
        default="poisson",
        help="fördelning (poisson); quasipoisson och negbin tål klumpar",
    )
    words.level_option(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    from samsyn.analysis.its import interrupted_series

    given = [options.count, options.time, options.intervention, options.exposure, options.month]
    table = tables.read(options.file, list(dict.fromkeys(name for name in given if name)))
    times, kind = _times(table, options.time)
    columns = {
        "time": times,
        "count": series_times.counts(table, options.count),
        "intervention": _switch(table, options.intervention),
        "exposure": _exposure(table, options.exposure) if options.exposure else None,
        "month": _months(table, options),
    }
    used = {name: column for name, column in columns.items() if column is not None}
    dropped = {f"no_{name}": 0 for name in columns}
    keep = []
    for place in range(len(table)):
        missing = next((name for name, column in used.items() if column[place] is None), None)
        if missing:
            dropped[f"no_{missing}"] += 1
        else:
            keep.append(place)
    _check_once(table, options.time, times, keep)
    part: dict[str, Any] = {name: [column[place] for place in keep] for name, column in used.items()}
    found = interrupted_series(
        part["count"],
        part["time"],
        part["intervention"],
        exposure=part.get("exposure"),
        months=part.get("month"),
        harmonics=options.harmonics or 0,
        slope=options.slope,
        family=options.family,
        level=options.level,
    )
    own = {
        key: getattr(found, key) for key in KEYS if key not in ("dropped", "empty_months", "period", "curve")
    }
    return words.answer(
        NAME,
        found,
        **own,
        empty_months=list(found.empty_months),
        period=kind,
        curve=_curve(found.course, kind),
        dropped={**dropped, "wrong_width": table.cut},
    )


def _times(table: tables.Table, name: str) -> tuple[list[float | None], str]:
    """Return periods, or days where a month has several rows, and their kind."""
    times = series_times.read(table, name)
    known = [value for value in times.values if value is not None]
    if times.days and len(set(known)) < len(known):
        return times.days, "day"
    return times.values, times.kind


def _curve(course: Any, kind: str) -> list[dict[str, Any]] | None:
    if course is None:
        return None
    columns = {
        "count": course.counts,
        "intervention": course.intervention,
        "fitted": course.fitted,
        "without": course.without,
        "without_low": course.without_low,
        "without_high": course.without_high,
    }
    return series_times.curve(course.times, kind, columns)


def _switch(table: tables.Table, name: str) -> list[float | None]:
    values = tables.numbers(table, name)
    for place, value in enumerate(values):
        if value not in (None, 0.0, 1.0):
            raise tables.cell_error(table, place, name, "0 (före) eller 1 (från start)")
    return values


def _exposure(table: tables.Table, name: str) -> list[float | None]:
    values = tables.numbers(table, name)
    for place, value in enumerate(values):
        if value is not None and value <= 0:
            raise tables.cell_error(table, place, name, "ett tal över 0")
    return values


def _months(table: tables.Table, options: argparse.Namespace) -> list[float | None] | None:
    """Return calendar months: of their own column, or of the time when only harmonics are asked for."""
    if not options.month and not options.harmonics:
        return None
    name = options.month or options.time
    times = series_times.read(table, name)
    if times.kind == "month":
        return [None if value is None else value % 12 + 1 for value in times.values]
    if not options.month:
        raise words.UsageError(
            f"Årstiden går inte att räkna. Kolumnen ”{options.time}” har inga kalendermånader. "
            "Ge kolumnen med månad, 1 till 12, i --month."
        )
    for place, value in enumerate(times.values):
        if value is not None and value not in range(1, 13):
            raise tables.cell_error(table, place, name, "en månad, 1 till 12")
    return times.values


def _check_once(table: tables.Table, name: str, times: list[float | None], keep: list[int]) -> None:
    seen: dict[float | None, int] = {}
    for place in keep:
        if times[place] in seen:
            first = table.rows[seen[times[place]]]
            raise words.UsageError(
                f"Tiden ”{table.columns[name][place].as_py().strip()}” står på flera rader i filen {table.path.name}. "
                f"Den finns på rad {first} och {table.rows[place]}. "
                "Räkna ihop raderna, eller dela filen så att den har en serie."
            )
        seen[times[place]] = place
