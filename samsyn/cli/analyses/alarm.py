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
    "absent": "perioder där en serie saknar rad; de är inte nollor",
    "dropped": "rader som inte kunde räknas, efter orsak",
}
REASONS = {
    "no-value": "serien har inget värde för perioden",
    "too-short": "serien har mindre än tre år att jämföra med",
    "no-events": "inga händelser åren före",
    "too-few-events": "färre än 5 händelser åren före",
}
_NUMBERS = ("expected", "low", "high", "p", "p_adjusted", "dispersion")
_OWN = frozenset((*_NUMBERS, "count", "n", "status", "is_alarm", "trend_percent", "is_pooled", "reason"))
SHOWN = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    series_times.options(parser, "månad, kvartal, datum eller löpnummer för månader")
    words.level_option(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    from samsyn.analysis.alarm import alarms

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
        "caveats": ["no-season"] if any(row["is_pooled"] for row in rows) else [],
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
        "absent": data.absent,
        "dropped": data.dropped,
    }


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


def say(found: dict[str, Any]) -> list[str]:
    rows = found["table"]
    if len(rows) == 1:
        lines = [_sentence(rows[0], found)]
    else:
        lines = [
            f"{found['at']}: {words.number(found['alarms'])} av {words.number(found['series'])} serier är "
            f"{'ovanlig' if found['alarms'] == 1 else 'ovanliga'}. Ovanligt höga: {words.number(found['alarms_high'])}, "
            f"ovanligt låga: {words.number(found['alarms_low'])}. "
            f"{words.number(found['estimable'])} gick att pröva."
        ]
        listed = sorted((row for row in rows if row["is_alarm"]), key=lambda row: row["p"])
        lines += [_sentence(row, found) for row in listed[:SHOWN]]
        if len(listed) > SHOWN:
            lines.append(f"De övriga {words.number(len(listed) - SHOWN)} finns i --json.")
        lines += [_sentence(row, found) for row in rows if row["reason"]][:SHOWN]
        lines.append(
            "När många serier prövas på en gång ser några av dem ovanliga ut av en slump. Därför är p justerat, så att "
            f"högst {words.number(100 * (1 - found['level']), 1)} procent av larmen väntas vara falska."
        )
    if found["caveats"]:
        lines.append("Serier med få händelser i den här delen av året prövas utan egen årstid (is_pooled).")
    if found["absent"]:
        lines.append(
            f"{words.many(found['absent'], 'period', 'perioder')} saknar rad och räknas inte. "
            "Om ingenting hände behövs en rad med 0."
        )
    if found["period"] == "unit":
        lines.append("Tiden är löpnummer, som togs som månader.")
    lines.append(
        "Ett larm säger inte varför. Kontrollera först att perioden är hel och att alla anmälningar har kommit in."
    )
    if left := sum(found["dropped"].values()):
        lines.append(
            f"{words.many(left, 'rad', 'rader')} räknades inte: tid eller antal saknas, eller fel antal celler."
        )
    return lines


def _sentence(row: dict[str, Any], found: dict[str, Any]) -> str:
    names = [str(row[key]) for key in row if key not in _OWN]
    start = f"{', '.join(names)}: " if names else f"{found['at']}: "
    if row["reason"]:
        return f"{start}går inte att beräkna, {REASONS[row['reason']]}."
    higher = row["count"] > row["expected"]
    is_one = len(found["table"]) == 1
    unusual = bool(row["status"]) if is_one else row["is_alarm"]
    judged = f"ovanligt {'högt' if higher else 'lågt'}" if unusual else "inte ovanligt"
    p = row["p"] if is_one else row["p_adjusted"]
    return (
        f"{start}{words.many(row['count'], 'händelse', 'händelser')}, {judged}. Väntat: {words.number(row['expected'], 1)} "
        f"({words.span({**row, 'level': found['level']}, 0)}; {'' if is_one else 'justerat '}{words.chance(p)})."
    )
