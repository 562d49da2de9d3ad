"""The causes of a problem as a graph: which cause leads where. Pure: numbers in, numbers out.

A tie is (cause, effect); the effect None is the problem itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

Tie = tuple[int, int | None]


def would_close_a_circle(ties: Iterable[Tie], cause: int, effect: int | None) -> bool:
    """Return whether a tie from `cause` to `effect` would let a cause lead to itself.

    >>> would_close_a_circle([(1, 2), (2, 3)], 3, 1), would_close_a_circle([(1, 2), (2, 3)], 1, 3)
    (True, False)
    """
    return effect is not None and cause in reached_from(ties, effect)


def reached_from(ties: Iterable[Tie], start: int) -> set[int | None]:
    """Return all that `start` leads to, itself counted, the problem as None."""
    after: dict[int, list[int | None]] = defaultdict(list)
    for cause, effect in ties:
        after[cause].append(effect)
    seen: set[int | None] = {start}
    queue: list[int | None] = [start]
    while queue:
        here = queue.pop()
        for effect in after[here] if here is not None else ():
            if effect not in seen:
                seen.add(effect)
                queue.append(effect)
    return seen


def leading_to_the_problem(ties: Iterable[Tie]) -> set[int]:
    """Return the causes from which some way leads to the problem.

    >>> sorted(leading_to_the_problem([(1, 2), (2, None), (3, 4)]))
    [1, 2]
    """
    before: dict[int | None, list[int]] = defaultdict(list)
    for cause, effect in ties:
        before[effect].append(cause)
    seen: set[int] = set()
    queue: list[int | None] = [None]
    while queue:
        for cause in before[queue.pop()]:
            if cause not in seen:
                seen.add(cause)
                queue.append(cause)
    return seen


def layers(causes: Mapping[int, int], ties: Iterable[Tie]) -> dict[int, int]:
    """Return how far from the problem each cause stands: 1 beside it, and always further away than what it leads to.

    causes  the nearest that each cause may stand, by its number
    ties    without a circle

    >>> layers({1: 1, 2: 2, 3: 2}, [(1, None), (2, 1), (3, 2)])
    {1: 1, 2: 2, 3: 3}
    """
    after: dict[int, list[int]] = defaultdict(list)
    for cause, effect in ties:
        if effect is not None:
            after[cause].append(effect)
    found: dict[int, int] = {}
    queue = list(causes)
    while queue:
        here = queue.pop()
        waiting = [effect for effect in after[here] if effect not in found]
        if waiting:
            queue += [here, *waiting]
        elif here not in found:
            found[here] = max([causes[here], *(found[effect] + 1 for effect in after[here])])
    return {cause: found[cause] for cause in causes}
