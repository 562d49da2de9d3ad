"""`samsyn analyse aoristic`: when in the week did it happen, when only the first and last possible times are known?"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samsyn.cli.analyses import tables, words

NAME = "aoristic"
HELP = "Fördelar händelser över veckans timmar när bara tidigaste och senaste tid är kända."
EXAMPLE = "samsyn analyse aoristic stölder.csv --start tidigast --end senast"
FILE = (
    "stölder.csv",
    "tidigast,senast\n2024-05-06 10:45,2024-05-06 13:15\n2024-05-10 22:00,2024-05-11 06:00\n2024-05-12 14:30,\n",
)
KEYS = {
    "table": "24 objekt med hour och mon, tue, wed, thu, fri, sat, sun",
    "zone": "tidszonen för tider med tidszon eller --zone",
    "no_end": "händelser utan sluttid, räknade vid starten",
    "end_before_start": "händelser med slut före start, räknade vid starten",
    "a_week_or_more": "händelser på en vecka eller mer, jämnt spridda",
    "no_clock": "kolumner utan klockslag, vars händelser spreds över hela dygn",
    "dropped": "rader som inte kunde räknas, efter orsak",
}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ZONE = "Europe/Stockholm"
_OFFSET = r"(?P<clock>:\d{2}(?:[.,]\d+)?)\s*(?P<z>[Zz]|[+-]\d{2}(?::?\d{2})?)\s*$"
_DAY = 86_400


@dataclass(frozen=True)
class _Moments:
    """Equal-length arrays: seconds as written, seconds ahead of UTC, and what is known of each."""

    seconds: Any
    offset: Any
    has_offset: Any
    good: Any
    empty: Any
    has_no_clock: bool


def _zone(text: str) -> str:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(text)
    except (KeyError, OSError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"”{text}” är ingen tidszon, som Europe/Stockholm") from error
    return text


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FIL")
    parser.add_argument("--start", required=True, metavar="KOLUMN", help="tidigaste möjliga tid")
    parser.add_argument("--end", required=True, metavar="KOLUMN", help="senaste möjliga tid; tom: som start")
    parser.add_argument(
        "--zone",
        type=_zone,
        metavar="ZON",
        help=f"räkna förfluten tid efter zonens klockor, också natten då de ställs om. Utan zon är en timme på klockan "
        f"en timme, och tider som själva anger avstånd till UTC läses i {ZONE}",
    )


def run(options: argparse.Namespace) -> dict[str, Any]:
    import numpy as np

    from samsyn.analysis.aoristic import aoristic

    table = tables.read(options.file, [options.start, options.end])
    start, end = _read(table.columns[options.start]), _read(table.columns[options.end])
    bad = (~start.good & ~start.empty) | (~end.good & ~end.empty)
    has_zone = start.has_offset | end.has_offset | bool(options.zone)
    zone = options.zone or ZONE
    first, last = _instants(start, ~bad), _instants(end, ~bad)
    if start.has_no_clock:
        last = np.where(end.empty & start.good, first + np.timedelta64(_DAY, "s"), last)
    if end.has_no_clock:
        last = np.where(end.good, last + np.timedelta64(_DAY, "s"), last)
    walls, zoned = ~bad & ~has_zone, ~bad & has_zone
    found = aoristic(first[walls], last[walls])
    if zoned.any():
        utc = _utc(first, start, zone, latest=False), _utc(last, end, zone, latest=True)
        found += aoristic(utc[0][zoned], utc[1][zoned], zone=zone)
    names = [name for name, column in ((options.start, start), (options.end, end)) if column.has_no_clock]
    return words.answer(
        NAME,
        found,
        table=[
            {"hour": hour, **dict(zip(DAYS, map(float, row), strict=True))}
            for hour, row in enumerate(found.table)
        ],
        zone=zone if zoned.any() else None,
        no_end=found.no_end,
        end_before_start=found.end_before_start,
        a_week_or_more=found.a_week_or_more,
        no_clock=names,
        dropped={
            "no_start": found.no_start,
            "unreadable": int(np.count_nonzero(bad)),
            "wrong_width": table.cut,
        },
    )


def _read(column: Any) -> _Moments:
    """Read a column of text; what a cell says of its distance to UTC is set aside, so that the night of two 02:30 is kept."""
    import numpy as np
    import pyarrow.compute as pc

    from samsyn.sources.incidents import times

    parts = pc.extract_regex(column, _OFFSET)
    zones = pc.struct_field(parts, "z").fill_null("")
    has_offset = pc.not_equal(zones, "").to_numpy(zero_copy_only=False)
    if has_offset.any():
        column = pc.replace_substring_regex(column, _OFFSET, r"\1")
    read = times.read(column)
    kinds = zones.dictionary_encode()
    ahead = np.array([_ahead(text) for text in kinds.dictionary.to_pylist()], dtype=np.int64)
    offset = ahead[kinds.indices.to_numpy(zero_copy_only=False)] if len(ahead) else np.zeros(0, np.int64)
    good = read.good & (read.precision != times.MONTH)
    has_no_clock = bool(good.any() and (read.precision[good] == times.DAY).all())
    return _Moments(read.seconds, offset, has_offset & good, good, read.empty, has_no_clock)


def _ahead(text: str) -> int:
    """Return how many seconds an offset such as +02:00 is ahead of UTC."""
    if text in ("", "Z", "z"):
        return 0
    digits = text[1:].replace(":", "").ljust(4, "0")
    return (int(digits[:2]) * 3600 + int(digits[2:]) * 60) * (-1 if text[0] == "-" else 1)


def _instants(moments: _Moments, keep: Any) -> Any:
    """Return the times as written, `datetime64[s]`, NaT where there is none."""
    import numpy as np

    written = moments.seconds.astype("datetime64[s]")
    return np.where(moments.good & keep, written, np.datetime64("NaT", "s"))


def _utc(written: Any, moments: _Moments, zone: str, *, latest: bool) -> Any:
    """Return UTC: by the cell's own offset, else by the clocks of the zone, the later of two when they are turned back."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    known = ~np.isnat(written)
    local = pa.array(np.where(known, written, np.datetime64(0, "s")))
    turn = "latest" if latest else "earliest"
    by_zone = pc.assume_timezone(local, zone, ambiguous=turn, nonexistent="earliest")
    seconds = by_zone.cast(pa.int64()).to_numpy(zero_copy_only=False)
    own = np.where(known, written, np.datetime64(0, "s")).astype(np.int64) - moments.offset
    utc = np.where(moments.has_offset, own, seconds).astype("datetime64[s]")
    return np.where(known, utc, np.datetime64("NaT", "s"))
