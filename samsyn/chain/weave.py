"""The thread as it is drawn: knots also where something is missing, and each tie only once. Pure.

The apps tie a problem both to its causes and to its goals, and an action to its cause and to its goal. Drawn as they
stand, those ties would run beside each other; the picture has one thread through problem, cause, goal and action.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from samsyn.chain.graph import Link, Need, Node, Side, Stage, Thread, unmet

Pairs = set[tuple[str, str]]


class Look(StrEnum):
    """How a knot or a tie is drawn."""

    HOLDS = "holds"
    ONGOING = "ongoing"
    PLANNED = "planned"
    WAIVED = "waived"
    BROKEN = "broken"


@dataclass(frozen=True)
class Knot:
    """A knot of the picture: a row, or the place where one is missing (BROKEN) or set aside (WAIVED) for the row `node`."""

    key: str
    stage: Stage
    look: Look
    label: str
    node: Node
    need: Need | None = None
    reason: str = ""

    @property
    def is_gap(self) -> bool:
        return self.look in {Look.BROKEN, Look.WAIVED}


@dataclass(frozen=True)
class Tie:
    start: str
    end: str
    look: Look


@dataclass(frozen=True)
class Weave:
    """Knots by key, in the order of the stages, and the ties between them, always to a later stage."""

    knots: dict[str, Knot]
    ties: tuple[Tie, ...]


def weave(thread: Thread) -> Weave:
    """Return the thread as it is drawn."""
    knots = {
        node.key: Knot(node.key, node.stage, Look(node.hold.value), node.label, node)
        for node in thread.nodes.values()
    }
    waived = {(link.start, link.end): link.waiver for link in thread.links if link.waiver}
    pairs = _forward(thread, thread.links) | _side_by_side(thread)
    for (start, end), reason in waived.items():
        pairs |= _leave_out(knots, start, end, reason, pairs)
    for node, need, waiver in sorted(unmet(thread), key=lambda one: _nearest_first(one[0], one[1])):
        gap = Knot(
            gap_key(node, need),
            need.stage,
            Look.WAIVED if waiver else Look.BROKEN,
            need.lack,
            node,
            need,
            waiver.reason if waiver else "",
        )
        pairs |= _around(gap, knots, pairs)
        knots[gap.key] = gap
    drawn = _without_detours(pairs)
    ties = [Tie(start, end, _look(knots[start], knots[end])) for start, end in sorted(drawn)]
    ordered = sorted(knots.values(), key=lambda one: one.stage)
    return Weave({knot.key: knot for knot in ordered}, tuple(ties))


def gap_key(node: Node, need: Need) -> str:
    """Return the key of the knot that stands where something is missing."""
    return f"{node.key}!{need.code}"


def _forward(thread: Thread, links: Iterable[Link]) -> Pairs:
    """The ties that lead to a later stage; the picture knows no others."""
    return {
        (link.start, link.end)
        for link in links
        if thread.nodes[link.start].stage < thread.nodes[link.end].stage
    }


def _side_by_side(thread: Thread) -> Pairs:
    """Return ties between what stands before the same knot: the cause of an action leads to the goal of that action."""
    found: Pairs = set()
    for keys in thread.before().values():
        stages: dict[Stage, list[str]] = defaultdict(list)
        for key in keys:
            stages[thread.nodes[key].stage].append(key)
        in_order = sorted(stages)
        for early, late in pairwise(in_order):
            found |= {(start, end) for start in stages[early] for end in stages[late]}
    return found


def _leave_out(knots: dict[str, Knot], start: str, end: str, reason: str, pairs: Pairs) -> Pairs:
    """Put a knot for the step that a waived tie leaves out, where there is a stage between; return its ties."""
    if knots[end].stage - knots[start].stage < 2:
        return set()
    gap = Knot(
        f"{start}>{end}", Stage(knots[start].stage + 1), Look.WAIVED, "", knots[end].node, reason=reason
    )
    knots[gap.key] = gap
    return {(start, gap.key), (gap.key, end)}


def _nearest_first(node: Node, need: Need) -> tuple[int, str, int]:
    """So that the gap nearest to its knot is there when the next one looks for what it is tied to."""
    return node.stage, node.key, abs(need.stage - node.stage)


def _around(gap: Knot, knots: dict[str, Knot], pairs: Pairs) -> Pairs:
    """Return the ties of a gap: from the last knots before it to the first after it, of those its own knot reaches."""
    assert gap.need is not None
    is_before = gap.need.side is Side.BEFORE
    ties: dict[str, list[str]] = defaultdict(list)
    for start, end in pairs:
        ties[end if is_before else start].append(start if is_before else end)
    reached = {gap.node.key} | _reach([gap.node.key], ties)
    earlier = [key for key in reached if knots[key].stage < gap.stage]
    later = [key for key in reached if knots[key].stage > gap.stage]
    first = _outermost(earlier, knots, max)
    last = _outermost(later, knots, min)
    return {(key, gap.key) for key in first} | {(gap.key, key) for key in last}


def _outermost(
    keys: list[str], knots: dict[str, Knot], pick: Callable[[Iterable[Stage]], Stage]
) -> list[str]:
    if not keys:
        return []
    stage = pick(knots[key].stage for key in keys)
    return [key for key in keys if knots[key].stage is stage]


def _reach(start: Iterable[str], ties: dict[str, list[str]]) -> set[str]:
    seen: set[str] = set()
    queue = list(start)
    while queue:
        for key in ties.get(queue.pop(), ()):
            if key not in seen:
                seen.add(key)
                queue.append(key)
    return seen


def _without_detours(pairs: Pairs) -> Pairs:
    """Leave out each tie between two knots that a longer way already joins."""
    after: dict[str, list[str]] = defaultdict(list)
    for start, end in pairs:
        after[start].append(end)
    beyond = {start: _reach([start], after) for start in after}
    return {
        (start, end)
        for start, end in pairs
        if not any(end in beyond.get(other, ()) for other in after[start] if other != end)
    }


def _look(start: Knot, end: Knot) -> Look:
    looks = {start.look, end.look}
    for look in (Look.BROKEN, Look.WAIVED, Look.PLANNED):
        if look in looks:
            return look
    return Look.HOLDS
