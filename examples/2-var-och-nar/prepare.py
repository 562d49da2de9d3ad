"""The Bronx in 2017 out of four years of New York: one file of all thefts, one of those whose time is known within a day."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

BRONX = "36005%"  # state and county, the first five digits of a census block
THEFTS = """
    select date_single, date_start, date_end, longitude, latitude
    from read_csv(?, all_varchar = true)
    where census_block like ? and date_single like '2017%' {condition}
    order by date_single, uid
"""
SHORT = "and (date_end is null or date_end::timestamp - date_start::timestamp <= interval 24 hours)"


def main(reference: Path, folder: Path) -> None:
    """Write bronx.csv and bronx-dygn.csv to the folder."""
    source = str(reference / "handelser" / "nyc_vehicle_thefts_2014_2017.csv.gz")
    for name, condition in (("bronx", ""), ("bronx-dygn", SHORT)):
        thefts = duckdb.sql(THEFTS.format(condition=condition), params=[source, BRONX])
        thefts.write_csv(str(folder / f"{name}.csv"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
