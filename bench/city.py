"""A seeded city for the methods' benchmarks: areas that share wiggly borders, and ten years of incidents.

A box the size of Göteborg in SWEREF 99 TM (EPSG:3006). Incidents cluster in space, come back to addresses, follow the hour,
the weekday and the season, and drift. Three in ten carry a time between two moments. All follows from the seed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

WEST, SOUTH, SIDE = 307_000.0, 6_388_000.0, 24_000.0
START, MONTHS, AREAS = np.datetime64("2016-01-01"), 120, 278
DAYS = int((np.datetime64("2026-01-01") - START).astype(int))
SHARES = np.array([0.24, 0.16, 0.09, 0.10, 0.05, 0.09, 0.02, 0.06, 0.07, 0.05, 0.02, 0.05])
CATEGORIES = len(SHARES)
_HOURS = np.array(
    [5, 4, 3, 2, 1.5, 1, 1, 1.5, 2.5, 3, 3.2, 3.6, 4, 4, 4.2, 5, 5.5, 5.6, 5.6, 5.8, 6, 6.4, 6.8, 6]
)

Array = NDArray[Any]


def areas(many: int = AREAS, seed: int = 7) -> Array:
    """Return polygons that cover the box without gaps or overlaps."""
    import shapely
    from scipy.spatial import Voronoi

    rng = np.random.default_rng(seed)
    core = rng.normal(SIDE / 2, SIDE / 6, (many * 3 // 5, 2))
    seeds = np.clip(np.vstack([core, rng.uniform(0, SIDE, (many - len(core), 2))]), 30, SIDE - 30)
    for _turn in range(2):  # two steps of Lloyd's even out slivers
        cells = _cells(Voronoi(_mirrored(seeds)), many)
        seeds = np.array([cell.mean(0) for cell in cells])
    voronoi = Voronoi(_mirrored(seeds))
    lines = shapely.unary_union(np.array(_borders(voronoi, many, rng)))
    faces = np.array(shapely.get_parts(shapely.polygonize(shapely.get_parts(lines))))
    # a face belongs to the straight cell that it shares most ground with
    straight = np.array(
        [shapely.convex_hull(shapely.multipoints(cell)) for cell in _cells(voronoi, many)], dtype=object
    )
    face, cell = shapely.STRtree(straight).query(faces, predicate="intersects")
    shared = shapely.area(shapely.intersection(faces[face], straight[cell]))
    owner, order = np.zeros(len(faces), np.int64), np.argsort(shared)
    owner[face[order]] = cell[order]
    whole = [shapely.unary_union(faces[owner == one]) for one in range(many)]
    return np.asarray(shapely.transform(np.array(whole), lambda points: points + np.array([WEST, SOUTH])))


def _mirrored(seeds: Array) -> Array:
    """Return the seeds and their pictures beyond each side: so the cells end at the box."""
    return np.vstack([
        seeds, seeds * [-1, 1], seeds * [1, -1], [2 * SIDE, 0] + seeds * [-1, 1], [0, 2 * SIDE] + seeds * [1, -1],
    ])  # fmt: skip


def _cells(voronoi: Any, many: int) -> list[Array]:
    return [voronoi.vertices[voronoi.regions[voronoi.point_region[one]]] for one in range(many)]


def _borders(voronoi: Any, many: int, rng: np.random.Generator) -> list[Any]:
    import shapely

    t, lines = np.linspace(0, 1, 33), []
    for (p, q), (a, b) in zip(voronoi.ridge_points, voronoi.ridge_vertices, strict=True):
        if min(p, q) >= many or a < 0 or b < 0:
            continue
        u, v = voronoi.vertices[a], voronoi.vertices[b]
        line = u + t[:, None] * (v - u)
        if max(p, q) < many:  # an inner border bends
            bend = sum(rng.normal(0, 0.03 / k) * np.sin(np.pi * k * t) for k in (1, 2, 3, 5, 8))
            line = line + np.asarray(bend)[:, None] * np.array([u[1] - v[1], v[0] - u[0]])
        line[0], line[-1] = u, v
        lines.append(shapely.linestrings(line))
    return lines


def incidents(n: int, seed: int = 11) -> dict[str, Array]:
    """Return x, y (metres), category, and start and end in seconds since 1970."""
    rng = np.random.default_rng(seed)
    places = _places(n, rng)
    category = rng.choice(CATEGORIES, n, p=SHARES / SHARES.sum()).astype(np.uint8)
    day, days = np.empty(n, np.int64), np.arange(DAYS)
    for one, drift in enumerate(np.linspace(-0.5, 0.5, CATEGORIES)):
        chosen = np.flatnonzero(category == one)
        season = (1 + 0.25 * np.sin(2 * np.pi * days / 365.25 + one)) * (1 + drift * days / DAYS)
        season *= np.where((days + 4) % 7 >= 5, 1.25, 1.0)
        day[chosen] = rng.choice(DAYS, len(chosen), p=season / season.sum())
    hour = rng.choice(24, n, p=_HOURS / _HOURS.sum())
    first = int(START.astype("datetime64[s]").astype(np.int64))
    start = first + day * 86_400 + hour * 3_600 + rng.integers(0, 60, n) * 60
    spread = (rng.gamma(1.2, 6 * 3600, n) // 60 * 60).astype(np.int64)
    end = start + np.where(rng.random(n) < 0.3, spread, 0)
    return {
        "x": places[:, 0] + WEST, "y": places[:, 1] + SOUTH, "category": category, "start": start, "end": end,
    }  # fmt: skip


def _places(n: int, rng: np.random.Generator) -> Array:
    centres = rng.normal(SIDE / 2, SIDE / 5.5, (400, 2)) % SIDE
    width = rng.gamma(2.0, 120, 400) + 40
    weight = 1 / np.arange(1, 401) ** 0.8
    weight /= weight.sum()
    which = rng.choice(400, n, p=weight)
    places = centres[which] + rng.normal(0, 1, (n, 2)) * width[which, None]
    addresses = centres[rng.choice(400, 60_000, p=weight)] + rng.normal(0, 350, (60_000, 2))
    lot = rng.random(n)
    chosen = np.minimum((60_000 * rng.random(n) ** 2.2).astype(np.int64), 59_999)
    places[lot < 0.25] = addresses[chosen[lot < 0.25]]  # repeats
    astray = (lot > 0.92) | ((places < 0) | (places >= SIDE)).any(1)
    places[astray] = rng.uniform(0, SIDE, (int(astray.sum()), 2))
    return np.minimum(np.round(places, 1), SIDE - 0.1)


def panel() -> tuple[Array, int]:
    """Return counts of 300 areas in 120 months, and how many of the first are treated from month 84 on."""
    rng = np.random.default_rng(3)
    base = rng.gamma(2, 8, 300)
    common = rng.normal(0, 0.25, (3, MONTHS)).cumsum(1) * 0.15
    season = 0.25 * np.sin(2 * np.pi * np.arange(MONTHS) / 12)
    mean = base[:, None] * np.exp(season + rng.normal(0, 1, (300, 3)) @ common)
    mean[:20, 84:] *= 0.8
    return rng.poisson(mean * rng.gamma(20, 1 / 20, (300, MONTHS))), 20


def answers() -> tuple[Array, Array, Array]:
    """Return area, weight and 20 answers, 0 or 1, of 50 000 residents in 100 areas, in no order."""
    rng = np.random.default_rng(9)
    people = (rng.dirichlet(np.ones(100) * 4) * 480_000).astype(int) + 500
    area = rng.permutation(np.repeat(np.arange(100), 500))
    weight = people[area] / 500 * rng.gamma(20, 1 / 20, len(area))
    share = rng.beta(2, 5, (100, 20))
    return area, weight, (rng.random((len(area), 20)) < share[area]).astype(np.float64)
