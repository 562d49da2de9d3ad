"""What the picture leaves out so that it can be read: twins become one knot, and whole strands stand aside. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from samsyn.chain.graph import Hold, Node, Stage, Strand, Thread, breaks, part, strands, unmet

MOST_TWINS = 3
MOST_STRANDS = 5
FOLDED = (Stage.DATA, Stage.DONE)  # where one row of the next or the last stage has many
FIRST_STEP = {Stage.DATA, Stage.FINDING}


def fold_twins(thread: Thread, say: Callable[[Stage, int], str], url: str = "") -> Thread:
    """Return the thread with figures, and with activities, that have the very same ties as one knot where they are many.

    say  names the knot: "5 tal"
    url  where the whole list stands
    """
    new_key: dict[str, str] = {}
    nodes = dict(thread.nodes)
    for twins in _twins(thread):
        first = twins[0]
        folded = Node(
            f"{first.key}+{len(twins) - 1}",
            first.stage,
            say(first.stage, len(twins)),
            url,
            hold=_together(twins),
        )
        nodes[first.key] = folded
        new_key |= {twin.key: folded.key for twin in twins}
        for twin in twins[1:]:
            del nodes[twin.key]
    if not new_key:
        return thread
    ties = {
        (new_key.get(link.start, link.start), new_key.get(link.end, link.end)): link for link in thread.links
    }
    return Thread(
        nodes={node.key: node for node in nodes.values()},
        links=[replace(link, start=start, end=end) for (start, end), link in ties.items()],
        waived=thread.waived,
    )


def _twins(thread: Thread) -> list[list[Node]]:
    before, after = thread.before(), thread.after()
    lacking = {node.key for node, _need, _waived in unmet(thread)}
    groups: dict[tuple[Stage, frozenset[str], frozenset[str]], list[Node]] = defaultdict(list)
    for node in thread.nodes.values():
        if node.stage in FOLDED and node.key not in lacking:
            groups[node.stage, frozenset(before[node.key]), frozenset(after[node.key])].append(node)
    return [group for group in groups.values() if len(group) > MOST_TWINS]


def _together(twins: Sequence[Node]) -> Hold:
    holds = {twin.hold for twin in twins}
    return holds.pop() if len(holds) == 1 else Hold.ONGOING


@dataclass(frozen=True)
class Choice:
    """The strands that are shown; of those left out, how many are whole and how many lead no further than a finding."""

    shown: tuple[Strand, ...]
    whole: int = 0
    loose: int = 0


def choose(thread: Thread, *, everything: bool = False) -> Choice:
    """Return the strands to show: at most MOST_STRANDS, but each that is broken; `everything` shows them all.

    Findings that no problem has taken up stand aside as soon as the thread leads further anywhere.
    """
    found = strands(thread)
    if everything:
        return Choice(tuple(found))
    torn = {one.node.key for one in breaks(thread)}
    is_broken = [any(node.key in torn for knots in one.knots.values() for node in knots) for one in found]
    is_loose = [set(one.knots) <= FIRST_STEP for one in found]
    leads_on = not all(is_loose)
    places = [i for i in range(len(found)) if is_broken[i] or not (is_loose[i] and leads_on)]
    room = MOST_STRANDS - sum(is_broken)
    kept = {i for i in places if is_broken[i]} | set([i for i in places if not is_broken[i]][: max(room, 0)])
    left = [i for i in range(len(found)) if i not in kept]
    loose = sum(is_loose[i] for i in left) if leads_on else 0
    return Choice(tuple(found[i] for i in sorted(kept)), whole=len(left) - loose, loose=loose)


def only(thread: Thread, shown: Sequence[Strand]) -> Thread:
    """Return the part of the thread that the strands hold."""
    return part(thread, {node.key for strand in shown for knots in strand.knots.values() for node in knots})
