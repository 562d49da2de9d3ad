"""What is decided of an agreement as plain values: parties, period, what it rests on, and every clause with what it points at."""

from __future__ import annotations

from typing import Any

from samsyn.agreements import signers
from samsyn.agreements.models import Agreement
from samsyn.agreements.queries.clauses import ClauseShown, clauses_of
from samsyn.ui.templatetags.numbers import iso


def contents(row: Agreement) -> dict[str, Any]:
    """Return the agreement as plain values and codes, people's own words as they stand."""
    offices = signers.offices(row.kind, is_whole=row.pair.is_whole)
    return {
        "agreement": row.kind,
        "title": row.title,
        "place": {"pair": row.pair.name, "city": row.pair.city.name, "is_whole": row.pair.is_whole},
        "parties": {"city": row.city_party.name, "police": row.police_party.name},
        "period": {"first": _day(row, "valid_from"), "end": _day(row, "valid_to")},
        "rests_on": _other(row.parent),
        "replaces": _other(row.replaces),
        "problem": {"key": str(row.problem.key), "title": row.problem.title} if row.problem else None,
        "clauses": [_clause(one) for one in clauses_of(row)],
        "signed_by": {party: str(office.value) for party, office in offices.items()},
    }


def _day(row: Agreement, name: str) -> str | None:
    value = getattr(row, name)
    return iso(value) if value is not None else None


def _other(row: Agreement | None) -> dict[str, Any] | None:
    """Another agreement by its exact text and its period."""
    if row is None:
        return None
    return {
        "key": str(row.key),
        "title": row.title,
        "checksum": row.checksum,
        "first": _day(row, "valid_from"),
        "end": _day(row, "valid_to"),
    }


def _clause(shown: ClauseShown) -> dict[str, Any]:
    return {
        "key": str(shown.row.key),
        "number": shown.number,
        "heading": shown.row.heading,
        "text": shown.row.text,
        "covers": shown.row.covers,
        "points_at": [
            {"kind": one.kind, "key": str(one.target_key), "title": one.title} for one in shown.targets
        ],
    }
