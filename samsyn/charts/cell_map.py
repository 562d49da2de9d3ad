"""Squares of a grid in classes, as a map that needs no ground: each class has a hue and a sign of its own, and a count in the key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from samsyn.charts import cell_key, geometry, maps, picture
from samsyn.charts.cell_key import DARK, CellClass, sign_ink
from samsyn.charts.geometry import Sheet
from samsyn.charts.picture import (
    INK,
    INK_2,
    LINE,
    NARROW,
    PAPER,
    WIDE,
    Column,
    Picture,
    Spec,
)
from samsyn.charts.words import SWEDISH, Words, number

FINEST = 140  # squares across or up that are drawn: a larger grid is drawn by blocks
MOST_EDGES = 7_000  # sides between cells of different classes: a map of more is drawn by larger blocks
LARGEST = 56  # pixels of a square
MOST_SIGNS = 400
MOST_LETTERS = 3
_KEY, _GAP = 196, 24


@dataclass(frozen=True)
class MapCell:
    """One square by its middle in metres, and the number of its class; the first class is drawn where several share a block."""

    x: float
    y: float
    kind: int


@dataclass(frozen=True)
class MapLabel:
    """A text at a place in metres: a number of the table, or a value."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class CellWords:
    """What the chart itself says; `blocks` where the cells are too many to be drawn one by one."""

    north: str = "N"
    blocks: str = "ritat i block om {side} m"


@dataclass(frozen=True)
class _Plan:
    """The grid on paper. `kinds` is rows × columns, the lowest row first, -1 for nothing; `step` pixels a square."""

    kinds: NDArray[np.int64]
    west: float
    south: float
    side: float
    step: float
    is_blocks: bool = False

    @property
    def width(self) -> int:
        return max(round(self.kinds.shape[1] * self.step), 1)

    @property
    def height(self) -> int:
        return max(round(self.kinds.shape[0] * self.step), 1)

    def at(self, x: float, y: float) -> tuple[float, float]:
        return (x - self.west) / self.side * self.step, self.height - (y - self.south) / self.side * self.step


def cell_map(
    cells: Sequence[MapCell],
    *,
    side: float,
    classes: Sequence[CellClass],
    columns: tuple[Column, ...],
    rows: tuple[tuple[Any, ...], ...],
    title: str,
    description: str,
    source: str,
    labels: Sequence[MapLabel] = (),
    is_example: bool = False,
    words: Words = SWEDISH,
    said: CellWords = CellWords(),
) -> Picture:
    """Draw the cells, of the side `side` in metres; a place without a cell stays white. `columns` and `rows` are the table."""
    if not cells:
        return picture.empty(
            title=title,
            description=description,
            source=source,
            columns=columns,
            rows=rows,
            is_example=is_example,
            words=words,
        )
    grid = _grid(cells, side)
    wide = _wide(_plan(*grid, WIDE - _key_room(classes) - _GAP, 460), classes, labels, words, said)
    narrow = _narrow(_plan(*grid, NARROW - 4, 380), classes, labels, words, said)
    return Picture(wide, narrow, title, description, source, columns, rows, is_example)


def _key_room(classes: Sequence[CellClass]) -> int:
    """Return how wide the key beside the map must be for its longest note, up to a third of the picture and a little."""
    longest = max((picture.text_width(told.note) for told in classes), default=0.0)
    return min(max(_KEY, 44 + int(longest)), 260)


def _grid(cells: Sequence[MapCell], side: float) -> tuple[NDArray[np.int64], float, float, float, bool]:
    """Return the classes row by row, where the lower left corner is, and the side of a square: of a block when there are many."""
    x, y = (np.array([getattr(cell, axis) for cell in cells], dtype=np.float64) for axis in ("x", "y"))
    west, south = float(x.min() - side / 2), float(y.min() - side / 2)
    across, up = (
        np.rint((axis - axis.min()) / side).astype(np.int64) for axis in (x, y)
    )  # fmt: skip
    told = np.array([cell.kind for cell in cells], dtype=np.int64)
    block = -(-int(max(across.max(), up.max()) + 1) // FINEST)
    kinds = _blocks(across // block, up // block, told)
    while np.count_nonzero(np.diff(kinds, axis=0)) + np.count_nonzero(np.diff(kinds, axis=1)) > MOST_EDGES:
        block *= 2
        kinds = _blocks(across // block, up // block, told)
    return kinds, west, south, side * block, block > 1


def _blocks(across: NDArray[np.int64], up: NDArray[np.int64], told: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the first class of each block, -1 where there is no cell."""
    nothing = np.iinfo(np.int64).max
    kinds = np.full((int(up.max()) + 1, int(across.max()) + 1), nothing)
    np.minimum.at(kinds, (up, across), told)
    kinds[kinds == nothing] = -1
    return kinds


def _plan(
    kinds: NDArray[np.int64],
    west: float,
    south: float,
    side: float,
    is_blocks: bool,
    width: int,
    highest: int,
) -> _Plan:
    up, across = kinds.shape
    return _Plan(kinds, west, south, side, min(width / across, highest / up, LARGEST), is_blocks)


def _pieces(plan: _Plan, kind: int) -> list[BaseGeometry]:
    """Return the joined squares of one class in pixels, the largest piece first."""
    up, across = np.nonzero(plan.kinds == kind)
    if not len(up):
        return []
    joined = shapely.coverage_union_all(shapely.box(across, up, across + 1, up + 1)).simplify(0)
    placed = affinity.affine_transform(joined, [plan.step, 0, 0, -plan.step, 0, plan.height])
    return sorted(getattr(placed, "geoms", [placed]), key=lambda piece: -piece.area)


def _layers(
    plan: _Plan, classes: Sequence[CellClass], labels: Sequence[MapLabel], words: Words, said: CellWords
) -> list[Spec]:
    frame = {"type": "rect", "fill": PAPER, "stroke": LINE, "strokeWidth": 1}
    corners = {
        "x": {"value": 0},
        "x2": {"value": plan.width},
        "y": {"value": 0},
        "y2": {"value": plan.height},
    }
    layers = [picture.layer([{}], frame, **corners)]
    pieces = {kind: _pieces(plan, kind) for kind in range(len(classes))}
    for kind in sorted(pieces, key=lambda kind: -kind):  # the most important last: its border lies on top
        if pieces[kind]:
            layers.append(_shape(pieces[kind], classes[kind]))
    inside, beside = _labels(plan, classes, labels)
    taken = {(row["column"], row["line"]) for row in inside}
    for kind, told in enumerate(classes):
        layers += _signs(plan, kind, told, pieces[kind], taken)
    layers += _letters(classes, pieces, beside)
    layers += _texts(inside, beside)
    return [*layers, *_north(plan, said, words), *maps.bar(_paper(plan), words)]


def _shape(pieces: list[BaseGeometry], told: CellClass) -> Spec:
    whole = geometry.feature(shapely.MultiPolygon([p for p in pieces if p.geom_type == "Polygon"]))
    if told.is_quiet:
        return maps.shapes([whole], fill=told.fill, stroke=told.fill)
    line = {"stroke": INK_2, "strokeWidth": 0.7} if told.letter else {"stroke": INK, "strokeWidth": 1}
    return maps.shapes([whole], fill=told.fill, strokeJoin="round", **line)


def _signs(
    plan: _Plan, kind: int, told: CellClass, pieces: list[BaseGeometry], taken: set[tuple[int, int]]
) -> list[Spec]:
    """A sign in each square; in the largest pieces where squares are too small for one or too many."""
    if not told.sign or not pieces:
        return []
    up, across = np.nonzero(plan.kinds == kind)
    if plan.step >= 9 and len(up) <= MOST_SIGNS:
        spots = [
            ((column + 0.5) * plan.step, plan.height - (line + 0.5) * plan.step)
            for column, line in zip(across.tolist(), up.tolist(), strict=True)
            if (column, line) not in taken
        ]
        size = min(0.2 * plan.step**2, 110) * told.scale
    else:
        spots = [geometry.anchor(piece) for piece in pieces[:12]]
        size = 36 * told.scale
    rows: list[Spec] = [{"x": round(x, 1), "y": round(y, 1)} for x, y in spots]
    mark = {"type": "point", "shape": told.sign, "size": round(size, 1), **sign_ink(told)}
    return [picture.layer(rows, mark, x=picture.pixel("x"), y=picture.pixel("y"))]


def _letters(
    classes: Sequence[CellClass], pieces: dict[int, list[BaseGeometry]], beside: Sequence[Spec]
) -> list[Spec]:
    """The letter of a class in its largest pieces, where it has room and no label stands."""
    rows: list[Spec] = []
    for kind, told in enumerate(classes):
        for piece in pieces[kind][:MOST_LETTERS] if told.letter else []:
            circle = shapely.maximum_inscribed_circle(piece, tolerance=1.0)
            if circle.length >= 8:
                x, y = circle.coords[0]
                if any(
                    abs(y - row["y"]) < 16 and abs(x - row["at"]) < row["wide"] / 2 + 26 for row in beside
                ):
                    continue
                ink = PAPER if told.fill in DARK else INK
                rows.append({"x": round(x, 1), "y": round(y, 1), "text": told.letter, "ink": ink})
    mark = {"type": "text", "align": "center", "fontSize": 12, "fontWeight": 600}
    return [_written(rows, mark)] if rows else []


def _labels(
    plan: _Plan, classes: Sequence[CellClass], labels: Sequence[MapLabel]
) -> tuple[list[Spec], list[Spec]]:
    """Return the short ones that have room in their square, and those that stand beside their place, none on another."""
    inside: list[Spec] = []
    beside: list[Spec] = []
    for label in labels:
        x, y = plan.at(label.x, label.y)
        column, line = int(x // plan.step), int((plan.height - y) // plan.step)
        kind = int(plan.kinds[min(line, plan.kinds.shape[0] - 1), min(column, plan.kinds.shape[1] - 1)])
        wide = picture.text_width(label.text, 12.5)
        row = {"x": round(x, 1), "y": round(y, 1), "text": label.text, "column": column, "line": line}
        if wide + 4 <= plan.step and plan.step >= 12.5:
            ink = PAPER if kind >= 0 and classes[kind].fill in DARK else INK
            inside.append({**row, "ink": ink})
            continue
        right = x + 9 + wide <= plan.width
        spot = {**row, "at": round(x + 9 + wide / 2 if right else x - 9 - wide / 2, 1), "wide": wide}
        if all(
            abs(spot["y"] - other["y"]) > 15
            or abs(spot["at"] - other["at"]) > (wide + other["wide"]) / 2 + 20
            for other in beside
        ):
            beside.append(spot)
    return inside, beside


def _texts(inside: list[Spec], beside: list[Spec]) -> list[Spec]:
    mark = {"type": "text", "align": "center", "fontSize": 12.5, "fontWeight": 600}
    layers = [_written(inside, mark)] if inside else []
    if beside:
        dot = {
            "type": "point",
            "shape": "circle",
            "size": 34,
            "fill": PAPER,
            "stroke": INK,
            "strokeWidth": 1.5,
        }
        layers.append(picture.layer(beside, dot, x=picture.pixel("x"), y=picture.pixel("y")))
        layers += maps.words_on([{"x": row["at"], "y": row["y"], "text": row["text"]} for row in beside])
    return layers


def _written(rows: list[Spec], mark: Spec) -> Spec:
    ink = {"field": "ink", "type": "nominal", "scale": None}
    at = {"x": picture.pixel("x"), "y": picture.pixel("y")}
    return picture.layer(rows, mark, **at, text={"field": "text"}, color=ink)


def _paper(plan: _Plan) -> Sheet:
    return Sheet(max(plan.width, 150), plan.height + 5, (), (), plan.side / plan.step)


def _north(plan: _Plan, said: CellWords, words: Words) -> list[Spec]:
    """An arrow under the map's left corner, and what a block is when cells are drawn together."""
    blocks = said.blocks.format(side=number(plan.side, lang=words.lang)) if plan.is_blocks else ""
    x, top, low = 8, plan.height + 9, plan.height + 25
    rule = {"type": "rule", "stroke": INK, "strokeWidth": 1.4}
    head = {"type": "point", "shape": "triangle-up", "size": 46, "fill": INK, "stroke": INK, "strokeWidth": 0}
    return [
        picture.layer([{}], rule, x={"value": x}, y={"value": top}, y2={"value": low}),
        picture.layer([{}], head, x={"value": x}, y={"value": top}),
        picture.written(said.north, x + 9, low - 6, color=INK_2),
        *([picture.written(blocks, x + 32, low - 6, color=INK_2)] if blocks else []),
    ]


def _wide(
    plan: _Plan, classes: Sequence[CellClass], labels: Sequence[MapLabel], words: Words, said: CellWords
) -> Spec:
    """The key stands beside the map."""
    across = max(plan.width, 150) + _GAP
    said_key, bottom = cell_key.key(classes, across, 0.0, min(WIDE - across - 4, 330) - 34)
    layers = [*_layers(plan, classes, labels, words, said), *said_key]
    height = max(plan.height + 36, round(bottom))
    return picture.layered(WIDE, height, layers, padding=(2, 2, 2, 2), lang=words.lang)


def _narrow(
    plan: _Plan, classes: Sequence[CellClass], labels: Sequence[MapLabel], words: Words, said: CellWords
) -> Spec:
    """The key stands under the map."""
    said_key, bottom = cell_key.key(classes, 0, plan.height + 48.0, NARROW - 4 - 34, is_short=True)
    layers = [*_layers(plan, classes, labels, words, said), *said_key]
    return picture.layered(NARROW, round(bottom), layers, padding=(2, 2, 2, 2), lang=words.lang)
