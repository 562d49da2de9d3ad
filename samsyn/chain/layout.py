"""Where everything stands in the picture of Röda tråden. Pure: a weave and its strands in, positions out.

Nine columns and one row per strand. A knot lies on its strand's row, a knot that strands share at the mean of their
rows; where a column is too crowded for that, its knots are moved as little as it takes (isotonic regression). No two
texts overlap and no text lies on the thread: rows and columns make room for words, and a label whose column a tie
crosses is set narrower.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from samsyn.chain import letters
from samsyn.chain.crossings import best_order
from samsyn.chain.graph import Stage
from samsyn.chain.weave import Knot, Look, Tie, Weave

WIDTH = 1320.0
COLUMN = WIDTH / len(Stage)
KNOT = 8.0  # from the column's edge to its knots; words begin at the edge
WIDE, NARROW = 132.0, 92.0  # of a label; narrow where a tie turns beside it
TURN = COLUMN - 52  # from a knot to where its ties begin to turn
HEAD = 78.0  # above the highest knot's upper edge: the names of the stages
FOOT = 16.0
LINE = 20.0  # between two lines of a label
FIRST_LINE = 34.0  # from a knot to the base line of its label's first line
ASCENT, DESCENT = 13.0, 5.0
OVER = 26.0  # from a knot up to the base line of the word over it
MARK = 15.0  # half of a knot with its air
GAP = 16.0  # between what two knots of a column take up
VIA = 9.0  # half of what a tie takes up where it passes a column
PITCH, AIRY_PITCH = 104.0, 168.0  # between rows, and where they are at most AIRY
AIRY = 3
TRIFLE = 14.0  # a thread that rises or falls less than this looks as if it wavered
MOST_LINES, MOST_NARROW_LINES = 4, 5


@dataclass(frozen=True)
class Spot:
    """A knot in its place, with the lines of its label and, over it, what is said of a gap."""

    knot: Knot
    x: float
    y: float
    lines: tuple[str, ...]
    over: tuple[str, ...] = ()

    @property
    def boxes(self) -> list[tuple[float, float, float, float]]:
        """The left, top, right and bottom of each piece of text."""
        is_bold = self.knot.look is Look.BROKEN
        left = self.x - KNOT
        found = []
        if self.lines:
            right = left + max(letters.width(line, is_bold=is_bold) for line in self.lines)
            last = self.y + FIRST_LINE + LINE * (len(self.lines) - 1)
            found.append((left, self.y + FIRST_LINE - ASCENT, right, last + DESCENT))
        if self.over:
            right = left + max(letters.width(line, is_bold=True) for line in self.over)
            top = self.y - OVER - LINE * (len(self.over) - 1) - ASCENT
            found.append((left, top, right, self.y - OVER + DESCENT))
        return found


@dataclass(frozen=True)
class Course:
    """A tie in its place: the heights that it has at its start, in each column that it passes, and at its end."""

    tie: Tie
    heights: tuple[float, ...]


@dataclass(frozen=True)
class Plan:
    """The picture: its height, its knots in the order in which one tabs through them, its ties."""

    height: float
    spots: dict[str, Spot]
    courses: tuple[Course, ...]


@dataclass
class _Item:
    """What takes up room in a column: a knot with its words, or a tie that passes (no knot)."""

    key: str
    stage: Stage
    rows: frozenset[int]
    knot: Knot | None = None
    said_over: str = ""
    over: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    y: float = 0.0

    @property
    def up(self) -> float:
        if self.knot is None:
            return VIA
        return OVER + LINE * (len(self.over) - 1) + ASCENT if self.over else MARK

    @property
    def down(self) -> float:
        if self.knot is None:
            return VIA
        return FIRST_LINE + LINE * (len(self.lines) - 1) + DESCENT if self.lines else MARK


def lay_out(woven: Weave, strands: Sequence[Collection[str]], over: Mapping[Look, str]) -> Plan:
    """Return where each knot and tie stands.

    strands  the keys of the rows' nodes on each strand; a gap goes with the node that it is a gap of
    over     the words over a gap, by its look
    """
    rows = _rows(woven, strands)
    place = {strand: i for i, strand in enumerate(best_order(woven, rows, len(strands)))}
    rows = {key: frozenset(place[row] for row in mine) for key, mine in rows.items()}
    sheet = _Sheet(woven, rows, len(strands), over)
    narrow: set[str] = set()
    while True:
        sheet.place(narrow)
        crossed = sheet.crossed() - narrow
        if not crossed:
            return sheet.plan()
        narrow |= crossed


def _rows(woven: Weave, strands: Sequence[Collection[str]]) -> dict[str, frozenset[int]]:
    of_node: dict[str, set[int]] = defaultdict(set)
    for number, keys in enumerate(strands):
        for key in keys:
            of_node[key].add(number)
    return {key: frozenset(of_node[knot.node.key]) for key, knot in woven.knots.items()}


def _wrap(item: _Item, knot: Knot, *, is_narrow: bool) -> None:
    """Set the words under and over a knot."""
    room, most = (NARROW, MOST_NARROW_LINES) if is_narrow else (WIDE, MOST_LINES)
    if knot.label:
        item.lines = letters.wrap(knot.label, room=room, most=most, is_bold=knot.look is Look.BROKEN)
    if item.said_over:
        item.over = letters.wrap(item.said_over, room=room, most=2, is_bold=True)


def _part(column: list[_Item]) -> None:
    """Move the items of a column, in the order that they have, as little as it takes to part them."""
    apart = [one.down + GAP + other.up for one, other in pairwise(column)]
    for item, y in zip(column, spread([item.y for item in column], apart), strict=True):
        item.y = y


class _Sheet:
    """The columns while they are being filled."""

    def __init__(
        self, woven: Weave, rows: Mapping[str, frozenset[int]], count: int, over: Mapping[Look, str]
    ) -> None:
        self.woven, self.count = woven, count
        self.items = {
            key: _Item(key, knot.stage, rows[key], knot, over.get(knot.look, ""))
            for key, knot in woven.knots.items()
        }
        self.ways = {tie: self._way(tie, rows) for tie in woven.ties}
        self.columns: dict[Stage, list[_Item]] = {stage: [] for stage in Stage}
        for item in self.items.values():
            self.columns[item.stage].append(item)
        self.near: dict[str, list[_Item]] = defaultdict(list)
        for way in self.ways.values():
            for one, other in pairwise(way):
                self.near[one.key].append(other)
                self.near[other.key].append(one)

    def _way(self, tie: Tie, rows: Mapping[str, frozenset[int]]) -> list[_Item]:
        """Return what the tie goes through, with a place of its own in each column that it passes."""
        start, end = self.items[tie.start], self.items[tie.end]
        way = [start]
        for stage in range(start.stage + 1, end.stage) if tie.look is not Look.BROKEN else ():
            via = _Item(f"{tie.start}>{tie.end}@{stage}", Stage(stage), rows[tie.end])
            self.items[via.key] = via
            way.append(via)
        return [*way, end]

    def place(self, narrow: Collection[str]) -> None:
        """Wrap the words, then give every item its height: rows first, then column by column out from the actions."""
        for item in self.items.values():
            if item.knot is not None:
                _wrap(item, item.knot, is_narrow=item.key in narrow)
        lines, heights = self._row_lines()
        for item in self.items.values():
            item.y = sum(lines[row] for row in item.rows) / len(item.rows)
        outwards = sorted(Stage, key=lambda stage: abs(stage - Stage.ACTION))
        for stage in outwards:
            self._fill(self.columns[stage], heights)
        self._settle(self.columns[Stage.FINDING])
        for stage in outwards:
            self._straighten(self.columns[stage])
        self._move_below_head()

    def _row_lines(self) -> tuple[list[float], list[float]]:
        """Return the line that each row's knots lie on and how much room the row takes."""
        pitch = AIRY_PITCH if self.count <= AIRY else PITCH
        above, below = [MARK] * self.count, [MARK] * self.count
        for column in self.columns.values():
            alone: dict[int, list[_Item]] = defaultdict(list)
            for item in column:
                if len(item.rows) == 1:
                    alone[min(item.rows)].append(item)
            for row, mine in alone.items():
                up, down = max(item.up for item in mine), max(item.down for item in mine)
                spread_out = (len(mine) - 1) * (up + down + GAP) / 2
                above[row] = max(above[row], spread_out + up)
                below[row] = max(below[row], spread_out + down)
        lines = [0.0]
        for row in range(1, self.count):
            lines.append(lines[-1] + max(pitch, below[row - 1] + GAP + above[row]))
        return lines[: self.count], [
            max(pitch, up + down + GAP) for up, down in zip(above, below, strict=True)
        ]

    def _fill(self, column: list[_Item], heights: Sequence[float]) -> None:
        """Place a column's items: siblings spread about the mean of their rows, nothing upon anything else."""
        groups: dict[frozenset[int], list[_Item]] = defaultdict(list)
        for item in column:
            groups[item.rows].append(item)
        for rows, group in groups.items():
            middle = group[0].y
            group.sort(key=lambda item: self._pull(item, middle))
            step = min(sum(heights[row] for row in rows) / len(group), AIRY_PITCH)
            for place, item in enumerate(group):
                item.y = middle + (place - (len(group) - 1) / 2) * step
        column.sort(key=lambda item: (item.y, self._pull(item, item.y)))
        _part(column)

    def _settle(self, column: list[_Item]) -> None:
        """Let knots that share a row, or lead no further, lie at the middle of what they rest on, in the same order."""
        shared = Counter(item.rows for item in column)
        for item in column:
            earlier = [other.y for other in self.near[item.key] if other.stage < item.stage]
            leads_on = len(earlier) < len(self.near[item.key])
            if earlier and (shared[item.rows] > 1 or not leads_on):
                item.y = sum(earlier) / len(earlier)
        _part(column)

    def _straighten(self, column: list[_Item]) -> None:
        """Move a knot that lies a trifle beside what it is tied to, where there is room, so that no thread wavers."""
        walls = [None, *column, None]
        for above, item, below in zip(walls, column, walls[2:], strict=False):
            aim = self._nearest(item)
            has_room_above = above is None or aim - above.y >= above.down + GAP + item.up
            has_room_below = below is None or below.y - aim >= item.down + GAP + below.up
            if abs(aim - item.y) <= TRIFLE and has_room_above and has_room_below:
                item.y = aim

    def _nearest(self, item: _Item) -> float:
        """The height of that which the item is tied to and which lies most nearly straight beside it."""
        return min((other.y for other in self.near[item.key]), key=lambda y: abs(y - item.y), default=item.y)

    def _pull(self, item: _Item, otherwise: float) -> float:
        """The mean height of what the item is tied to: it lies best straight beside it."""
        near = self.near[item.key]
        return sum(other.y for other in near) / len(near) if near else otherwise

    def _move_below_head(self) -> None:
        highest = min((item.y - item.up for item in self.items.values()), default=0.0)
        for item in self.items.values():
            item.y += HEAD - highest

    def crossed(self) -> set[str]:
        """Return the knots whose words would be too near a tie that turns beside them, were they as wide as they may."""
        turns: dict[Stage, list[tuple[float, float]]] = defaultdict(list)
        for tie, way in self.ways.items():
            for one, other in pairwise(way) if tie.look is not Look.BROKEN else ():
                if abs(one.y - other.y) > 1:
                    turns[one.stage].append((min(one.y, other.y), max(one.y, other.y)))
        return {
            item.key
            for item in self.items.values()
            if item.knot is not None
            and any(
                low < item.y + item.down and high > item.y - item.up + 1 for low, high in turns[item.stage]
            )
        }

    def plan(self) -> Plan:
        in_order = sorted(
            (item for item in self.items.values() if item.knot is not None),
            key=lambda item: (item.stage, item.y),
        )
        spots = {
            item.key: Spot(
                item.knot, COLUMN * (item.stage - 1) + KNOT, round(item.y, 1), item.lines, item.over
            )
            for item in in_order
            if item.knot is not None
        }
        courses = tuple(
            Course(tie, tuple(round(item.y, 1) for item in way)) for tie, way in self.ways.items()
        )
        lowest = max((item.y + item.down for item in self.items.values()), default=HEAD)
        return Plan(round(lowest + FOOT), spots, courses)


def spread(wished: Sequence[float], apart: Sequence[float]) -> list[float]:
    """Return places in the same order, at least `apart` from one another, as near the wished as can be (least squares).

    >>> spread([0, 0, 100], [20, 20])
    [-10.0, 10.0, 100.0]

    Source: pool adjacent violators, Barlow et al. (1972), Statistical inference under order restrictions.
    """
    offset, offsets = 0.0, []
    for distance in (0.0, *apart):
        offset += distance
        offsets.append(offset)
    pools: list[tuple[float, int]] = []  # (sum, number) of what must lie tight together
    for wish, shift in zip(wished, offsets, strict=False):
        pools.append((wish - shift, 1))
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] > pools[-1][0] / pools[-1][1]:
            total, number = pools.pop()
            pools[-1] = (pools[-1][0] + total, pools[-1][1] + number)
    levels = [total / number for total, number in pools for _each in range(number)]
    return [level + shift for level, shift in zip(levels, offsets, strict=False)]
