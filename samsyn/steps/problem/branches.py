"""The cause tree as a nested list: from the problem backwards, each cause under what it leads to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from samsyn.steps.problem.models import CausalLink
from samsyn.steps.problem.queries import CauseShown, Tree


@dataclass(frozen=True)
class Branch:
    """A cause and those that lead to it. A cause that leads to two things is told whole once; the second time it `is_again`."""

    cause: CauseShown
    link: CausalLink | None
    branches: tuple[Branch, ...] = ()
    is_again: bool = False


def branches(shown: Tree) -> tuple[list[Branch], list[Branch]]:
    """Return what leads to the problem, and what leads nowhere yet."""
    by_effect: dict[int | None, list[CausalLink]] = defaultdict(list)
    for link in shown.links:
        by_effect[link.effect_id].append(link)
    by_pk = {cause.row.pk: cause for cause in shown.causes}
    told: set[int] = set()

    def under(effect: int | None) -> tuple[Branch, ...]:
        links = sorted(by_effect[effect], key=lambda link: by_pk[link.cause_id].number)
        return tuple(branch(by_pk[link.cause_id], link) for link in links)

    def branch(cause: CauseShown, link: CausalLink | None) -> Branch:
        if cause.row.pk in told:
            return Branch(cause, link, is_again=bool(by_effect[cause.row.pk]))
        told.add(cause.row.pk)
        return Branch(cause, link, under(cause.row.pk))

    leading = list(under(None))
    ends = [cause for cause in shown.loose if not cause.leads_to]
    return leading, [branch(cause, None) for cause in ends]
