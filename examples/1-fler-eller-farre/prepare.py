"""Two small tables from Brå's and SCB's figures: groups of crime in Göteborg, and the four areas with their population."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

GROUPS = """
    select ar, brottsgrupp, antal from read_csv(?)
    where kommun = 'Göteborg' and ar >= 2016
    order by brottsgrupp, ar
"""
AREAS = """
    select omrade, antal, folkmangd
    from read_csv(?) as brott join read_csv(?) as folk using (ar, omrade)
    where ar = 2025 and brottstyp = 'stold_ur_fordon' and niva = 'stadsomrade'
    order by omrade
"""


def main(reference: Path, folder: Path) -> None:
    """Write grupper.csv and omraden.csv to the folder."""
    years, areas, people = (
        str(reference / "statistik" / f"{name}.csv")
        for name in ("bra_anmalda_brott_ar", "bra_anmalda_brott_stadsomraden", "folkmangd")
    )
    duckdb.sql(GROUPS, params=[years]).write_csv(str(folder / "grupper.csv"))
    duckdb.sql(AREAS, params=[areas, people]).write_csv(str(folder / "omraden.csv"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
