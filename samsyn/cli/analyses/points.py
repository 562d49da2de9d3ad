"""Points of a file: coordinates in any system to metres (or another system), times, and which rows were left out and why.

Not a method: what the methods of place share.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samsyn.analysis.result import Caveat
from samsyn.cli.analyses import layers, tables, words

SWEDEN = "EPSG:3006"
DROPPED = ("no_place", "off_the_map", "no_time", "unreadable", "wrong_width")
_OFFSET = r"(?P<clock>:\d{2}(?:[.,]\d+)?)\s*(?P<z>[Zz]|[+-]\d{2}(?::?\d{2})?)\s*$"
_DAY = 86_400
_FAR = 100_000.0  # metres: with the others this far from it, (0, 0) is an empty place


@dataclass(frozen=True)
class Points:
    """Equal-length arrays of the rows that could be used.

    x, y       float64, metres in `project` (or its own units when read with is_metric=False)
    rows       their numbers in the file
    times      int64 seconds since 1970, None without a column of times; local as written, UTC where cells carry an offset
    local      the same as clocks in Sweden showed them: for the day, the month and the hour
    has_clock  False when the column holds but dates: `times` are then midnights of whole days
    is_monthly every date is the first of a month, and there are several: the day is not known
    others     the other columns that were asked for, as pa.Array of text, never null
    scale      how many metres of the map a true metre is, in the middle of the points; None when not known
    dropped    rows left out, by reason
    """

    path: Path
    x: Any
    y: Any
    rows: Any
    times: Any
    local: Any
    has_clock: bool
    is_monthly: bool
    others: dict[str, Any]
    project: str
    scale: float | None
    dropped: dict[str, int]

    def __len__(self) -> int:
        return len(self.x)

    @property
    def caveats(self) -> tuple[Caveat, ...]:
        return (Caveat.DISTORTED_DISTANCES,) if self.scale is not None and abs(self.scale - 1) > 0.01 else ()


def arguments(parser: argparse.ArgumentParser, *, project: bool = True) -> None:
    """Add FILE, --x, --y, --crs and --project."""
    parser.add_argument("file", type=Path, metavar="FIL")
    place_options(parser)
    if project:
        parser.add_argument(
            "--project",
            metavar="KOD",
            help=f"koordinatsystem i meter att räkna i (filens eget om det är i meter, annars {SWEDEN})",
        )


def place_options(parser: argparse.ArgumentParser) -> None:
    """Add --x, --y and --crs: a file with geometry says them itself."""
    parser.add_argument("--x", metavar="KOLUMN", help="öst eller longitud; behövs inte när filen har punkter")
    parser.add_argument("--y", metavar="KOLUMN", help="nord eller latitud")
    parser.add_argument(
        "--crs",
        metavar="KOD",
        help="filens koordinatsystem (filens eget när den har punkter, annars EPSG:4326)",
    )


def read(
    options: argparse.Namespace,
    *,
    time: str | None = None,
    others: Sequence[str] = (),
    project: str | None = None,
    is_metric: bool = True,
) -> Points:
    """Return the points of options.file. Raises UsageError and SourceError in three sentences.

    project    overrules options.project; a code or a WKT
    is_metric  the system must count in metres (feet are turned into metres)
    """
    import numpy as np

    path = options.file
    table, (x_name, y_name), system = _table(options, [*([time] if time else []), *others])
    target = _target(path, system, project or getattr(options, "project", None), is_metric)
    (x, no_x, bad_x), (y, no_y, bad_y) = _numbers(table, x_name), _numbers(table, y_name)
    no_place, unreadable = no_x | no_y, bad_x | bad_y
    no_place |= ~unreadable & ~no_place & _is_origin(x, y, system.is_geographic)
    placed = ~no_place & ~unreadable
    _check_axes(path, system, x[placed], y[placed])
    moments = _times(table.columns[time]) if time else None
    if moments is not None:
        unreadable |= ~moments[1] & ~moments[2]
    px, py, lon, lat = _projected(system, target, x, y, is_metric)
    off = ~(np.isfinite(px) & np.isfinite(py))
    keep, dropped = _kept(no_place, off, moments[2] if moments else np.zeros(len(table), bool), unreadable)
    dropped["wrong_width"] = table.cut
    if not keep.any():
        raise _nothing(table, (x_name, y_name), dropped)
    times, local, has_clock, is_monthly = _clock(moments, keep)
    return Points(
        path, px[keep], py[keep], table.rows[keep], times, local, has_clock, is_monthly,
        {name: _filtered(table.columns[name], keep) for name in others},
        target.to_string(), _scale(target, lon[keep], lat[keep]), dropped,
    )  # fmt: skip


def _table(options: argparse.Namespace, others: Sequence[str]) -> tuple[tables.Table, tuple[str, str], Any]:
    """Return the columns, which of them are x and y, and the system they are in. Raises UsageError and SourceError."""
    from samsyn.sources import crs
    from samsyn.sources.rows import wrong_form

    path = options.file
    if options.x is not None and options.y is not None:
        system = crs.system(path, options.crs or crs.WGS84)
        names = dict.fromkeys([options.x, options.y, *others])
        return tables.read(path, list(names)), (options.x, options.y), system
    form = tables.form_of(path)
    if form not in ("layers", "csv", "parquet", *tables.SHEETS):
        raise wrong_form(path, form)
    if form != "layers" or (options.x, options.y) != (None, None):
        given = " ".join(
            f"--{name} {value}" for name in "xy" if (value := getattr(options, name)) is not None
        )
        raise words.UsageError(
            f"Kommandot vet inte var händelserna i filen {path.name} är. Det fick {given or 'varken --x eller --y'}. "
            "Ge kolumnerna med koordinater i --x och --y, eller en fil med punkter (GeoJSON eller GeoPackage)."
        )
    table, said = layers.points(path, list(dict.fromkeys(others)))
    return table, (layers.X, layers.Y), _system(path, said, options.crs)


def _system(path: Path, said: str, given: str | None) -> Any:
    """Return the file's system, or the one that was given when the file says none, or only takes degrees for granted."""
    from samsyn.sources import crs

    if not said and not given:
        raise words.UsageError(
            f"Filen {path.name} säger inte vilket koordinatsystem den använder. Ingen uppgift finns i filen (.prj saknas?). "
            "Ge det med --crs, till exempel --crs EPSG:3006."
        )
    if given is None:
        return crs.system(path, said)
    chosen = crs.system(path, given)
    if said and said != crs.WGS84 and (own := crs.system(path, said)) != chosen:
        raise words.UsageError(
            f"Filen {path.name} har ett annat koordinatsystem än det du gav. Filen säger {own.name}, --crs {chosen.name}. "
            "Kör igen utan --crs, eller rätta filens koordinatsystem."
        )
    return chosen


def _target(path: Path, system: Any, code: str | None, is_metric: bool) -> Any:
    from samsyn.sources import crs

    target = crs.system(path, code or (SWEDEN if system.is_geographic else system.to_wkt()))
    if is_metric and target.is_geographic:
        raise words.UsageError(
            f"Avstånd går inte att räkna i koordinatsystemet {target.name}. Det räknar i grader, inte i meter. "
            "Ge --project ett koordinatsystem i meter, till exempel EPSG:3006 i Sverige."
        )
    return target


def _numbers(table: tables.Table, name: str) -> tuple[Any, Any, Any]:
    """Return a column as float64 (nan where there is none), where it is empty, and where it is no number."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    from samsyn.sources.cells import CellError, value_and_state

    text = pc.utf8_trim_whitespace(table.columns[name])
    empty = np.array(pc.equal(text, "").to_numpy(zero_copy_only=False), dtype=bool)
    try:
        cast = pc.cast(pc.if_else(pa.array(empty), None, text), pa.float64())
        values = np.array(cast.to_numpy(zero_copy_only=False), dtype=np.float64)
    except pa.ArrowInvalid:
        values = np.full(len(text), np.nan)
        for place, cell in enumerate(text.to_pylist()):
            try:
                value = value_and_state(cell)[0]
                empty[place] |= value is None
                values[place] = np.nan if value is None else value
            except CellError:
                continue
    values[empty] = np.nan
    return values, empty, ~empty & ~np.isfinite(values)


def _is_origin(x: Any, y: Any, is_geographic: bool) -> Any:
    """Say which points lie at (0, 0) for want of a place: always in degrees, in metres when the others are far away."""
    import numpy as np

    origin = (x == 0) & (y == 0)
    if is_geographic or not origin.any():
        return origin
    others = np.abs(x) + np.abs(y)
    others = others[np.isfinite(others) & ~origin]
    return origin & bool(len(others) and np.median(others) > _FAR)


def _check_axes(path: Path, system: Any, x: Any, y: Any) -> None:
    """Raise SourceError for swapped axes and for degrees as metres; whole numbers or a wide spread are no degrees."""
    import numpy as np

    from samsyn.sources import crs

    if not len(x):
        return
    if system.is_projected and np.all(np.abs(x) <= 180) and np.all(np.abs(y) <= 180):
        is_whole = np.mean((x == np.rint(x)) & (y == np.rint(y))) > 0.5
        if is_whole or max(np.ptp(x), np.ptp(y)) > 20:
            return
    crs.check(path, system, x, y)


def _projected(system: Any, target: Any, x: Any, y: Any, is_metric: bool) -> tuple[Any, Any, Any, Any]:
    """Return x and y in the target and as degrees; inf or nan where a point has no place."""
    import numpy as np
    from pyproj import Transformer

    from samsyn.sources import crs

    lon, lat = crs.to_degrees(system, x, y)
    lost = np.isnan(lon)
    if system == target:
        px, py = x.copy(), y.copy()
        if system.is_projected:
            lost = ~np.isfinite(x)  # a plain grid may lie outside the globe's use of the system
    else:
        way = Transformer.from_crs(system, target, always_xy=True)
        px, py = (np.array(column, dtype=np.float64) for column in way.transform(x, y))
    factor = target.axis_info[0].unit_conversion_factor if is_metric else 1.0
    px, py = px * factor, py * factor
    px[lost] = py[lost] = np.nan
    return px, py, lon, lat


def _scale(target: Any, lon: Any, lat: Any) -> float | None:
    import numpy as np
    from pyproj import Proj

    known = np.isfinite(lon) & np.isfinite(lat)
    if target.is_geographic or not known.any():
        return None
    factors = Proj(target).get_factors(
        float(np.median(lon[known])), float(np.median(lat[known])), errcheck=False
    )
    scale = float(np.sqrt(factors.areal_scale)) if factors.areal_scale > 0 else np.inf
    return scale if np.isfinite(scale) else None


def _kept(no_place: Any, off: Any, no_time: Any, unreadable: Any) -> tuple[Any, dict[str, int]]:
    """Return which rows are whole, and how many are not, each counted once."""
    import numpy as np

    dropped, left = {}, np.ones(len(no_place), bool)
    for name, wrong in (
        ("unreadable", unreadable), ("no_place", no_place), ("no_time", no_time), ("off_the_map", off),
    ):  # fmt: skip
        dropped[name] = int(np.count_nonzero(left & wrong))
        left &= ~wrong
    return left, {name: dropped.get(name, 0) for name in DROPPED}


def snapped(found: Points) -> tuple[str, ...]:
    """Return the caveat of places moved to common points, when they are: a peak may then be where they were moved to."""
    from samsyn.analysis.knox import is_snapped
    from samsyn.analysis.result import Caveat

    return (str(Caveat.SNAPPED_PLACES),) if is_snapped(found.x, found.y) else ()


def _filtered(column: Any, keep: Any) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.utf8_trim_whitespace(column.filter(pa.array(keep)))


def _times(column: Any) -> tuple[Any, Any, Any, Any, Any]:
    """Return seconds as clocks here showed them, readable, empty, seconds as moments, and months.

    Moments differ from the clocks only when cells carry an offset; then they are UTC, also of the cells without one.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    from samsyn.sources.incidents import times

    column = pc.utf8_trim_whitespace(column)
    here = times.read(column)
    zones = pc.struct_field(pc.extract_regex(column, _OFFSET), "z").fill_null("")
    has_offset = np.array(pc.not_equal(zones, "").to_numpy(zero_copy_only=False), dtype=bool) & here.good
    is_month = here.good & (here.precision == times.MONTH)
    if not has_offset.any():
        return here.seconds, here.good, here.empty, here.seconds, is_month
    written = times.read(pc.replace_substring_regex(column, _OFFSET, r"\1"))
    if np.all(written.seconds[here.good] % _DAY == 0):  # midnight UTC throughout: dates, as they are written
        return written.seconds, here.good, here.empty, written.seconds, is_month
    clocks = pa.array(np.where(here.good, written.seconds, 0)).cast(pa.timestamp("s"))
    naive = pc.assume_timezone(clocks, times.ZONE, ambiguous="earliest", nonexistent="earliest")
    utc = np.array(naive.cast(pa.int64()).to_numpy(zero_copy_only=False))
    kinds = zones.dictionary_encode()
    ahead = np.array([_ahead(text) for text in kinds.dictionary.to_pylist()], dtype=np.int64)
    own = written.seconds - ahead[kinds.indices.to_numpy(zero_copy_only=False)]
    return here.seconds, here.good, here.empty, np.where(has_offset, own, utc), is_month


def _ahead(text: str) -> int:
    """Return how many seconds an offset such as +02:00 is ahead of UTC."""
    if text in ("", "Z", "z"):
        return 0
    digits = text[1:].replace(":", "").ljust(4, "0")
    return (int(digits[:2]) * 3600 + int(digits[2:]) * 60) * (-1 if text[0] == "-" else 1)


def _clock(moments: Any, keep: Any) -> tuple[Any, Any, bool, bool]:
    """Return the times of the kept rows, the same by the clocks here, whether they have a clock, and whether they are but months."""
    import numpy as np

    if moments is None:
        return None, None, False, False
    here, _good, _empty, exact, is_month = (part[keep] for part in moments)
    if np.any(here % _DAY):
        return exact, here, True, False
    days = here.astype("datetime64[s]").astype("datetime64[D]")
    first = days == days.astype("datetime64[M]").astype("datetime64[D]")
    is_monthly = bool(is_month.any() or (first.all() and len(np.unique(days)) > 1))
    return here, here, False, is_monthly


def _nothing(table: tables.Table, place: tuple[str, str], dropped: dict[str, int]) -> words.UsageError:
    cells = ", ".join(f"{name} = ”{table.columns[name][0].as_py().strip()[:40]}”" for name in place) \
        if len(table) else "inga rader"  # fmt: skip
    return words.UsageError(
        f"Filen {table.path.name} har ingen rad som går att räkna. På den första står {cells}; {left_out(dropped)}. "
        "Kontrollera att rätt kolumner är valda."
    )


REASONS = {
    "no_place": "saknar plats",
    "off_the_map": "ligger utanför kartan",
    "no_time": "saknar tid",
    "unreadable": "går inte att läsa",
    "wrong_width": "har fel antal celler",
}


def left_out(dropped: dict[str, int]) -> str:
    """{"no_place": 3, …} -> 3 rader saknar plats, 1 rad går inte att läsa"""
    return ", ".join(
        f"{words.many(many, 'rad', 'rader')} {REASONS[name]}" for name, many in dropped.items() if many and name in REASONS
    )  # fmt: skip
