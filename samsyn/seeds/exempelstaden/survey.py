"""An invented safety survey: two waves, one row a respondent, weights. One area has too few answers to show, one has few.

The same answers are written three times, by mellanområde, by stadsområde and for the whole town, because a share of a
larger area is never the mean of its parts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from samsyn.seeds.exempelstaden import town_names
from samsyn.seeds.exempelstaden.population import residents
from samsyn.seeds.exempelstaden.town import town

SEED = 20264
LEVELS = ("mellanomraden", "stadsomraden", "kommun")
FILE_NAME = "exempelstaden_trygghet_{level}_{year}.csv"
HEADING = "lopnummer;ar;omrade;aldersgrupp;vikt;trygg_i_omradet;trygg_ute_kvall\n"
RECIPE = {
    "area": "omrade",
    "period": "ar",
    "weight": "vikt",
    "respondent": "lopnummer",
    "questions": "trygg_i_omradet = safe_in_area; trygg_ute_kvall = safe_evening",
}
SENT_PER_AREA = 420
FEW_SENT = {1: 46, 7: 150}  # two mellanområden (by number): under 30 answers, and 30–99
GROUPS = ("16–29", "30–49", "50–64", "65–84")
OF_ADULTS = np.array((0.22, 0.34, 0.23, 0.21))
# How safe people feel outdoors in the evening, by mellanområde: the share in the first wave and the change to the second.
SAFE = (0.63, 0.88, 0.49, 0.84, 0.72, 0.80, 0.70, 0.87, 0.77, 0.58, 0.68, 0.83)
CHANGED_FROM = 2025
CHANGE = (0.02, 0.00, 0.15, 0.01, -0.05, 0.01, 0.02, 0.00, -0.02, -0.06, 0.01, 0.02)
HIGH, LOW = ("ganska trygg", "mycket trygg"), ("mycket otrygg", "ganska otrygg", "varken eller")


@dataclass(frozen=True)
class Wave:
    """One wave: the year it was answered. What has been answered stays the same when later waves come."""

    year: int

    @property
    def number(self) -> int:
        """0 before the change that the waves show, 1 after it."""
        return int(self.year >= CHANGED_FROM)


def waves(today: date) -> tuple[Wave, Wave]:
    """Return the two latest autumns of odd years that are whole before the day."""
    last = today.year - 1 if today.year % 2 == 0 else today.year - 2
    return Wave(last - 2), Wave(last)


def answers(wave: Wave) -> list[tuple[int, str]]:
    """Return the rows of one wave: the number of the mellanområde, and age group, weight and answers as text."""
    rng = np.random.default_rng([SEED, wave.year])
    people = _people(wave)
    rows: list[tuple[int, str]] = []
    for area in range(len(SAFE)):
        group = rng.choice(4, FEW_SENT.get(area, SENT_PER_AREA), p=OF_ADULTS)
        group = group[rng.random(len(group)) < np.array((0.34, 0.44, 0.56, 0.66))[group]]
        weight = (people[area] * 0.8 * OF_ADULTS / np.maximum(np.bincount(group, minlength=4), 1))[group]
        evening = SAFE[area] + CHANGE[area] * wave.number + np.array((-0.03, 0.03, 0.02, -0.04))[group]
        mood = rng.random(len(group))  # one and the same person answers both questions
        home = _answers(np.clip(evening + 0.10, 0, 0.96), mood, rng)
        out = _answers(evening, mood, rng)
        rows += [
            (area, f"{GROUPS[age]};{each:.2f};{first};{second}".replace(".", ","))
            for age, each, first, second in zip(group, weight, home, out, strict=True)
        ]
    return rows


def _people(wave: Wave) -> NDArray[np.int64]:
    people = residents(date(wave.year + 1, 1, 1))[1][:, -1]
    middle = np.array(town().groups["middle"])
    return np.array([people[middle == number].sum() for number in range(len(SAFE))])


def _answers(share: NDArray[np.float64], mood: NDArray[np.float64], rng: np.random.Generator) -> list[str]:
    """Draw steps so that about `share` are on the two top ones; one in forty has no opinion."""
    is_safe = mood + rng.normal(0, 0.06, len(mood)) < share
    step = np.where(
        is_safe, rng.choice(HIGH, len(mood), p=(0.6, 0.4)), rng.choice(LOW, len(mood), p=(0.2, 0.35, 0.45))
    )
    return np.where(rng.random(len(mood)) < 0.025, "vet ej", step).tolist()


def area_names(level: str) -> tuple[str, ...]:
    """Return the name of the area of a level for each mellanområde."""
    if level == "mellanomraden":
        return town_names.MIDDLE
    if level == "kommun":
        return ("Exempelstaden",) * len(SAFE)
    groups = town().groups
    inside = dict(zip(groups["middle"], groups["city_area"], strict=True))
    return tuple(town_names.CITY_AREAS[inside[number]] for number in range(len(SAFE)))


def write_csv(rows: Iterable[tuple[int, str]], wave: Wave, level: str, path: Path) -> None:
    """Write one wave by one level of areas: semicolons, decimal commas, answers in words."""
    names = area_names(level)
    lines = (f"{n};{wave.year};{names[area]};{text}\n" for n, (area, text) in enumerate(rows, 1))
    path.write_text(HEADING + "".join(lines), encoding="utf-8")
