"""The map of Exempelstaden, drawn by a fixed seed: `python -m samsyn.seeds.exempelstaden.town_map` writes it.

The drawing is kept in `seeds/data/exempelstaden`, so that the town is the same whatever library draws it. It lies in the open
sea of Skagerrak, where nobody lives, in SWEREF 99 TM. A river that runs to the sea parts Norr from Söder.
"""

from __future__ import annotations

import gzip
import itertools
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from samsyn.seeds.exempelstaden import town_names

TARGET = Path(__file__).parent.parent / "data" / "exempelstaden" / "primaromraden.geojson.gz"
SEED = 20261
CENTRE = np.array([252_000.0, 6_438_000.0])  # EPSG:3006, in the sea
GRID_M = 0.5
RIVER_M = 95.0
Rng = np.random.Generator
Points = NDArray[np.float64]
Shapes = NDArray[np.object_]


def outline(rng: Rng) -> shapely.Polygon:
    """The town's edge: a coast with bays in the west, forest borders elsewhere."""
    angle = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    radius = np.full(720, 7_600.0) * (1 + 0.16 * np.cos(2 * angle))
    for wave in range(2, 9):
        radius += rng.normal(0, 620 / wave) * np.cos(wave * angle + rng.uniform(0, 2 * np.pi))
    west = np.clip(-np.cos(angle), 0, 1) ** 1.5
    for wave in range(9, 70):
        radius += west * rng.normal(0, 1_500 / wave) * np.cos(wave * angle + rng.uniform(0, 2 * np.pi))
    radius -= 2_500 * np.exp(-(((angle - np.pi) / 0.16) ** 2))  # the harbour, where the river meets the sea
    ring = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    return shapely.Polygon(ring + CENTRE)


def seeds_in(edge: shapely.Polygon, rng: Rng, count: int) -> Points:
    """Points for the areas: dense in the centre, relaxed so that no area is a sliver."""
    heart = CENTRE + np.array([-1_900, 450])
    points: list[Points] = []
    while len(points) < count:
        point = CENTRE + rng.uniform(-9_500, 9_500, 2)
        distance = float(np.hypot(*(point - heart)))
        if edge.contains(shapely.Point(point)) and rng.random() < 0.10 + np.exp(-distance / 2_300):
            points.append(point)
    out = np.array(points)
    for _round in range(6):
        cells = cells_of(out, edge)
        centres = shapely.get_coordinates(shapely.centroid(cells))
        pull = 0.6 * np.clip(np.hypot(*(out - heart).T) / 6_000, 0.25, 1)[:, None]
        out = out + pull * (centres - out)
    return out


def cells_of(points: Points, edge: shapely.Polygon) -> Shapes:
    """The Voronoi cells of points inside the edge, in the order of the points."""
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=edge.buffer(5_000))
    )
    cell, point = shapely.STRtree(shapely.points(points)).query(cells, predicate="contains")
    ordered = np.empty(len(points), dtype=object)
    ordered[point] = cells[cell]
    return np.asarray(shapely.intersection(ordered, edge), dtype=object)


def winding(line: shapely.LineString, rng: Rng, *, amount: float = 0.085) -> shapely.LineString:
    """The same line between the same ends, bent as streams and old paths are."""
    xy = shapely.get_coordinates(line)
    for _round in range(5):
        start, end = xy[:-1], xy[1:]
        step = end - start
        length = np.hypot(*step.T)[:, None]
        normal = np.column_stack([-step[:, 1], step[:, 0]])
        bend = np.where(length > 90, rng.normal(0, amount, (len(step), 1)), 0)
        middle = (start + end) / 2 + normal * bend
        xy = np.vstack([np.stack([start, middle], 1).reshape(-1, 2), xy[-1:]])
    return shapely.LineString(xy)


def bent(cells: Shapes, edge: shapely.Polygon, rng: Rng) -> tuple[list[shapely.LineString], shapely.Geometry]:
    """Every border inside the edge, bent once, so that neighbours share it; and the edge itself."""
    noded = shapely.union_all(shapely.boundary(cells), grid_size=GRID_M)
    merged = shapely.get_parts(shapely.line_merge(noded)).tolist()
    rim = edge.exterior.buffer(3)
    inner = sorted((line for line in merged if not rim.contains(line)), key=lambda line: line.bounds)
    outer = sorted((line for line in merged if rim.contains(line)), key=lambda line: line.bounds)
    return [winding(line, rng) for line in inner], shapely.union_all([_rim(line, rng) for line in outer])


def _rim(line: shapely.LineString, rng: Rng) -> shapely.LineString:
    """A piece of the town's edge: straight runs of wood and field in the east, inlets in the west."""
    is_coast = line.centroid.x < CENTRE[0] - 2_500
    return winding(line if is_coast else line.simplify(220), rng, amount=0.11 if is_coast else 0.07)


def faces_by_seed(lines: Iterable[shapely.Geometry], cells: Shapes) -> Shapes:
    """The faces that lines make, each at the place of the cell that it overlaps most."""
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(list(lines), grid_size=GRID_M)]))
    out = np.full(len(cells), None, dtype=object)
    groups: dict[int, list[shapely.Geometry]] = {}
    for face in faces:
        shared = shapely.area(shapely.intersection(face, cells))
        groups.setdefault(int(np.argmax(shared)), []).append(face)
    for number, members in groups.items():
        out[number] = shapely.union_all(members, grid_size=GRID_M)
    return out


def with_river(shapes: Shapes, is_north: NDArray[np.bool_]) -> Shapes:
    """The same areas less a river along the border of the north."""
    north = shapely.union_all(shapes[is_north])
    south = shapely.union_all(shapes[~is_north])
    bank = shapely.line_merge(shapely.intersection(shapely.boundary(north), shapely.boundary(south)))
    river = shapely.buffer(bank, RIVER_M / 2, quad_segs=4)
    mouth = np.array(min(shapely.get_coordinates(bank).tolist()))
    reach = [
        shapely.Point(mouth + np.array([700 - 300 * step, 0])).buffer(RIVER_M * (0.35 + 0.3 * step))
        for step in range(7)
    ]
    estuary = shapely.union_all([a.union(b).convex_hull for a, b in itertools.pairwise(reach)])
    near_bank = shapely.buffer(bank, RIVER_M * 1.1)
    seaside = shapely.box(*(mouth - [4_000, 1_500]), *(mouth + np.array([60, 1_500])))
    water = shapely.union_all([river, estuary.intersection(near_bank.union(seaside))])
    lines = shapely.union_all([*shapely.boundary(shapes), shapely.boundary(water)], grid_size=GRID_M)
    faces = shapely.get_parts(shapely.polygonize([lines]))
    inside = shapely.point_on_surface(faces)
    dry = faces[~shapely.contains(water, inside)]
    owner = [int(np.argmax(shapely.contains(shapes, point))) for point in shapely.point_on_surface(dry)]
    sizes = shapely.area(dry)
    out = []
    for number in range(len(shapes)):
        mine = [
            face for face, who, size in zip(dry, owner, sizes, strict=True) if who == number and size > 4_000
        ]
        out.append(shapely.union_all(mine, grid_size=GRID_M))
    return np.array(out, dtype=object)


def regions(
    shapes: Shapes, members: NDArray[np.intp], count: int, start: Callable[[Points], Any]
) -> NDArray[np.intp]:
    """Part some areas into `count` groups that hang together and are about as many: the smallest takes a neighbour."""
    centres = shapely.get_coordinates(shapely.centroid(shapes))
    near = shapely.distance(shapes[:, None], shapes[None, :]) < RIVER_M / 2
    hearts = centres[members][[start(centres[members])]]
    while len(hearts) < count:
        apart = np.hypot(*(centres[members][:, None] - hearts[None]).transpose(2, 0, 1)).min(axis=1)
        hearts = np.vstack([hearts, centres[members][np.argmax(apart)]])
    for _round in range(12):
        nearest = np.hypot(*(centres[members][:, None] - hearts[None]).transpose(2, 0, 1)).argmin(axis=1)
        hearts = np.array([centres[members][nearest == one].mean(axis=0) for one in range(count)])
    chosen = [int(members[np.argmin(np.hypot(*(centres[members] - heart).T))]) for heart in hearts]
    group = np.full(len(shapes), -1)
    group[chosen] = range(count)
    while free := [one for one in members if group[one] < 0]:
        for number in sorted(range(count), key=lambda g: int((group == g).sum())):
            mine = np.flatnonzero(group == number)
            border = [one for one in free if near[one, mine].any()]
            if border:
                heart = centres[mine].mean(axis=0)
                group[min(border, key=lambda one: float(np.hypot(*(centres[one] - heart))))] = number
                break
    return group


def draw() -> tuple[Shapes, dict[str, NDArray[np.intp]]]:
    """The 40 areas in metres, and for each which mellanområde, stadsområde, stadsdel and police district it is in."""
    rng = np.random.default_rng(SEED)
    edge = outline(rng)
    points = seeds_in(edge, rng, len(town_names.PRIMARY))
    cells = cells_of(points, edge)
    inner, rim = bent(cells, edge, rng)
    shapes = faces_by_seed([*inner, rim], cells)
    centres = points - CENTRE
    is_north = centres[:, 1] > 700 * np.sin(centres[:, 0] / 2_600)
    shapes = with_river(shapes, is_north)
    north, south = np.flatnonzero(is_north), np.flatnonzero(~is_north)
    west = lambda xy: int(np.argmin(xy[:, 0]))  # noqa: E731
    middle = np.where(is_north, regions(shapes, north, 6, west), regions(shapes, south, 6, west) + 6)
    district = np.where(is_north, regions(shapes, north, 2, west), regions(shapes, south, 2, west) + 2)
    bridge = min(north, key=lambda one: float(np.hypot(*(centres[one] - [-1_100, -300]))))
    district[bridge] = 2  # before 2021 the old bridge belonged to the south side: the reform moved it
    police = (centres[:, 0] - 1.1 * centres[:, 1] > 0).astype(int)
    return shapes, {
        "middle": middle,
        "city_area": np.where(is_north, 0, 1),
        "district": district,
        "police": police,
    }


def feature_collection() -> dict[str, Any]:
    """The map as GeoJSON in EPSG:3006, areas in order of code."""
    shapes, groups = draw()
    order = np.lexsort((-shapely.get_y(shapely.centroid(shapes)), groups["middle"]))
    features = [
        {
            "type": "Feature",
            "properties": {
                "code": f"{groups['middle'][index] + 1:02d}{place:02d}",
                "name": town_names.PRIMARY[number],
                "middle": int(groups["middle"][index]),
                "city_area": int(groups["city_area"][index]),
                "district": int(groups["district"][index]),
                "police": int(groups["police"][index]),
            },
            "geometry": json.loads(shapely.to_geojson(shapes[index])),
        }
        for number, (index, place) in enumerate(
            zip(order.tolist(), _places(groups["middle"][order]), strict=True)
        )
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}}
    return {"type": "FeatureCollection", "crs": crs, "features": features}


def _places(groups: NDArray[np.intp]) -> list[int]:
    """1, 2, 3 … within each run of one group."""
    out: list[int] = []
    for number, group in enumerate(groups):
        out.append(out[-1] + 1 if number and groups[number - 1] == group else 1)
    return out


def main() -> None:
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(feature_collection(), ensure_ascii=False, separators=(",", ":"))
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


if __name__ == "__main__":
    main()
