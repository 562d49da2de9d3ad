"""Writing agreements: every change that people make, and what time does."""

from samsyn.agreements.services.agreements import change_agreement, start_agreement, start_successor
from samsyn.agreements.services.calendar import keep_dates
from samsyn.agreements.services.clauses import add_clause, change_clause, move_clause, remove_clause
from samsyn.agreements.services.keeping import add_review, end
from samsyn.agreements.services.signing import file_signed_paper, sign
from samsyn.agreements.services.targets import point_at, point_clause, unpoint_clause

__all__ = [
    "add_clause",
    "add_review",
    "change_agreement",
    "change_clause",
    "end",
    "file_signed_paper",
    "keep_dates",
    "move_clause",
    "point_at",
    "point_clause",
    "remove_clause",
    "sign",
    "start_agreement",
    "start_successor",
    "unpoint_clause",
]
