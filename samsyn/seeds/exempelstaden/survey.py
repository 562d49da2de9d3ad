"""An invented safety survey: two waves, one row a respondent, weights. One area has too few answers to show, one has few."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from samsyn.seeds.exempelstaden.population import residents
from samsyn.seeds.exempelstaden.town import town

SEED = 20264
FILE_NAME = "exempelstaden_trygghetsundersokning_{year}.csv"
SENT_PER_AREA = 420
HIDDEN, THIN = 1, 7  # the mellanområden (by number) with under 30 and with 30–99 answers
GROUPS = ("16–29", "30–49", "50–64", "65–84")
# How safe people feel outdoors in the evening, by mellanområde: the share in the first wave and the change to the second.
SAFE = (0.63, 0.90, 0.55, 0.84, 0.72, 0.80, 0.70, 0.91, 0.77, 0.58, 0.68, 0.83)
CHANGE = (0.02, 0.00, 0.08, 0.01, -0.05, 0.01, 0.02, 0.00, -0.02, -0.06, 0.01, 0.02)


@dataclass(frozen=True)
class Wave:
    """One wave: the year it was answered, and its place in the row of waves."""

    year: int
    number: int


def waves(today: date) -> tuple[Wave, Wave]:
    """Return the two latest autumns of odd years that are whole before the day."""
    last = today.year - 1 if today.year % 2 == 0 else today.year - 2
    return Wave(last - 2, 0), Wave(last, 1)


def answers(today: date, wave: Wave) -> list[str]:
    """Return the rows of one wave as text: number, area, age group, weight and three answers, 1 (no) to 5 (yes)."""
    rng = np.random.default_rng(SEED + wave.number)
    people = _people(today)
    rows: list[str] = []
    for area in range(len(SAFE)):
        sent = {HIDDEN: 46, THIN: 150}.get(area, SENT_PER_AREA)
        group = rng.choice(4, sent, p=(0.22, 0.34, 0.23, 0.21))
        answered = rng.random(sent) < np.array((0.34, 0.44, 0.56, 0.66))[group]
        group = group[answered]
        adults = people[area] * 0.8 * np.array((0.22, 0.34, 0.23, 0.21))
        weight = adults / np.maximum(np.bincount(group, minlength=4), 1)
        evening = SAFE[area] + CHANGE[area] * wave.number + np.array((-0.03, 0.03, 0.02, -0.04))[group]
        scores = [
            _score(evening, rng),
            _score(np.clip(evening + 0.12, 0, 0.97), rng),
            _score(np.clip(0.62 - 0.5 * evening, 0.05, 0.9), rng),
        ]
        rows += [
            f"{len(rows) + place + 1};{area + 1:02d};{GROUPS[age]};{weight[age]:.2f};{a};{b};{c}".replace(
                ".", ","
            )
            for place, (age, a, b, c) in enumerate(zip(group, *scores, strict=True))
        ]
    return rows


def _people(today: date) -> np.ndarray:
    _years, people = residents(today)
    middle = np.array(town().groups["middle"])
    return np.array([people[middle == number, -1].sum() for number in range(len(SAFE))])


def _score(share: np.ndarray, rng: np.random.Generator) -> list[str]:
    """Draw answers 1–5 so that about `share` answer 4 or 5; one in forty leaves the question empty."""
    high = rng.random(len(share)) < share
    score = np.where(
        high,
        rng.choice((4, 5), len(share), p=(0.6, 0.4)),
        rng.choice((1, 2, 3), len(share), p=(0.2, 0.35, 0.45)),
    )
    empty = rng.random(len(share)) < 0.025
    return ["" if gone else str(value) for gone, value in zip(empty, score, strict=True)]


def write_csv(today: date, wave: Wave, path: Path) -> None:
    """Write one wave: semicolons, decimal commas, an empty cell where a question was left."""
    heading = "svar;mellanomrade;aldersgrupp;vikt;trygg_ute_kvall;trygg_i_omradet;oro_inbrott\n"
    path.write_text(heading + "".join(f"{row}\n" for row in answers(today, wave)), encoding="utf-8")


def recipe(wave: Wave) -> dict[str, str]:
    """Return how the reader of answers is told what the columns are."""
    return {}
