"""Burglaries a neighbourhood of Leeds in two Julys, and what the first said of the second."""

from __future__ import annotations

import csv
import json
import math
import sys
from pathlib import Path

import duckdb

# A neighbourhood (MSOA) is named like its parts (LSOA) without their last letter. Every part has some report in a month.
NEIGHBOURHOODS = """
    select left("LSOA name", -1) as grannskap, count(*) filter ("Crime type" = 'Burglary') as inbrott,
           count(distinct "LSOA code") as delar
    from read_csv(?, all_varchar = true) where "LSOA name" like 'Leeds %' group by grannskap order by grannskap
"""


def tables(reference: Path, folder: Path) -> None:
    for year in (2016, 2017):
        source = reference / "handelser" / f"west_yorkshire_street_{year}-07.csv.gz"
        duckdb.sql(NEIGHBOURHOODS, params=[str(source)]).write_csv(str(folder / f"leeds-{year}.csv"))


def truth(folder: Path) -> None:
    with (folder / "leeds-2017.csv").open(encoding="utf-8") as handle:
        after = {row["grannskap"]: int(row["inbrott"]) for row in csv.DictReader(handle)}
    rows = json.loads((folder / "utjamnat.json").read_text("utf-8"))["table"]
    growth = sum(after.values()) / sum(row["count"] for row in rows)
    top = sorted(rows, key=lambda row: -row["raw"])[:12]  # the next is lower, so no draw decides
    found = {"before": sum(row["count"] for row in top), "after": sum(after[row["area"]] for row in top)}
    found["all_before"], found["all_after"] = sum(row["count"] for row in rows), sum(after.values())
    for name in ("raw", "eb"):
        foreseen = {row["area"]: row[name] * row["population"] * growth for row in rows}
        found[f"top_{name}"] = sum(foreseen[row["area"]] for row in top)
        found[f"miss_{name}"] = math.sqrt(
            sum((foreseen[a] - after[a]) ** 2 for a in foreseen) / len(foreseen)
        )
    (folder / "facit.json").write_text(json.dumps(found))


if __name__ == "__main__":
    if sys.argv[1] == "tables":
        tables(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        truth(Path(sys.argv[3]))
