"""Points of time as people write them, to local seconds since 1970 without a zone; whole columns at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

MINUTE, DAY, MONTH = 0, 1, 2
ZONE = "Europe/Stockholm"
FIRST, LAST = -2_208_988_800, 7_258_118_400  # 1900-01-01 to 2200-01-01

_TIME = (
    r"(?:(?:\s*,?\s*kl\.?\s*|T|\s+)(?P<h>\d{1,2})[:.]?(?P<i>\d{2})(?:[:.]?(?P<s>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<z>[Zz]|[+-]\d{2}(?::?\d{2})?)?)?\s*$"
)
_YEAR_FIRST = r"^\s*(?P<y>\d{4})[-/.](?P<m>\d{1,2})(?:[-/.](?P<d>\d{1,2}))?" + _TIME
_COMPACT = r"^\s*(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})?" + _TIME
_DAY_FIRST = r"^\s*(?P<d>\d{1,2})[-/. ](?P<m>\d{1,2})[-/. ](?P<y>\d{4})" + _TIME
_MONTH_FIRST = r"^\s*(?P<m>\d{1,2})[-/. ](?P<d>\d{1,2})[-/. ](?P<y>\d{4})" + _TIME
_ISO = r"^\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?)?$"


@dataclass(frozen=True)
class Times:
    """Equal-length arrays: local seconds, whether the text could be read, whether it was empty, how fine it is."""

    seconds: npt.NDArray[np.int64]
    good: npt.NDArray[np.bool_]
    empty: npt.NDArray[np.bool_]
    precision: npt.NDArray[np.uint8]


def read(column: pa.Array, *, month_first: bool = False) -> Times:
    """Read a column of text: ISO, Swedish and other usual forms; a time with an offset becomes Swedish time.

    2024-10-19, 2024-10-19 08:27, 2024-10-19 8:27:15 +02:00, 2024-10-19T06:27Z, 2024-10, 20241019, 19/10/2024 kl. 08.27
    """
    fast = _all_iso(column)
    if fast is not None:
        return fast
    many = len(column)
    times = Times(
        np.zeros(many, np.int64),
        np.zeros(many, bool),
        _mask(pc.equal(pc.utf8_trim_whitespace(column), "")),
        np.zeros(many, np.uint8),
    )
    iso = _mask(pc.match_substring_regex(column, _ISO))
    if iso.any() and not iso.all():
        part = _all_iso(column.filter(pa.array(iso)))
        if part is not None:
            _put(times, np.flatnonzero(iso), part)
    patterns = (_YEAR_FIRST, _COMPACT, _MONTH_FIRST if month_first else _DAY_FIRST)
    for pattern in patterns:
        left = np.flatnonzero(~times.good & ~times.empty)
        if not len(left):
            break
        _put(times, left, _by_pattern(column.take(pa.array(left)), pattern))
    return times


def _put(times: Times, places: npt.NDArray[np.intp], part: Times) -> None:
    places = places[part.good]
    times.seconds[places] = part.seconds[part.good]
    times.precision[places] = part.precision[part.good]
    times.good[places] = True


def _mask(column: pa.Array) -> npt.NDArray[np.bool_]:
    return np.asarray(column.fill_null(False).to_numpy(zero_copy_only=False), dtype=bool)


def _all_iso(column: pa.Array) -> Times | None:
    """Read a column that is ISO throughout, all dates or months or moments; None when it is not."""
    lengths = pc.utf8_length(column).to_numpy(zero_copy_only=False)
    if not len(lengths) or lengths.min() < 7 or lengths.max() > 19:
        return None
    is_month = lengths == 7
    if is_month.any() and not is_month.all():
        return None
    if is_month.any():
        column = pc.binary_join_element_wise(column, "01", "-")
    try:
        seconds = pc.cast(column, pa.timestamp("s")).cast(pa.int64()).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:
        return None
    precision = np.where(is_month, MONTH, np.where(lengths <= 10, DAY, MINUTE)).astype(np.uint8)
    good = (seconds >= FIRST) & (seconds < LAST)
    return Times(seconds, good, np.zeros(len(seconds), bool), precision)


def _by_pattern(column: pa.Array, pattern: str) -> Times:
    parts = pc.extract_regex(column, pattern)
    matched = _mask(parts.is_valid())
    number = lambda name: _numbers(parts, name)  # noqa: E731
    years, months, days = number("y"), number("m"), number("d")
    hours, minutes, rest = number("h"), number("i"), number("s")
    is_month = days == 0
    has_time = _mask(pc.not_equal(_group(parts, "h"), ""))
    start = ((years - 1970) * 12 + np.clip(months, 1, 12) - 1).astype("datetime64[M]")
    first = start.astype("datetime64[D]").astype(np.int64)
    in_month = (start + 1).astype("datetime64[D]").astype(np.int64) - first
    good = matched & (months >= 1) & (months <= 12) & (days <= in_month)
    good &= (hours < 24) & (minutes < 60) & (rest < 60) & ~(is_month & has_time)
    good &= ~(is_month & (_mask(pc.not_equal(_group(parts, "d"), ""))))
    seconds = (first + np.maximum(days, 1) - 1) * 86_400 + hours * 3600 + minutes * 60 + rest
    seconds = _without_offset(seconds, good, _group(parts, "z"))
    good &= (seconds >= FIRST) & (seconds < LAST)
    precision = np.where(is_month, MONTH, np.where(has_time, MINUTE, DAY)).astype(np.uint8)
    return Times(seconds, good, np.zeros(len(seconds), bool), precision)


def _group(parts: pa.Array, name: str) -> pa.Array:
    return pc.struct_field(parts, name).fill_null("")


def _numbers(parts: pa.Array, name: str) -> npt.NDArray[np.int64]:
    texts = _group(parts, name)
    filled = pc.if_else(pc.equal(texts, ""), "0", texts)
    return np.asarray(pc.cast(filled, pa.int64()).to_numpy(zero_copy_only=False), dtype=np.int64)


def _without_offset(
    seconds: npt.NDArray[np.int64], good: npt.NDArray[np.bool_], zones: pa.Array
) -> npt.NDArray[np.int64]:
    """Turn moments with an offset into Swedish local time; leave the others as they were written."""
    has_zone = _mask(pc.not_equal(zones, "")) & good
    if not has_zone.any():
        return seconds
    kinds = zones.dictionary_encode()
    offsets = np.array([_offset(text) for text in kinds.dictionary.to_pylist()], dtype=np.int64)
    utc = seconds - offsets[kinds.indices.to_numpy(zero_copy_only=False)]
    moments = pa.array(utc[has_zone], pa.timestamp("s", tz="UTC")).cast(pa.timestamp("s", tz=ZONE))
    out = seconds.copy()
    out[has_zone] = pc.local_timestamp(moments).cast(pa.int64()).to_numpy(zero_copy_only=False)
    return out


def _offset(text: str) -> int:
    if text in ("", "Z", "z"):
        return 0
    digits = text[1:].replace(":", "").ljust(4, "0")
    return (int(digits[:2]) * 3600 + int(digits[2:]) * 60) * (-1 if text[0] == "-" else 1)
