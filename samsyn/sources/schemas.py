"""The columns of what readers give. Apart from `contract`, for whoever catches an error need not load Arrow."""

from __future__ import annotations

import pyarrow as pa

OBSERVATIONS = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),  # line in the file, the heading is line 1
        pa.field("metric", pa.string(), nullable=False),  # code in evidence/metrics.toml
        pa.field("area", pa.string(), nullable=False),  # as the file names it; evidence matches it to an Area
        pa.field("period_start", pa.date32(), nullable=False),
        pa.field("period_end", pa.date32(), nullable=False),  # half-open
        pa.field("value", pa.float64()),  # null unless value, zero or preliminary
        pa.field("state", pa.string(), nullable=False),  # ValueState
        pa.field("base", pa.int64()),  # answers behind a share, residents behind a rate
        pa.field("low", pa.float64()),  # the source's own interval, where it gives one
        pa.field("high", pa.float64()),
    ]
)

INCIDENTS = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        pa.field("incident", pa.string()),  # the file's own id: several rows may be one incident
        pa.field("category", pa.string(), nullable=False),
        pa.field("start", pa.timestamp("s"), nullable=False),  # local time as written, no zone
        pa.field("end", pa.timestamp("s")),  # latest possible time, null when a moment
        pa.field("precision", pa.string(), nullable=False),  # minute, day, month
        pa.field("lon", pa.float64()),  # EPSG:4326
        pa.field("lat", pa.float64()),
        pa.field("area", pa.string()),  # the file's area code, where it has one
    ]
)

AREAS = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        pa.field("code", pa.string(), nullable=False),
        pa.field("name", pa.string(), nullable=False),
        pa.field("parent", pa.string()),  # code or name of the larger area, where the file says
        pa.field("geometry", pa.binary(), nullable=False),  # WKB, EPSG:4326, valid Polygon or MultiPolygon
    ]
)
