"""Simulated incidents: season, weekday and hour, trend, hot spots, near repeats, an effect and an outbreak that are planted.

Everything here is invented. The same day gives the same file, byte for byte, from a fixed seed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from samsyn.seeds.exempelstaden.town import town

SEED = 20262
START = np.datetime64("2018-01-01", "s")
FILE_NAME = "exempelstaden_handelser_{month}.csv"
RECIPE = {
    "category": "brottstyp",
    "start": "tidigast",
    "end": "senast",
    "x": "sweref99_e",
    "y": "sweref99_n",
    "crs": "EPSG:3006",
    "incident": "handelsenummer",
}
HOT_SPOTS = 30
# The planted effect: new lighting by the old bridge. From this day four in ten fewer within 600 m of the middle of the area.
LIGHTING_FROM = np.datetime64("2024-04-01", "s")
LIGHTING_AREA, LIGHTING_RADIUS_M, LIGHTING_EFFECT = "0303", 600.0, 0.4
LIGHTING_KINDS = ("vald_utomhus", "ran")
# The planted outbreak: damage flares up in one area of Norr in the last whole month, so that there is something unusual to find.
OUTBREAK_KIND, OUTBREAK_AREA, OUTBREAK_SIZE = "skadegorelse", "0402", 22

NIGHT = (5, 4, 4, 3, 2, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 4, 4, 5, 6, 7, 7)
DAY = (1, 1, 0, 0, 0, 0, 1, 2, 3, 4, 6, 7, 8, 8, 8, 8, 8, 7, 5, 4, 3, 2, 2, 1)
EVENING = (3, 2, 1, 1, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 6, 7, 8, 8, 9, 8, 6, 5)
FLAT = (2, 1, 1, 1, 1, 1, 2, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 3, 3, 3, 3, 2, 2)
WEEKEND = (8, 8, 9, 10, 16, 18, 12)
WORKDAY = (14, 14, 14, 14, 15, 13, 11)
FRIDAY = (12, 12, 12, 13, 17, 15, 10)


@dataclass(frozen=True)
class Kind:
    """One category: events a year at the start, change a year, season (share, month of the peak), and its places.

    clustered  share at hot spots      repeats  share that follow an earlier one nearby
    centre     how much it draws to the centre      span_h  mean hours between earliest and latest possible time
    turn       from this year, this many times as many: a change that a page can tell from chance
    """

    code: str
    yearly: int
    trend: float
    season: tuple[float, int]
    weekday: tuple[int, ...]
    hours: tuple[int, ...]
    clustered: float = 0.3
    repeats: float = 0.04
    centre: float = 1.0
    span_h: float = 0.0
    turn: tuple[int, float] = (9999, 1.0)


KINDS = (
    Kind("stold", 1010, -0.015, (0.12, 10), WORKDAY, DAY, clustered=0.42, centre=1.6),
    Kind("skadegorelse", 620, -0.02, (0.22, 6), FRIDAY, NIGHT, clustered=0.30, repeats=0.08, span_h=9),
    Kind("vald_utomhus", 265, 0.015, (0.20, 7), WEEKEND, NIGHT, clustered=0.48, centre=1.7),
    Kind("narkotika", 330, 0.03, (0.10, 5), FRIDAY, EVENING, clustered=0.50, centre=1.2),
    Kind("bostadsinbrott", 240, -0.06, (0.30, 12), FRIDAY, FLAT, clustered=0.08, repeats=0.20, centre=0.4, span_h=30),
    Kind("fordonsbrott", 480, -0.04, (0.12, 11), WORKDAY, NIGHT, clustered=0.18, repeats=0.16, centre=0.8, span_h=10,
         turn=(2025, 0.66)),
    Kind("ran", 62, -0.01, (0.18, 10), WEEKEND, EVENING, clustered=0.50, centre=1.5),
    Kind("hot", 275, 0.03, (0.06, 9), WORKDAY, FLAT, clustered=0.15, centre=1.0),
    Kind("brand_anlagd", 58, -0.01, (0.30, 5), FRIDAY, NIGHT, clustered=0.25, repeats=0.15),
    Kind("ordningsstorning", 540, 0.01, (0.28, 7), WEEKEND, EVENING, clustered=0.45, repeats=0.10, centre=1.3,
         turn=(2025, 1.32)),
)  # fmt: skip

Times = NDArray[np.datetime64]
Points = NDArray[np.float64]


@dataclass(frozen=True)
class Incidents:
    """Rows of equal length: category, earliest and latest time, metres in EPSG:3006. `end` is NaT for a moment."""

    category: NDArray[np.str_]
    start: Times
    end: Times
    xy: Points


def last_whole_month(today: date) -> np.datetime64:
    """Return the first second after the latest whole month before the day."""
    return np.datetime64(today.replace(day=1), "s")


def simulate(today: date, *, flares_up: bool = False) -> Incidents:
    """Return all incidents from 2018 to the latest whole month, in order of time.

    Each kind and year has its own seed: what has happened stays the same when more months are added.
    flares_up adds the planted outbreak to the last month: for the latest file alone.
    """
    end = last_whole_month(today)
    ground = _Ground(np.random.default_rng(SEED))
    blocks = [
        _one_year(kind, np.datetime64(f"{year}-01-01"), ground, np.random.default_rng([SEED, number, year]))
        for number, kind in enumerate(KINDS)
        for year in range(2018, today.year + 1)
    ]
    if flares_up:
        blocks.append(_outbreak(end.astype("datetime64[M]") - 1, ground, np.random.default_rng([SEED, 99])))
    category, start, until, xy = (np.concatenate(column) for column in zip(*blocks, strict=True))
    kept = np.flatnonzero(start < end)
    order = kept[np.argsort(start[kept], kind="stable")]
    return Incidents(category[order], start[order], until[order], xy[order])


class _Ground:
    """Where things can happen: each area's pull, points inside it, and the hot spots."""

    def __init__(self, rng: np.random.Generator) -> None:
        plan = town()
        self.shapes = plan.metres
        shapely.prepare(self.shapes)
        centres = shapely.get_coordinates(shapely.centroid(self.shapes))
        heart = centres[plan.codes.index(LIGHTING_AREA)]
        self.distance_km = np.hypot(*(centres - heart).T) / 1000
        self.size_km2 = shapely.area(self.shapes) / 1e6
        self.temper = rng.lognormal(0, 0.35, len(self.shapes))
        pull = np.exp(-self.distance_km / 2.2) * self.temper
        home = rng.choice(len(self.shapes), HOT_SPOTS, p=pull / pull.sum())
        self.spots = self.inside(home, rng)
        self.spot_width_m = rng.uniform(45, 160, HOT_SPOTS)
        self.spot_weight = rng.pareto(1.6, HOT_SPOTS) + 0.25

    def inside(self, areas: NDArray[np.intp], rng: np.random.Generator) -> Points:
        """One point inside each of the areas given by number, uniformly."""
        out = np.empty((len(areas), 2))
        for area in np.unique(areas):
            wanted = np.flatnonzero(areas == area)
            low_x, low_y, high_x, high_y = shapely.bounds(self.shapes[area])
            found = np.empty((0, 2))
            while len(found) < len(wanted):
                tried = rng.uniform((low_x, low_y), (high_x, high_y), (len(wanted) * 3 + 16, 2))
                found = np.vstack([found, tried[shapely.contains_xy(self.shapes[area], tried)]])
            out[wanted] = found[: len(wanted)]
        return out

    def is_dry(self, xy: Points) -> NDArray[np.bool_]:
        """Whether each point lies in some area, and not in the river or the sea."""
        hit = shapely.STRtree(self.shapes).query(shapely.points(xy), predicate="within")[0]
        out = np.zeros(len(xy), dtype=bool)
        out[hit] = True
        return out

    def weights(self, centre: float) -> NDArray[np.float64]:
        """Each area's share of what is not at a hot spot."""
        pull = (0.35 + np.exp(-centre * self.distance_km / 2.6)) * self.temper * self.size_km2**0.35
        share: NDArray[np.float64] = pull / pull.sum()
        return share


Block = tuple[NDArray[np.str_], Times, Times, Points]


def _one_year(kind: Kind, year: np.datetime64, ground: _Ground, rng: np.random.Generator) -> Block:
    start = _times(kind, year, rng)
    xy = _places(kind, len(start), ground, rng)
    start, xy = _repeat(kind, start, xy, ground, rng)
    kept = _lighting(kind, start, xy, rng)
    start, xy = start[kept], np.floor(xy[kept])
    until = np.full(len(start), np.datetime64("NaT", "s"))
    if kind.span_h:
        hours = rng.exponential(kind.span_h, len(start)).clip(0.5, 240)
        unsure = rng.random(len(start)) < 0.7
        until[unsure] = (start + (hours * 3600).astype("timedelta64[s]"))[unsure]
    return np.full(len(start), kind.code), start, until, xy


def _outbreak(month: np.datetime64, ground: _Ground, rng: np.random.Generator) -> Block:
    """Return what flares up in one area for two weeks of a month, at night and close together."""
    area = np.array([town().codes.index(OUTBREAK_AREA)])
    middle = ground.inside(area, rng)
    xy = middle + rng.normal(0, 120, (OUTBREAK_SIZE, 2))
    xy[~ground.is_dry(xy)] = middle[0]
    minutes = rng.integers(7, 21, OUTBREAK_SIZE) * 1440 + rng.integers(0, 6 * 60, OUTBREAK_SIZE)
    start = month.astype("datetime64[s]") + (minutes * 60).astype("timedelta64[s]")
    kinds = np.full(OUTBREAK_SIZE, OUTBREAK_KIND)
    return kinds, start, np.full(OUTBREAK_SIZE, np.datetime64("NaT", "s")), np.floor(xy)


def _times(kind: Kind, year: np.datetime64, rng: np.random.Generator) -> Times:
    """Times of one year by trend, season, weekday and hour."""
    days = np.arange(year, year.astype("datetime64[Y]") + 1, dtype="datetime64[D]")
    years = (days - START.astype("datetime64[D]")).astype(float) / 365.25
    month = days.astype("datetime64[M]").astype(int) % 12 + 1
    weekday = (days.astype(int) + 3) % 7
    share, peak = kind.season
    rate = kind.yearly / 365.25 * (1 + kind.trend) ** years
    rate *= np.where(days >= np.datetime64(f"{kind.turn[0]}-01-01"), kind.turn[1], 1.0)
    rate *= 1 + share * np.cos(2 * np.pi * (month - peak) / 12)
    rate *= np.array(kind.weekday)[weekday] / np.mean(kind.weekday)
    drift = np.repeat(rng.gamma(40, 1 / 40, len(days) // 30 + 1), 30)[: len(days)]  # some months are livelier
    count = rng.poisson(rate * drift * (1 - kind.repeats))
    hours = rng.choice(24, count.sum(), p=np.array(kind.hours) / sum(kind.hours))
    seconds = hours * 3600 + rng.integers(0, 60, count.sum()) * 60
    times: Times = np.repeat(days, count).astype("datetime64[s]") + seconds.astype("timedelta64[s]")
    return times


def _places(kind: Kind, count: int, ground: _Ground, rng: np.random.Generator) -> Points:
    """Points at hot spots for a share, spread over the areas for the rest; none in the water."""
    xy = ground.inside(rng.choice(len(ground.shapes), count, p=ground.weights(kind.centre)), rng)
    hot = rng.random(count) < kind.clustered
    own = ground.spot_weight * np.random.default_rng([SEED, len(kind.code), kind.yearly]).lognormal(
        0, 0.5, HOT_SPOTS
    )
    spot = rng.choice(HOT_SPOTS, hot.sum(), p=own / own.sum())
    near = ground.spots[spot] + rng.normal(0, 1, (len(spot), 2)) * ground.spot_width_m[spot, None]
    dry = ground.is_dry(near)
    near[~dry] = ground.spots[spot[~dry]]
    xy[hot] = near
    return xy


def _repeat(
    kind: Kind, start: Times, xy: Points, ground: _Ground, rng: np.random.Generator
) -> tuple[Times, Points]:
    """Add near repeats: some days after an earlier one of the kind, within a few hundred metres."""
    count = int(len(start) * kind.repeats / (1 - kind.repeats))
    parent = rng.integers(0, len(start), count)
    later = start[parent] + (rng.exponential(8, count) * 86_400).astype("timedelta64[s]")
    beside = xy[parent] + rng.normal(0, 85, (count, 2))
    dry = ground.is_dry(beside)
    beside[~dry] = xy[parent][~dry]
    minute = later.astype("datetime64[m]").astype("datetime64[s]")
    return np.concatenate([start, minute]), np.vstack([xy, beside])


def _lighting(kind: Kind, start: Times, xy: Points, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Which rows remain when the planted effect has taken its share."""
    if kind.code not in LIGHTING_KINDS:
        return np.ones(len(start), dtype=bool)
    plan = town()
    bridge = shapely.get_coordinates(shapely.centroid(plan.metres[plan.codes.index(LIGHTING_AREA)]))[0]
    reached = (np.hypot(*(xy - bridge).T) < LIGHTING_RADIUS_M) & (start >= LIGHTING_FROM)
    kept: NDArray[np.bool_] = ~(reached & (rng.random(len(start)) < LIGHTING_EFFECT))
    return kept


def write_csv(rows: Incidents, path: Path) -> None:
    """Write the file as a police extract looks: SWEREF 99 TM, semicolons, earliest and latest time."""
    start = np.datetime_as_string(rows.start, unit="m")
    until = np.where(np.isnat(rows.end), "", np.datetime_as_string(rows.end, unit="m"))
    until = np.where(until == "NaT", "", until)
    x, y = rows.xy[:, 0].astype(int), rows.xy[:, 1].astype(int)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("handelsenummer;brottstyp;tidigast;senast;sweref99_e;sweref99_n\n")
        file.writelines(
            f"E{number:06d};{kind};{first.replace('T', ' ')};{last.replace('T', ' ')};{east};{north}\n"
            for number, (kind, first, last, east, north) in enumerate(
                zip(rows.category, start, until, x, y, strict=True), 1
            )
        )
