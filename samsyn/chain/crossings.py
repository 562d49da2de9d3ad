"""The order of the strands, top to bottom, that crosses as little as possible. Pure, and the same for the same thread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, permutations

from samsyn.chain.weave import Weave

MOST_TRIED = 5  # so many strands are tried in every order; more are put right pair by pair

Rows = Mapping[str, frozenset[int]]
Cost = tuple[int, float]
_Segment = tuple[int, str, str]  # from this stage to the next; the knots whose rows its two ends lie on


def best_order(woven: Weave, rows: Rows, count: int) -> tuple[int, ...]:
    """Return the strands in the order in which the fewest ties cross and the ties are the shortest.

    rows  by knot, the strands that it belongs to

    Of orders that are as good, the one nearest to that in which the strands were given.
    """
    segments = list(_segments(woven))
    given = tuple(range(count))
    if count <= MOST_TRIED:
        return min(permutations(given), key=lambda order: (_cost(order, segments, rows), order))
    best, cost = given, _cost(given, segments, rows)
    is_better = True
    while is_better:
        is_better = False
        for place in range(count - 1):
            tried = (*best[:place], best[place + 1], best[place], *best[place + 2 :])
            if (trial := _cost(tried, segments, rows)) < cost:
                best, cost, is_better = tried, trial, True
    return best


def _segments(woven: Weave) -> Iterable[_Segment]:
    """A tie turns in the first space between two stages and then goes straight on."""
    for tie in woven.ties:
        start, end = woven.knots[tie.start], woven.knots[tie.end]
        yield start.stage, start.key, end.key
        for stage in range(start.stage + 1, end.stage):
            yield stage, end.key, end.key


def _cost(order: Sequence[int], segments: Sequence[_Segment], rows: Rows) -> Cost:
    place = {strand: i for i, strand in enumerate(order)}
    height = {key: sum(place[row] for row in mine) / len(mine) for key, mine in rows.items()}
    spaces: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for stage, start, end in segments:
        spaces[stage].append((height[start], height[end]))
    crossings = sum(
        (one[0] - other[0]) * (one[1] - other[1]) < 0
        for ties in spaces.values()
        for one, other in combinations(ties, 2)
    )
    return crossings, round(sum(abs(start - end) for ties in spaces.values() for start, end in ties), 6)
