"""A problem picture as plain values: what both parties decide. Codes where the program speaks, people's words as they stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from samsyn.steps.problem.models import Evidence
from samsyn.steps.problem.queries import CauseShown, Tree
from samsyn.steps.situation.models import Finding


def contents(shown: Tree) -> dict[str, Any]:
    """Return the picture: causes by key, ties by the keys of what they tie, findings with the figures they rest on."""
    row = shown.picture
    return {
        "title": row.title,
        "problem_kind": row.kind,
        "area": {"key": row.area.key, "name": row.area.name},
        "place": {"name": row.place.name, "kind": row.place.kind} if row.place is not None else None,
        "since": row.since,
        "affected": row.affected,
        "description": row.description,
        "weight": row.weight,
        "weight_reason": row.weight_reason,
        "findings": [_finding(finding, shown.figures_of(finding)) for finding in shown.findings],
        "causes": {str(cause.row.key): _cause(cause) for cause in shown.causes},
        "links": _links(shown),
        "evidence": {"for": _reasons(shown.supporting), "against": _reasons(shown.opposing)},
    }


def _finding(finding: Finding, figures: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "finding": finding.pk,
        "statement": finding.statement,
        "doubt": finding.doubt,
        "party": finding.party,
        "area_name": finding.area.name if finding.area is not None else "",
        "figures": figures,
    }


def _cause(cause: CauseShown) -> dict[str, Any]:
    row = cause.row
    return {
        "number": cause.number,
        "text": row.text,
        "kind": row.kind,
        "perspective": row.perspective,
        "grounds": row.grounds,
        "disproof": row.disproof,
        "party": row.party,
        "certainty": {party: answer.sureness for party, answer in cause.certainty.items()},
        **_changed(cause),
        "for": _reasons(cause.supporting),
        "against": _reasons(cause.opposing),
    }


def _changed(cause: CauseShown) -> dict[str, Any]:
    """Return what a party said before it saw the other's, when it has changed since; nothing else."""
    first = {party: one.first_sureness for party, one in cause.certainty.items() if one.is_changed_after_seen}
    return {"certainty_first": first} if first else {}


def _reasons(rows: Iterable[Evidence]) -> list[dict[str, Any]]:
    return [
        {
            "key": str(row.key),
            "text": row.text,
            "party": row.party,
            "figures": row.figures,
            "finding": row.finding.statement if row.finding is not None else "",
        }
        for row in rows
    ]


def _links(shown: Tree) -> list[dict[str, Any]]:
    rows = [
        {
            "cause": str(link.cause.key),
            "effect": str(link.effect.key) if link.effect is not None else "",
            "grounds": link.grounds,
            "is_tested": link.is_tested,
        }
        for link in shown.links
    ]
    return sorted(rows, key=lambda row: (row["cause"], row["effect"]))
