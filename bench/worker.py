"""One side of one row, in a process of its own: `python -m bench.worker ours|peers CASE FOLDER`.

It gets ready, says so, and then answers each line `go` with a line of JSON: the seconds, the peak of memory while it ran,
and, the first time, the check values. So two sides can be timed in turns, each with what it needs and nothing more.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

Check = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """What is timed, and what of its result is compared. `scale` is 1 over the part that `go` does."""

    go: Callable[[], Any]
    check: Callable[[Any], Check]
    scale: float = 1.0


@dataclass(frozen=True)
class Scaled:
    """A result whose whole would have taken `seconds`: what is done once, and a part of what is done many times, scaled."""

    seconds: float
    result: Any


def main(side: str, case: str, folder: str) -> None:
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what libraries print does not disturb the answers
    warnings.filterwarnings("ignore")
    made: Case = getattr(importlib.import_module(f"bench.{side}"), case)(Path(folder))
    _say(out, {"ready": True})
    told = False
    for line in sys.stdin:
        if line.strip() != "go":
            break
        _reset_peak()
        start = time.perf_counter()
        result = made.go()
        seconds = (time.perf_counter() - start) * made.scale
        answer: dict[str, Any] = {"seconds": seconds, "peak_mib": _peak_mib()}
        if isinstance(result, Scaled):
            answer["seconds"], result = result.seconds, result.result
        if not told:
            answer["check"] = {
                name: np.asarray(values, np.float64).ravel().tolist()
                for name, values in made.check(result).items()
            }
            told = True
        _say(out, answer)


def _say(out: Any, answer: dict[str, Any]) -> None:
    out.write(json.dumps(answer) + "\n")
    out.flush()


def _reset_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _peak_mib() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in status if line.startswith("VmHWM")).split()[1]) / 1024


if __name__ == "__main__":
    from bench.worker import main as run  # the module of that name, whose classes the cases know

    run(*sys.argv[1:])
