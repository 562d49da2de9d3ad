"""The clauses of an agreement in their order, with what each points at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from samsyn.agreements.models import Agreement, Clause, ClauseTarget


@dataclass(frozen=True)
class ClauseShown:
    """A clause with its number: its place among the standing ones, from 1."""

    number: int
    row: Clause
    targets: tuple[ClauseTarget, ...]


def clauses_of(agreement: Agreement) -> list[ClauseShown]:
    """Return the standing clauses of an agreement."""
    return clauses_by_agreement([agreement])[agreement.pk]


def clauses_by_agreement(rows: Iterable[Agreement]) -> dict[int, list[ClauseShown]]:
    """Return the standing clauses of each agreement by its primary key."""
    known = {row.pk: row for row in rows}
    found: dict[int, list[ClauseShown]] = {pk: [] for pk in known}
    clauses = list(Clause.objects.filter(agreement__in=known).standing().order_by("position", "pk"))
    targets: dict[int, list[ClauseTarget]] = defaultdict(list)
    for target in ClauseTarget.objects.filter(clause__in=clauses).order_by("pk"):
        targets[target.clause_id].append(target)
    for clause in clauses:
        clause.agreement = known[clause.agreement_id]
        mine = found[clause.agreement_id]
        mine.append(ClauseShown(len(mine) + 1, clause, tuple(targets[clause.pk])))
    return found
