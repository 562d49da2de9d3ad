"""`samsyn analyse trend`: is it changing, for every series of a file at once?"""

from __future__ import annotations

import argparse
from typing import Any

from samsyn.cli.analyses import series_times, tables, words

NAME = "trend"
HELP = "Räknar ökning eller minskning per år för många serier på en gång, med årstiden frånräknad."
EXAMPLE = "samsyn analyse trend serier.csv --time kvartal --count antal --by område"
FILE = (
    "serier.csv",
    "område,kvartal,antal\n"
    + "".join(
        f"{area},{year}K{part},{count}\n"
        for area, rows in (
            ("Norr", (31, 40, 44, 30, 26, 33, 39, 27, 21, 30, 32, 20)),
            ("Syd", (9, 12, 15, 8) * 3),
        )
        for year, part, count in zip(
            (2022,) * 4 + (2023,) * 4 + (2024,) * 4, (1, 2, 3, 4) * 3, rows, strict=True
        )
    ),
)
KEYS = {
    "table": "en rad per serie: kolumnerna i --by och n, change_percent (ändring i procent per år), low, high, "
    "coefficient (logaritmens ändring per år), se, p, p_adjusted, is_more_than_chance, dispersion, empty_months "
    "(delar av året helt utan händelser), reason",
    "family": "quasipoisson eller poisson",
    "period": "periodens slag: month, quarter, year eller unit (löpnummer, taget som månader)",
    "from": "första perioden",
    "to": "sista perioden",
    "series": "antal serier",
    "estimable": "serier som gick att beräkna",
    "more_than_chance": "serier som ändras mer än slumpen",
    "absent": "perioder där en serie saknar rad; de är inte nollor",
    "dropped": "rader som inte kunde räknas, efter orsak",
}
REASONS = {
    "no-events": "inga händelser",
    "too-few-events": "färre än 20 händelser",
    "too-short": "serien är för kort",
    "no-finite-trend": "alla händelser ligger först eller sist i serien",
}
SHOWN = 20
_NUMBERS = ("change_percent", "low", "high", "coefficient", "se", "p", "p_adjusted", "dispersion")
_OWN = frozenset((*_NUMBERS, "n", "is_more_than_chance", "empty_months", "reason"))


def arguments(parser: argparse.ArgumentParser) -> None:
    series_times.options(parser, "månad, kvartal, år, datum eller löpnummer för månader")
    parser.add_argument(
        "--family", choices=("quasipoisson", "poisson"), default="quasipoisson",
        help="quasipoisson tål att händelserna kommer i klumpar (quasipoisson)",
    )  # fmt: skip
    words.level_option(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    from samsyn.analysis.trend import trends

    series_times.check_names(options.by, _OWN)
    names = list(dict.fromkeys([options.time, options.count, *options.by]))
    data = series_times.panel(tables.read(options.file, names), options.time, options.count, options.by)
    parts = series_times.PARTS[data.kind]
    found = trends(data.counts, data.times, parts=parts, family=options.family, level=options.level)
    rows = [_row(data.names[at], found, at) for at in range(len(data.names))]
    only = rows[0] if len(rows) == 1 else {}
    return {
        "method": NAME,
        "value": only.get("change_percent"),
        "low": only.get("low"),
        "high": only.get("high"),
        "level": options.level,
        "n": int(found.n.sum()),
        "p": only.get("p"),
        "caveats": _caveats(rows, options.family),
        "estimator": found.method,
        "reason": only.get("reason"),
        "table": rows,
        "family": options.family,
        "period": data.kind,
        "from": series_times.label(data.times[0], data.kind) if len(data.times) else None,
        "to": series_times.label(data.times[-1], data.kind) if len(data.times) else None,
        "series": len(rows),
        "estimable": sum(row["reason"] is None for row in rows),
        "more_than_chance": sum(row["is_more_than_chance"] for row in rows),
        "absent": data.absent,
        "dropped": data.dropped,
    }


def _caveats(rows: list[dict[str, Any]], family: str) -> list[str]:
    clumped = family == "poisson" and any((row["dispersion"] or 0.0) > 1.5 for row in rows)
    empty = any(row["empty_months"] for row in rows)
    return [*(["overdispersed"] if clumped else []), *(["empty-calendar-month"] if empty else [])]


def _row(names: dict[str, str], found: Any, at: int) -> dict[str, Any]:
    import numpy as np

    def plain(column: str) -> float | None:
        value = float(getattr(found, column)[at])
        return value if np.isfinite(value) else None

    return {
        **names,
        "n": int(found.n[at]),
        **{name: plain(name) for name in _NUMBERS},
        "is_more_than_chance": bool(found.is_more_than_chance[at]),
        "empty_months": [int(part) + 1 for part in np.flatnonzero(found.empty[at])],
        "reason": found.reasons[at],
    }


def say(found: dict[str, Any]) -> list[str]:
    rows = found["table"]
    if len(rows) == 1:
        lines = [_sentence(rows[0], found, is_alone=True)]
    else:
        lines = [
            f"{words.many(found['more_than_chance'], 'serie', 'serier')} av {words.number(found['series'])} ändras mer än "
            f"slumpen. {words.number(found['estimable'])} gick att beräkna."
        ]
        order = sorted(rows, key=lambda row: (row["p"] is None, row["p"]))
        lines += [_sentence(row, found, is_alone=False) for row in order[:SHOWN]]
        if len(rows) > SHOWN:
            lines.append(f"De övriga {words.number(len(rows) - SHOWN)} finns i --json.")
        lines.append(
            "När många serier prövas på en gång ser några av dem ut att ändras av en slump. Därför är p justerat, så att "
            f"högst {words.number(100 * (1 - found['level']), 1)} procent av de utpekade väntas vara falska."
        )
    lines += words.caveats({"caveats": [code for code in found["caveats"] if code == "overdispersed"]})
    if "empty-calendar-month" in found["caveats"]:
        lines.append(
            "Delar av året som aldrig har någon händelse säger inget om ändringen. De är inte med (empty_months)."
        )
    if found["absent"]:
        lines.append(
            f"{words.many(found['absent'], 'period', 'perioder')} saknar rad och räknas inte. "
            "Om ingenting hände behövs en rad med 0."
        )
    if found["period"] == "unit":
        lines.append("Tiden är löpnummer, som togs som månader.")
    lines.append("En ändring säger inget om sin orsak, och inget om hur det går framöver.")
    if left := sum(found["dropped"].values()):
        lines.append(
            f"{words.many(left, 'rad', 'rader')} räknades inte: tid eller antal saknas, eller fel antal celler."
        )
    return lines


def _sentence(row: dict[str, Any], found: dict[str, Any], *, is_alone: bool) -> str:
    names = [str(row[key]) for key in row if key not in _OWN]
    start = f"{', '.join(names)}: " if names else ""
    if row["reason"]:
        return f"{start}går inte att beräkna, {REASONS[row['reason']]}."
    way = "ökar" if row["change_percent"] > 0 else "minskar"
    span = words.span({**row, "level": found["level"]}, 1)
    ends = f" ({span})" if span else ""
    p = row["p"] if is_alone else row["p_adjusted"]
    said = "mer än slumpen" if row["is_more_than_chance"] else "det kan vara slumpen"
    return (
        f"{start}{way} med {words.number(abs(row['change_percent']), 1)} procent per år{ends}, {said} "
        f"({'' if is_alone else 'justerat '}{words.chance(p)})."
    )
