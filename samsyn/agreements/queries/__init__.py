"""Reading agreements: who has which, where each pair stands, the matrix, the tree, and what the clauses cover."""

from samsyn.agreements.queries.agreements import agreements_of, in_force, parents_for, successor_of
from samsyn.agreements.queries.clauses import ClauseShown, clauses_of
from samsyn.agreements.queries.coverage import Coverage, coverage, is_uncovered, uncovered_problems
from samsyn.agreements.queries.matrix import Matrix, matrix
from samsyn.agreements.queries.standing import SOON_DAYS, Standing, State, standing_of, standings
from samsyn.agreements.queries.things import Thing, things
from samsyn.agreements.queries.tree import Tree, tree

__all__ = [
    "SOON_DAYS",
    "ClauseShown",
    "Coverage",
    "Matrix",
    "Standing",
    "State",
    "Thing",
    "Tree",
    "agreements_of",
    "clauses_of",
    "coverage",
    "in_force",
    "is_uncovered",
    "matrix",
    "parents_for",
    "standing_of",
    "standings",
    "successor_of",
    "things",
    "tree",
    "uncovered_problems",
]
