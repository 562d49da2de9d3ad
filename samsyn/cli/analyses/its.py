"""`samsyn analyse its`: interrupted time series."""

from __future__ import annotations

import argparse
import math
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
    "trend": "logaritmens ändring per tidsenhet före insatsen",
    "trend_se": "medelfel för trend",
    "slope": "logaritmens extra ändring per tidsenhet från insatsens start (--slope)",
    "slope_se": "medelfel för slope",
    "slope_low": "nedre änden för slope",
    "slope_high": "övre änden för slope",
    "slope_p": "p för slope",
    "autocorrelation": "hur en avvikelse hänger ihop med nästa, från −1 till 1",
    "empty_months": "kalendermånader helt utan händelser, som inte kunde räknas",
    "rows": "rader i beräkningen",
    "dropped": "rader som inte kunde räknas, efter orsak",
}
FAMILIES = ("poisson", "quasipoisson", "negbin")
_REASONS = {
    "no-events": "det finns inga händelser",
    "no-before-or-after": "serien har inte värden både före och efter insatsen",
    "no-events-before-or-after": "det finns inga händelser före eller inga efter insatsen",
    "too-short": "serien har för få rader för så många delar i modellen",
    "not-identified": "insatsen går inte att skilja från trenden eller årstiden i de här raderna",
}


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
        "--intervention", required=True, metavar="KOLUMN", help="0 före insatsen, 1 från dess start"
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
        help="pröva även om lutningen ändrades; value är då hoppet vid insatsens första period",
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
    times = _times(table, options.time)
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
    own = {key: getattr(found, key) for key in KEYS if key not in ("dropped", "empty_months")}
    return words.answer(
        NAME,
        found,
        **own,
        empty_months=list(found.empty_months),
        dropped={**dropped, "wrong_width": table.cut},
    )


def _times(table: tables.Table, name: str) -> list[float | None]:
    """Return periods, or days where a month has several rows."""
    times = series_times.read(table, name)
    known = [value for value in times.values if value is not None]
    return times.days if times.days and len(set(known)) < len(known) else times.values


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


def say(found: dict[str, Any]) -> list[str]:
    if found["value"] is None:
        lines = [f"Ändringen går inte att beräkna: {_REASONS[found['reason']]}."]
        return lines + _left_out(found)
    ratio = found["rate_ratio"]
    change = abs(100 * (ratio - 1))
    ends = {**found, "low": found["rate_ratio_low"], "high": found["rate_ratio_high"]}
    interval = f"; {words.span(ends, 3)}" if words.span(ends) else ""
    when = "när insatsen började" if found["slope"] is not None else "efter insatsens start"
    is_more = found["p"] <= 1 - found["level"]
    lines = [
        f"Nivån är {words.number(change, 1)} procent {'lägre' if ratio < 1 else 'högre'} {when} än trenden lät vänta "
        f"(kvot {words.number(ratio, 3)}{interval}).",
        f"Det är {'mer än' if is_more else 'inte mer än vad som kan vara'} slumpen ({words.chance(found['p'])}).",
    ]
    if found["slope"] is not None:
        extra = 100 * math.expm1(found["slope"])
        lines.append(
            f"Därefter ändras serien {words.number(abs(extra), 2)} procent {'mindre' if extra < 0 else 'mer'} per tidsenhet än förut "
            f"({words.chance(found['slope_p'])})."
        )
    if "overdispersed" in found["caveats"]:
        lines.append(
            f"När händelserna kommer i klumpar: value {words.number(found['scaled_low'], 3)} till "
            f"{words.number(found['scaled_high'], 3)}. Kör om med --family quasipoisson eller negbin."
        )
    if "autocorrelated" in found["caveats"]:
        lines.append(
            "Avvikelserna hänger ihop från en period till nästa, så osäkerheten är större än intervallet visar."
        )
    lines.append(
        "Det visar inte att insatsen var orsaken: annat kan ha ändrats samtidigt. Jämför gärna med ett annat område."
    )
    return lines + words.caveats(found) + _left_out(found)


def _left_out(found: dict[str, Any]) -> list[str]:
    lines = []
    if found["empty_months"]:
        lines.append(
            f"Kalendermånad {', '.join(map(str, found['empty_months']))} har inga händelser alls. "
            "Dess nivå går inte att beräkna, så raderna är inte med."
        )
    if left := sum(found["dropped"].values()):
        lines.append(
            f"{words.many(left, 'rad', 'rader')} räknades inte: ett värde saknas, eller fel antal celler."
        )
    return lines
