"""Invented population of each primärområde on 31 December of each year: the same form as the real file of Göteborg."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from samsyn.seeds.exempelstaden.town import town

SEED = 20263
FIRST_YEAR = 2017
RESIDENTS = 92_400
MOST_YEARS = 100  # drawn at once, so that the past stays the same when a year is added
FILE_NAME = "exempelstaden_folkmangd_{month}.csv"


def residents(today: date) -> tuple[list[int], NDArray[np.int64]]:
    """Return the years, and people by area (rows, in the order of the map) and year."""
    rng = np.random.default_rng(SEED)
    plan = town()
    years = list(range(FIRST_YEAR, today.year))
    centres = shapely.get_coordinates(shapely.centroid(plan.metres))
    heart = centres[plan.codes.index("0303")]
    density = np.exp(-np.hypot(*(centres - heart).T) / 2_400) + 0.04
    size = density * shapely.area(plan.metres) ** 0.8 * rng.lognormal(0, 0.22, len(plan.codes))
    start = RESIDENTS * size / size.sum()
    growth = rng.normal(0.008, 0.007, len(plan.codes))[:, None] * np.arange(len(years))[None, :]
    noise = rng.normal(0, 0.003, (MOST_YEARS, len(plan.codes))).T[:, : len(years)]
    return years, np.rint(start[:, None] * np.exp(growth + noise)).astype(int)


def write_csv(today: date, path: Path) -> None:
    """Write year, area code, level and people."""
    years, people = residents(today)
    lines = [
        f"{year},{code},primaromrade,{people[row, column]}\n"
        for row, code in enumerate(town().codes)
        for column, year in enumerate(years)
    ]
    path.write_text("ar,omrade,niva,folkmangd\n" + "".join(lines), encoding="utf-8")
