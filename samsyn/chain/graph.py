"""Röda tråden as a graph: knots, links, and where the thread is broken. Pure: plain values in, plain values out.

An app says of each of its rows which knot it is and what must stand before and after it for the thread to hold there
now. `breaks` finds what is lacking. Nothing here knows what a cause or a goal is, only where on the thread it stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum


class Stage(IntEnum):
    """The nine places on the thread, from what is known to the next picture."""

    DATA = 1
    FINDING = 2
    PROBLEM = 3
    CAUSE = 4
    GOAL = 5
    ACTION = 6
    DONE = 7
    EFFECT = 8
    NEXT = 9


class Hold(StrEnum):
    """How a knot holds: firmly, in part so far, or only planned."""

    HOLDS = "holds"
    ONGOING = "ongoing"
    PLANNED = "planned"


class Side(StrEnum):
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class Need:
    """What must be tied to a knot for the thread to hold there: at least one knot of `stage` on the `side`.

    code      names the rule, for tests and filters: "action-without-goal"
    lack      what is missing, two to five words, beside the red knot: "Inget mål"
    sentence  what is wrong and why it matters, one or two sentences
    button    what to do about it, verb and object; url where it is done
    """

    stage: Stage
    side: Side
    code: str
    lack: str = ""
    sentence: str = ""
    button: str = ""
    url: str = ""


@dataclass(frozen=True)
class Node:
    """A knot: one row of one app, by a key that lasts over versions ("cause:5f…")."""

    key: str
    stage: Stage
    label: str
    url: str = ""
    detail: str = ""
    hold: Hold = Hold.HOLDS
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True)
class Link:
    """A tie from an earlier knot to a later one. A waived tie stands for a step that a signed exception leaves out."""

    start: str
    end: str
    waiver: str = ""  # the reason of the signed exception, or ""


@dataclass(frozen=True)
class Waived:
    """A need that a signed exception sets aside: the knot, the rule's code, and the reason that is shown."""

    node: str
    code: str
    reason: str


@dataclass(frozen=True)
class Break:
    """Avbrott: a knot whose thread does not hold, and what to do about it."""

    node: Node
    need: Need


@dataclass(frozen=True)
class Fragment:
    """What one app knows of a pair's thread."""

    nodes: tuple[Node, ...] = ()
    links: tuple[Link, ...] = ()
    waived: tuple[Waived, ...] = ()


@dataclass
class Thread:
    """The whole thread: knots by key, ties without doubles, exceptions. Ties to knots that nobody knows are left out."""

    nodes: dict[str, Node] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    waived: dict[tuple[str, str], Waived] = field(default_factory=dict)

    @classmethod
    def of(cls, fragments: Iterable[Fragment]) -> Thread:
        """Join what the apps know. A knot that two apps name is the first one's."""
        parts = list(fragments)
        thread = cls()
        for part in parts:
            for node in part.nodes:
                thread.nodes.setdefault(node.key, node)
        ties: dict[tuple[str, str], Link] = {}
        for part in parts:
            for link in part.links:
                if link.start in thread.nodes and link.end in thread.nodes and link.start != link.end:
                    ties.setdefault((link.start, link.end), link)
            for one in part.waived:
                thread.waived[one.node, one.code] = one
        thread.links = list(ties.values())
        return thread

    def before(self) -> dict[str, list[str]]:
        """Return by knot the keys of those tied before it."""
        found: dict[str, list[str]] = defaultdict(list)
        for link in self.links:
            found[link.end].append(link.start)
        return found

    def after(self) -> dict[str, list[str]]:
        """Return by knot the keys of those tied after it."""
        found: dict[str, list[str]] = defaultdict(list)
        for link in self.links:
            found[link.start].append(link.end)
        return found


def unmet(thread: Thread) -> list[tuple[Node, Need, Waived | None]]:
    """Return every need that no tie meets, in the order of the stages, with the signed exception that sets it aside."""
    before, after = thread.before(), thread.after()
    found = []
    for node in sorted(thread.nodes.values(), key=lambda one: (one.stage, one.key)):
        for need in node.needs:
            tied = before[node.key] if need.side is Side.BEFORE else after[node.key]
            if not any(thread.nodes[key].stage is need.stage for key in tied):
                found.append((node, need, thread.waived.get((node.key, need.code))))
    return found


def breaks(thread: Thread) -> list[Break]:
    """Return every break, in the order of the stages: a need that no tie meets and no exception sets aside."""
    return [Break(node, need) for node, need, waived in unmet(thread) if waived is None]


def around(thread: Thread, keys: Iterable[str]) -> Thread:
    """Return the part of the thread that leads to or from the knots: everything before them and after them."""
    wanted = {key for key in keys if key in thread.nodes}
    reached = set(wanted)
    for ties in (thread.before(), thread.after()):
        reached |= _walk(wanted, ties)
    return part(thread, reached)


def part(thread: Thread, keys: Collection[str]) -> Thread:
    """Return the knots of the keys with the ties between them. What lies outside still meets their needs."""
    lacking = {(node.key, need.code) for node, need, _waived in unmet(thread)}
    return Thread(
        nodes={
            key: replace(node, needs=tuple(need for need in node.needs if (key, need.code) in lacking))
            for key, node in thread.nodes.items()
            if key in keys
        },
        links=[link for link in thread.links if link.start in keys and link.end in keys],
        waived={place: one for place, one in thread.waived.items() if one.node in keys},
    )


def _walk(start: set[str], ties: dict[str, list[str]]) -> set[str]:
    seen: set[str] = set()
    queue = list(start)
    while queue:
        for key in ties.get(queue.pop(), ()):
            if key not in seen:
                seen.add(key)
                queue.append(key)
    return seen


@dataclass(frozen=True)
class Strand:
    """One way through the thread: the knots of each stage, for the list. Shared knots stand in several strands."""

    key: str
    knots: dict[Stage, tuple[Node, ...]]

    @property
    def title(self) -> str:
        """What the strand is called: its action, else the last knot that it has."""
        for stage in (Stage.ACTION, *reversed(Stage)):
            if self.knots.get(stage):
                return self.knots[stage][0].label
        return ""


def strands(thread: Thread) -> list[Strand]:
    """Return a strand for each action, then for each knot that no action is tied to, the longest way it reaches."""
    before, after = thread.before(), thread.after()
    tips: Sequence[Node] = [node for node in thread.nodes.values() if node.stage is Stage.ACTION]
    held = {key for tip in tips for key in {tip.key} | _walk({tip.key}, before) | _walk({tip.key}, after)}
    left = sorted(
        (node for node in thread.nodes.values() if node.key not in held),
        key=lambda one: (-one.stage, one.key),
    )
    made = [_strand(thread, tip, before, after) for tip in tips]
    for node in left:
        if node.key in held:
            continue
        strand = _strand(thread, node, before, after)
        held |= {one.key for knots in strand.knots.values() for one in knots}
        made.append(strand)
    return made


def _strand(thread: Thread, tip: Node, before: dict[str, list[str]], after: dict[str, list[str]]) -> Strand:
    reached = {tip.key} | _walk({tip.key}, before) | _walk({tip.key}, after)
    knots: dict[Stage, list[Node]] = defaultdict(list)
    for key, node in thread.nodes.items():
        if key in reached:
            knots[node.stage].append(node)
    return Strand(tip.key, {stage: tuple(nodes) for stage, nodes in sorted(knots.items())})
