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
    "curve": "när filen har en serie, en rad per period: time, at (platsen på en axel: år eller löpnummer), count, fitted "
    "(väntat enligt modellen), level (detsamma utan årstid), level_low och level_high (de lutningar som ryms i osäkerheten); "
    "annars null",
    "absent": "perioder där en serie saknar rad; de är inte nollor",
    "dropped": "rader som inte kunde räknas, efter orsak",
}
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
        "curve": _curve(found, data) if len(rows) == 1 else None,
        "absent": data.absent,
        "dropped": data.dropped,
    }


def _caveats(rows: list[dict[str, Any]], family: str) -> list[str]:
    from samsyn.analysis.result import OVER, Caveat

    clumped = family == "poisson" and any((row["dispersion"] or 0.0) > OVER for row in rows)
    empty = any(row["empty_months"] for row in rows)
    doubts = ((Caveat.OVERDISPERSED, clumped), (Caveat.EMPTY_CALENDAR_MONTH, empty))
    return [str(code) for code, holds in doubts if holds]


def _curve(found: Any, data: series_times.Panel) -> list[dict[str, Any]]:
    """Return the only series as it was counted, and the line; turned by what its slope may be, it is low and high."""
    import numpy as np

    low, high = (np.log1p(float(end[0]) / 100) for end in (found.low, found.high))
    years = data.times / series_times.PARTS[data.kind] - found.pivot[0]
    level = found.smooth[0]
    with np.errstate(over="ignore"):
        turned = [level * np.exp((end - found.coefficient[0]) * years) for end in (low, high)]
    columns = {
        "count": data.counts[0],
        "fitted": found.fitted[0],
        "level": level,
        "level_low": np.minimum(*turned),
        "level_high": np.maximum(*turned),
    }
    return series_times.curve(data.times, data.kind, columns)


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
