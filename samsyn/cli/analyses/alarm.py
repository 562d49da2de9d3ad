"""`samsyn analyse alarm`: is the latest period unusual, for every series of a file at once?"""

from __future__ import annotations

import argparse
from typing import Any

from samsyn.cli.analyses import series_times, tables, words

NAME = "alarm"
HELP = (
    "Prövar om den senaste perioden är ovanligt hög eller låg för årstiden och trenden (Farrington–Noufaily)."
)
EXAMPLE = "samsyn analyse alarm serier.csv --time kvartal --count antal --by område"
FILE = (
    "serier.csv",
    "område,kvartal,antal\n"
    + "".join(
        f"{area},{2020 + place // 4}K{place % 4 + 1},{count}\n"
        for area, rows in (
            ("Norr", (21, 30, 34, 20, 24, 29, 36, 23, 20, 31, 33, 22, 23, 28, 37, 19, 58)),
            ("Syd", (9, 12, 15, 8, 10, 11, 14, 9, 8, 13, 15, 7, 9, 12, 13, 8, 10)),
        )
        for place, count in enumerate(rows)
    ),
)
KEYS = {
    "table": "en rad per serie: kolumnerna i --by och count (den senaste perioden), expected (väntat), low och high (vad som "
    "inte är ovanligt), status (high, low eller null) för serien ensam, is_alarm (när alla prövas på en gång), p, p_adjusted, "
    "dispersion, trend_percent (per år), is_pooled (utan egen årstid), n (händelser i åren före), reason",
    "count": "händelser i den senaste perioden; value är vad som var att vänta",
    "status": "high: ovanligt högt, low: ovanligt lågt, null: varken eller (en serie)",
    "period": "periodens slag: month, quarter eller unit (löpnummer, taget som månader)",
    "at": "den period som prövas, den senaste i filen",
    "series": "antal serier",
    "estimable": "serier som gick att pröva",
    "alarms": "serier i larmlistan, av dem som prövades på en gång",
    "alarms_high": "av dem ovanligt höga",
    "alarms_low": "av dem ovanligt låga",
    "curve": "när filen har en serie, en rad per period: time, at (platsen på en axel: år eller löpnummer), count och "
    "is_same (samma del av året som den prövade); annars null",
    "absent": "perioder där en serie saknar rad; de är inte nollor",
    "dropped": "rader som inte kunde räknas, efter orsak",
}
_NUMBERS = ("expected", "low", "high", "p", "p_adjusted", "dispersion")
_OWN = frozenset((*_NUMBERS, "count", "n", "status", "is_alarm", "trend_percent", "is_pooled", "reason"))


def arguments(parser: argparse.ArgumentParser) -> None:
    series_times.options(parser, "månad, kvartal, datum eller löpnummer för månader")
    words.level_option(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    from samsyn.analysis.alarm import alarms
    from samsyn.analysis.result import Caveat

    series_times.check_names(options.by, _OWN)
    names = list(dict.fromkeys([options.time, options.count, *options.by]))
    data = series_times.panel(tables.read(options.file, names), options.time, options.count, options.by)
    parts = series_times.PARTS[data.kind]
    if parts == 1:
        raise words.UsageError(
            f"Larm behöver månader eller kvartal. Kolumnen ”{options.time}” har hela år. "
            "Räkna händelserna per månad, eller pröva trenden med samsyn analyse trend."
        )
    found = alarms(data.counts, data.times, parts=parts, level=options.level)
    rows = [_row(data.names[at], found, at) for at in range(len(data.names))]
    only = rows[0] if len(rows) == 1 else {}
    listed = [row for row in rows if row["is_alarm"]]
    return {
        "method": NAME,
        "value": only.get("expected"),
        "low": only.get("low"),
        "high": only.get("high"),
        "level": options.level,
        "n": int(found.n.sum()),
        "p": only.get("p"),
        "caveats": [str(Caveat.NO_SEASON)] if any(row["is_pooled"] for row in rows) else [],
        "estimator": found.method,
        "reason": only.get("reason"),
        "table": rows,
        "count": only.get("count"),
        "status": only.get("status"),
        "period": data.kind,
        "at": series_times.label(data.times[-1], data.kind) if len(data.times) else None,
        "series": len(rows),
        "estimable": sum(row["reason"] is None for row in rows),
        "alarms": len(listed),
        "alarms_high": sum(row["count"] > row["expected"] for row in listed),
        "alarms_low": sum(row["count"] < row["expected"] for row in listed),
        "curve": _curve(data, parts) if len(rows) == 1 else None,
        "absent": data.absent,
        "dropped": data.dropped,
    }


def _curve(data: series_times.Panel, parts: int) -> list[dict[str, Any]]:
    rows = series_times.curve(data.times, data.kind, {"count": data.counts[0]})
    return [
        {**row, "is_same": bool((data.times[-1] - time) % parts == 0)}
        for row, time in zip(rows, data.times, strict=True)
    ]


def _row(names: dict[str, str], found: Any, at: int) -> dict[str, Any]:
    import numpy as np

    def plain(column: Any) -> float | None:
        value = float(column[at])
        return value if np.isfinite(value) else None

    count, trend = plain(found.count), plain(found.trend)
    return {
        **names,
        "count": None if count is None else int(count),
        **{name: plain(getattr(found, name)) for name in _NUMBERS},
        "status": "high" if found.is_high[at] else "low" if found.is_low[at] else None,
        "is_alarm": bool(found.is_alarm[at]),
        "trend_percent": None if trend is None else float(100 * np.expm1(min(trend, 700.0))),
        "is_pooled": bool(found.is_pooled[at]),
        "n": int(found.n[at]),
        "reason": found.reasons[at],
    }
