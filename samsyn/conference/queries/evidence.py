"""What a candidate can rest on: the problems that an area has decided, and the findings of its decided editions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.places.models import AreaPair, City
from samsyn.records.joint.workflow import JointState
from samsyn.steps.problem.models import ProblemPicture
from samsyn.steps.situation.models import Edition
from samsyn.steps.situation.services.editions import parsed
from samsyn.steps.situation.workflow import EditionState

PROBLEM, FINDING = "problem", "finding"


@dataclass(frozen=True)
class Offered:
    """One decided problem or finding. `ref` names it: "problem:<key>" or "finding:<edition>:<number>"."""

    kind: str
    ref: str
    title: str
    pair: str  # its slug
    pair_name: str
    edition: int | None = None

    def kept(self) -> dict[str, Any]:
        """Return it as a candidate keeps it: the words as they stood when it was chosen."""
        return {
            "kind": self.kind,
            "ref": self.ref,
            "title": self.title,
            "pair": self.pair,
            "pair_name": self.pair_name,
            "edition": self.edition,
        }


def offered_evidence(city: City) -> list[Offered]:
    """Return what the areas of the city have decided: their problems, and the findings of their newest edition."""
    problems = (
        ProblemPicture.objects.filter(pair__city=city, state=JointState.DECIDED)
        .select_related("pair")
        .defer("canonical")
        .order_by("pair__name", "pk")
    )
    found = [
        Offered(PROBLEM, f"problem:{row.key}", row.title, row.pair.slug, row.pair.name) for row in problems
    ]
    editions = Edition.objects.filter(picture__pair__city=city, state=EditionState.DECIDED)
    for edition in editions.select_related("picture__pair").order_by("picture__pair__name", "number"):
        found += _findings(edition, edition.picture.pair)
    return found


def _findings(edition: Edition, pair: AreaPair) -> list[Offered]:
    return [
        Offered(
            FINDING,
            f"finding:{edition.pk}:{row['id']}",
            row["statement"],
            pair.slug,
            pair.name,
            edition.number,
        )
        for row in parsed(edition)["findings"]
    ]


@dataclass(frozen=True)
class EvidenceShown:
    """One piece of evidence on a page. `url` is "" for one who may not open the area's pages."""

    title: str
    what: str
    url: str


def evidence_shown(rows: Iterable[Mapping[str, Any]], mine: set[str]) -> list[EvidenceShown]:
    """Return the evidence of a candidate in words.

    mine  slugs of the pairs that the reader may open
    """
    kept = list(rows)
    keys = [row["ref"].partition(":")[2] for row in kept if row["kind"] == PROBLEM]
    now = dict(ProblemPicture.objects.filter(key__in=keys, state=JointState.DECIDED).values_list("key", "pk"))
    problems = {str(key): pk for key, pk in now.items()}
    return [_shown(row, problems, mine) for row in kept]


def _shown(row: Mapping[str, Any], problems: Mapping[str, int], mine: set[str]) -> EvidenceShown:
    facts = {"pair": row["pair_name"], "number": row["edition"]}
    if row["kind"] == FINDING:
        what = _("Slutsats, %(pair)s, utgåva %(number)s") % facts
        url = reverse("situation:edition", args=[row["pair"], row["edition"]])
    else:
        what = _("Beslutad problembild, %(pair)s") % facts
        pk = problems.get(row["ref"].partition(":")[2])
        url = reverse("problem:picture", args=[row["pair"], pk]) if pk else ""
    return EvidenceShown(row["title"], what, url if row["pair"] in mine else "")
