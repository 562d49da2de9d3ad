"""Three steps between the methods: two waves in one file, one row a county, and the answers held to the truth."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import duckdb

SAMPLE, EVERYONE = "apistrat.csv", "apipop.csv"
WAVES = """
    select snum as skola, stype as slag, pw, fpc, 1999 as omgang, api99 as resultat from read_csv($sample)
    union all select snum, stype, pw, fpc, 2000, api00 from read_csv($sample) order by omgang, skola
"""
COUNTIES = """
    select cname as lan, value as resultat, se as medelfel, n as skolor, bidrag
    from (select unnest($rows::struct(cname varchar, value double, se double, n int)[], recursive := true))
    join (select cname, avg(meals) as bidrag from read_csv($everyone) group by cname) using (cname)
    where n >= 5 order by lan
"""
TRUTH = "select cname, avg(api00) from read_csv($everyone) group by cname"
CHANGE = "select avg(api00) - avg(api99) from read_csv($everyone)"
SHARE = """select avg(("sch.wide" = 'Yes')::int) from read_csv($file)"""


def waves(data: Path, folder: Path) -> None:
    duckdb.sql(WAVES, params={"sample": str(data / SAMPLE)}).write_csv(str(folder / "omgangar.csv"))


def counties(data: Path, folder: Path) -> None:
    table = json.loads((folder / "per-lan.json").read_text("utf-8"))["table"]
    rows = [{name: row[name] for name in ("cname", "value", "se", "n")} for row in table]
    known = {"rows": rows, "everyone": str(data / EVERYONE)}
    duckdb.sql(COUNTIES, params=known).write_csv(str(folder / "lan.csv"))


def truth(data: Path, folder: Path) -> None:
    rows, change = (
        json.loads((folder / f"{name}.json").read_text("utf-8")) for name in ("utjamnat", "andring")
    )
    rows, all_of_it = rows["table"], {"everyone": str(data / EVERYONE)}
    true = dict(duckdb.sql(TRUTH, params=all_of_it).fetchall())
    misses = [[row[name] - true[row["area"]] for row in rows] for name in ("raw", "shrunk")]
    raw, shrunk = (math.hypot(*miss) / math.sqrt(len(rows)) for miss in misses)
    share, unweighted = (
        duckdb.sql(SHARE, params={"file": str(data / name)}).fetchall()[0][0] for name in (EVERYONE, SAMPLE)
    )
    found = {"raw": raw, "shrunk": shrunk, "share": share, "unweighted": unweighted}
    found["change"] = duckdb.sql(CHANGE, params=all_of_it).fetchall()[0][0]
    found["inside"] = sum(row["low"] <= true[row["area"]] <= row["high"] for row in rows)
    found["counties"], found["small"] = len(rows), sum(row["n"] < 30 for row in rows)
    found["wider"] = math.hypot(*(wave["se"] for wave in change["waves"])) / change["se"]
    (folder / "facit.json").write_text(json.dumps(found))


if __name__ == "__main__":
    step = {"waves": waves, "counties": counties, "truth": truth}[sys.argv[1]]
    step(Path(sys.argv[2]) / "undersokning", Path(sys.argv[3]))
