"""Where the boxes of the cause tree stand and how its lines run, so that nothing lies on anything else. Pure.

Columns stand side by side, the problem last to the right. A tie that passes a column has a lane of its own through it,
so no line crosses a box. Heights in, places out; the unit is the pixel of the drawing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from samsyn.steps.problem.causation import Tie

GAP = 34  # between two boxes of a column
LANE = 14  # the height of a tie's lane through a column
PORT = 26  # between two lines at the same side of a box
ROUNDS = 6  # of ordering the columns by their neighbours

Key = int | None | tuple[Tie, int]  # a cause, the problem, or a tie's lane in a column
Point = tuple[float, float]


@dataclass(frozen=True)
class Spot:
    """Where a box stands: its upper left corner and its size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True)
class Layout:
    """The drawing: boxes by cause (the problem is None), each tie's points from left to right, the columns' left edges."""

    width: float
    height: float
    spots: dict[int | None, Spot]
    ways: dict[Tie, list[Point]]
    columns: dict[int, float]


def arrange(
    heights: Mapping[int | None, float],
    layers: Mapping[int, int],
    ties: Iterable[Tie],
    *,
    box: float,
    space: float,
) -> Layout:
    """Return the places of the boxes.

    heights  of each box; the problem is None
    layers   how far from the problem each cause stands, as `causation.layers` says
    box      the width of a box; space: between two columns
    """
    known: dict[int | None, int] = dict([(None, 0), *layers.items()])
    pairs = list(ties)
    last = max(known.values())
    steps = _steps(known, pairs)
    columns = _ordered(_columns(known, steps, last), steps)
    sizes: dict[Key, float] = {key: LANE for column in columns for key in column}
    sizes.update(dict(heights.items()))
    tops = _placed(columns, sizes, steps)
    left = {layer: (last - layer) * (box + space) for layer in range(last + 1)}
    spots = {key: Spot(left[layer], tops[key], box, heights[key]) for key, layer in known.items()}
    return Layout(
        width=left[0] + box,
        height=max(tops[key] + sizes[key] for key in tops),
        spots=spots,
        ways=_ways(pairs, known, spots, tops, left, box),
        columns=left,
    )


def _steps(layers: Mapping[int | None, int], ties: Sequence[Tie]) -> list[tuple[Key, Key]]:
    """Return each tie as steps from column to column, through its lanes."""
    steps: list[tuple[Key, Key]] = []
    for tie in ties:
        cause, effect = tie
        lanes: list[Key] = [(tie, layer) for layer in range(layers[cause] - 1, layers[effect], -1)]
        way: list[Key] = [cause, *lanes, effect]
        steps += pairwise(way)
    return steps


def _columns(
    layers: Mapping[int | None, int], steps: Sequence[tuple[Key, Key]], last: int
) -> list[list[Key]]:
    columns: list[list[Key]] = [[] for _layer in range(last + 1)]
    for key, layer in layers.items():
        columns[layer].append(key)
    for start, _end in steps:
        if isinstance(start, tuple):
            columns[start[1]].append(start)
    return columns


def _ordered(columns: list[list[Key]], steps: Sequence[tuple[Key, Key]]) -> list[list[Key]]:
    """Order every column by the middle of what its boxes are tied to, to and fro, so that few lines cross."""
    after, before = _neighbours(steps)
    for turn in range(ROUNDS):
        is_leftwards = turn % 2 == 0
        order = range(1, len(columns)) if is_leftwards else range(len(columns) - 2, -1, -1)
        for layer in order:
            ties = after if is_leftwards else before
            beside = columns[layer - 1] if is_leftwards else columns[layer + 1]
            rank = {key: place for place, key in enumerate(beside)}
            here = {key: place for place, key in enumerate(columns[layer])}
            columns[layer].sort(key=lambda key: _mean([rank[k] for k in ties[key]], here[key]))
    return columns


def _neighbours(steps: Iterable[tuple[Key, Key]]) -> tuple[dict[Key, list[Key]], dict[Key, list[Key]]]:
    after: dict[Key, list[Key]] = defaultdict(list)
    before: dict[Key, list[Key]] = defaultdict(list)
    for start, end in steps:
        after[start].append(end)
        before[end].append(start)
    return after, before


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _placed(
    columns: list[list[Key]], sizes: Mapping[Key, float], steps: Sequence[tuple[Key, Key]]
) -> dict[Key, float]:
    """Return the top of everything: the tallest column is stacked, the others stand as near their neighbours as there is room."""
    room = [sum(sizes[key] for key in column) + GAP * (len(column) - 1) for column in columns]
    spine = max(range(len(columns)), key=lambda layer: room[layer])
    tops: dict[Key, float] = {}
    y = 0.0
    for key in columns[spine]:
        tops[key] = y
        y += sizes[key] + GAP
    after, before = _neighbours(steps)
    for layer in [*range(spine + 1, len(columns)), *range(spine - 1, -1, -1)]:
        ties = after if layer > spine else before
        wished = [
            _mean([tops[k] + sizes[k] / 2 for k in ties[key]], 0) - sizes[key] / 2 for key in columns[layer]
        ]
        tops.update(_settled(columns[layer], wished, sizes, room[spine]))
    return tops


def _settled(
    column: Sequence[Key], wished: Sequence[float], sizes: Mapping[Key, float], room: float
) -> dict[Key, float]:
    """Return tops near the wished ones, in order, none on another, all within the room."""
    tops = []
    free = 0.0
    for key, wish in zip(column, wished, strict=True):
        tops.append(max(wish, free))
        free = tops[-1] + sizes[key] + GAP
    floor = room
    for place in range(len(column) - 1, -1, -1):
        tops[place] = min(tops[place], floor - sizes[column[place]])
        floor = tops[place] - GAP
    return dict(zip(column, tops, strict=True))


def _ways(
    ties: Sequence[Tie],
    layers: Mapping[int | None, int],
    spots: Mapping[int | None, Spot],
    tops: Mapping[Key, float],
    left: Mapping[int, float],
    box: float,
) -> dict[Tie, list[Point]]:
    """Return the points of every tie: out of its box, straight through each lane, into what it leads to."""
    lanes: dict[Tie, list[Point]] = {}
    for tie in ties:
        points: list[Point] = []
        for layer in range(layers[tie[0]] - 1, layers[tie[1]], -1):
            y = tops[tie, layer] + LANE / 2
            points += [(left[layer], y), (left[layer] + box, y)]
        lanes[tie] = points
    out = {
        tie: (lanes[tie][0][1] if lanes[tie] else spots[tie[1]].middle) for tie in ties
    }  # where each line is heading
    into = {tie: (lanes[tie][-1][1] if lanes[tie] else spots[tie[0]].middle) for tie in ties}
    starts = _ports({tie: tie[0] for tie in ties}, out, spots)
    ends = _ports({tie: tie[1] for tie in ties}, into, spots)
    return {
        tie: [(spots[tie[0]].right, starts[tie]), *lanes[tie], (spots[tie[1]].x, ends[tie])] for tie in ties
    }


def _ports(
    at: Mapping[Tie, int | None], heading: Mapping[Tie, float], spots: Mapping[int | None, Spot]
) -> dict[Tie, float]:
    """Spread the lines of one side of a box, in the order of where they go, so that they do not cross at the box."""
    found: dict[Tie, float] = {}
    groups: dict[int | None, list[Tie]] = defaultdict(list)
    for tie in at:
        groups[at[tie]].append(tie)
    for key, group in groups.items():
        spot = spots[key]
        gap = min(PORT, (spot.height - 20) / len(group))
        for place, tie in enumerate(sorted(group, key=lambda one: heading[one])):
            found[tie] = spot.middle + gap * (place - (len(group) - 1) / 2)
    return found
