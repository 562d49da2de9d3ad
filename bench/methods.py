"""The methods beside what users would pick instead: equal check values first, then how many times faster.

Each side of a row runs in a process of its own and they are timed in turns; the ratio is that of the medians. A row is `ok`
when the values agree and the ratio reaches what is asked. Where the peer would need minutes it does a stated part: ×.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / "var" / "bench-peers"
ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1"
}  # both sides: small products that wait for a taken core tell of the machine
BUDGET_S, MOST_TURNS, OURS_A_TURN = 10.0, 7, 3


@dataclass(frozen=True)
class Row:
    """One method.

    case       function of bench/ours.py
    peers      of bench/peers.py, or an R script; the first that can be had is timed
    least      ratio asked for
    tolerance  of each check value, relative to the largest; 1e-6 where nothing is said
    """

    case: str
    title: str
    peers: tuple[tuple[str, str], ...]
    least: float
    is_part: bool = False
    tolerance: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Limit:
    """One method with nothing beside it that does the same: seconds and MiB at most."""

    case: str
    title: str
    seconds: float
    mib: float


ROWS: tuple[Row | Limit, ...] = (
    Row(
        "locate",
        "point → area, index included",
        (("locate_duckdb", "DuckDB spatial"), ("locate_shapely", "STRtree")),
        5,
    ),
    Row("cube", "cube area × category × month", (("cube", "DuckDB, in memory"),), 10),
    Row("trend", "Poisson trend, 3 000 series", (("trend", "statsmodels, loop"),), 40),
    Row("gistar_closed", "Gi* 100 m, closed form", (("gistar_closed", "esda"),), 200),
    Row(
        "gistar_permuted", "Gi* 100 m, 999 permutations", (("gistar_permuted", "esda"),), 15,
        tolerance={"mean p": 0.5, "hot": 0.5},
    ),
    Row("kde", "KDE 50 m, 12 surfaces", (("kde", "KDEpy"),), 10, tolerance={"inner": 0.02}),
    Row("knox", "Knox 20 000 events, 999 permutations", (("knox", "pointpats"),), 100, is_part=True),
    Limit("knox_million", "Knox, one band of all events, exact mean", 30, 24_000),
    Row("aoristic", "aoristic weights of all events", (("aoristic", "pandas, loop of the rule"),), 500, is_part=True),
    Row("its_poisson", "interrupted series × 300, Poisson", (("its_poisson", "statsmodels"),), 20),
    Row(
        "its_negbin", "interrupted series × 300, NegBin", (("its_negbin", "statsmodels"),), 20,
        is_part=True, tolerance={"change": 1e-3},
    ),
    Row("did", "difference in differences 300 × 120", (("did", "statsmodels, dummies"),), 500),
    Row(
        "synth", "synthetic control, 281 placebos", (("synth", "CausalPy"),), 100,
        is_part=True, tolerance={"error before": 1e-5},
    ),
    Row("survey", "survey 20 questions × 100 areas", (("survey.R", "R svyby"), ("survey", "samplics")), 50),
    Limit("picture", "whole lägesbild from Parquet", 4, 2048),
)  # fmt: skip
BORDER = {"counts": 1e-5}  # a point on a border is within no area, says the peer: one or two in ten million
LARGE: tuple[Row | Limit, ...] = (
    Row(
        "locate", "point → area, index included", (("locate_duckdb", "DuckDB spatial"),), 20, tolerance=BORDER
    ),
    Row("cube", "cube area × category × month", (("cube", "DuckDB, in memory"),), 10),
    Limit("picture", "whole lägesbild from Parquet", 4, 2048),
)
NAMES = {row.case for row in ROWS} | {"large"}


class MissingError(Exception):
    """A side that does not start: what it said last."""


class Side:
    """A process that does one side of a row when told to."""

    def __init__(self, command: list[str], folder: Path) -> None:
        env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore", **ONE_THREAD}
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115
        try:
            self._process = subprocess.Popen(
                [*command, str(folder)], env=env, cwd=ROOT, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors,
            )  # fmt: skip
        except OSError as error:
            raise MissingError(str(error)) from error
        self._read()

    def go(self) -> dict[str, Any]:
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # it has ended: reading tells how
            self._process.stdin.write("go\n")
            self._process.stdin.flush()
        return self._read()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            ended = f"it ended with {self._process.wait()}"
            self._errors.seek(0)
            raise MissingError((self._errors.read().strip().splitlines() or [ended])[-1][:120])
        return dict(json.loads(line))

    def close(self) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait(60)


def _ours(case: str, folder: Path) -> Side:
    return Side([sys.executable, "-m", "bench.worker", "ours", case], folder)


def _peer(case: str, folder: Path) -> Side:
    if case.endswith(".R"):
        return Side(["Rscript", str(ROOT / "bench" / case)], folder)
    return Side([str(PEERS / "bin" / "python"), "-m", "bench.worker", "peers", case], folder)


def install_peers() -> str:
    """Make the peers' environment when it is not there or its list has changed; return what went wrong."""
    wanted = ROOT / "bench" / "peers.txt"
    mark, digest = PEERS / "digest", hashlib.sha256(wanted.read_bytes()).hexdigest()
    if mark.exists() and mark.read_text(encoding="ascii") == digest:
        return ""
    uv = Path(sys.executable).with_name("uv")
    python = str(PEERS / "bin" / "python")
    install = (
        [str(uv), "pip", "install", "--python", python] if uv.exists() else [python, "-m", "pip", "install"]
    )
    try:
        subprocess.run([sys.executable, "-m", "venv", "--clear", PEERS], check=True, capture_output=True)
        subprocess.run(
            [*install, "-q", "--require-hashes", "-r", wanted], check=True, capture_output=True, text=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        return str(getattr(error, "stderr", "") or error).strip()[-300:]
    mark.write_text(digest, encoding="ascii")
    return ""


def unequal(row: Row, ours: dict[str, list[float]], peer: dict[str, list[float]]) -> str:
    """Return which check value differs more than it may; nothing when all agree."""
    for name, values in peer.items():
        theirs = np.array(values)
        own = np.array(ours[name]) if row.case != "survey" else _matching(ours[name], theirs)
        if own.shape != theirs.shape:
            return f"{name}: {own.size} values beside {theirs.size}"
        if not np.array_equal(np.isnan(own), np.isnan(theirs)):
            return f"{name}: one side has no value where the other has"
        apart = float(np.nanmax(np.abs(own - theirs)) / max(float(np.nanmax(np.abs(theirs))), 1e-300))
        if not apart <= row.tolerance.get(name, 1e-6):
            return f"{name}: {apart:.1e} apart"
    return ""


def _matching(own: list[float], theirs: np.ndarray) -> np.ndarray:
    """Return the first questions of each area when the peer does not do all."""
    table = np.array(own).reshape(100, -1)
    return table[:, : theirs.size // 100].ravel()


def run(row: Row, folder: Path) -> bool:
    """Time one row, print its line, and return whether it is ok."""
    ours, peer, why, name = None, None, "", ""
    for case, name in row.peers:
        try:
            peer = _peer(case, folder)
            break
        except MissingError as error:
            why += f" {name}: {error}."
    try:
        ours = _ours(row.case, folder)
        if peer is None:
            seconds = statistics.median(ours.go()["seconds"] for _turn in range(3))
            print(f"  {row.title:42} {seconds:9.4f} s   NO PEER {why.strip()}", flush=True)
            return False
        return _timed(row, name, ours, peer)
    except MissingError as error:
        print(f"  {row.title:42} FAILED: {error}", flush=True)
        return False
    finally:
        for side in (ours, peer):
            if side is not None:
                side.close()


def _timed(row: Row, name: str, ours: Side, peer: Side) -> bool:
    first, theirs = ours.go(), peer.go()
    differs = unequal(row, first["check"], theirs["check"])
    own, beside = [first["seconds"]], [theirs["seconds"]]
    turns = 1 if row.is_part else int(BUDGET_S / (own[0] + beside[0]))
    if turns > 1:  # the first may hold what is done once: imports, tables
        own, beside = [], []
    for _turn in range(max(1, min(turns, MOST_TURNS))):
        if turns > 1:
            beside.append(peer.go()["seconds"])
        if first["seconds"] < BUDGET_S:
            own += [ours.go()["seconds"] for _again in range(OURS_A_TURN)]
    mine, other = statistics.median(own), statistics.median(beside)
    is_fast = other / mine >= row.least
    verdict = f"NOT EQUAL, {differs}" if differs else "ok" if is_fast else "under"
    beside_it = f"{name:26} {other:9.3f} s{' ×' if row.is_part else '':2}"
    print(
        f"  {row.title:42} {mine:9.4f} s   {beside_it}   {other / mine:7.1f}   asked {row.least:4.0f}   {verdict}",
        flush=True,
    )
    return is_fast and not differs


def within(limit: Limit, folder: Path) -> bool:
    """Time one row with a limit, print its line, and return whether it is ok."""
    try:
        side = _ours(limit.case, folder)
        answers = [side.go()]
        if answers[0]["seconds"] < BUDGET_S:
            answers += [side.go() for _turn in range(3)]
        side.close()
    except MissingError as error:
        print(f"  {limit.title:42} FAILED: {error}", flush=True)
        return False
    seconds = statistics.median(answer["seconds"] for answer in answers)
    peak = max(answer["peak_mib"] for answer in answers)
    is_whole = all(value == 1 for values in answers[0]["check"].values() for value in values)
    is_ok = seconds < limit.seconds and peak < limit.mib and is_whole
    verdict = "NOT EQUAL" if not is_whole else "ok" if is_ok else "under"
    print(
        f"  {limit.title:42} {seconds:9.4f} s   peak {peak:6.0f} MiB   at most {limit.seconds:.0f} s and {limit.mib:.0f} MiB   {verdict}",
        flush=True,
    )
    return is_ok


def _all(rows: tuple[Row | Limit, ...], size: int, picked: set[str]) -> list[bool]:
    chosen = [row for row in rows if not picked or row.case in picked]
    if not chosen:
        return []
    from bench import data

    with tempfile.TemporaryDirectory(prefix="samsyn-bench-") as folder:
        data.write(Path(folder), size)
        print(
            f"\nMethods, {size} incidents, 278 areas, 12 categories, 120 months: Samsyn, peer, times faster",
            flush=True,
        )
        return [
            run(row, Path(folder)) if isinstance(row, Row) else within(row, Path(folder)) for row in chosen
        ]


def main(picked: set[str] | None = None) -> None:
    """Time all rows, or those that are picked. With SAMSYN_STRICT=1 a row that is not ok ends the run with an error."""
    picked = picked or set()
    if wrong := install_peers():
        print(f"The peers could not be installed in {PEERS}: {wrong}")
    if not shutil.which("Rscript"):
        print("R is not on this machine: samplics stands beside the survey")
    found = _all(ROWS, 1_000_000, picked - {"large"}) if picked != {"large"} else []
    if not picked or "large" in picked:
        found += _all(LARGE, 10_000_000, picked - {"large"})
    print(f"  {sum(found)} of {len(found)} rows are ok; × a part was timed and scaled")
    if os.environ.get("SAMSYN_STRICT") == "1" and not all(found):
        sys.exit(1)


if __name__ == "__main__":
    main(set(sys.argv[1:]))
