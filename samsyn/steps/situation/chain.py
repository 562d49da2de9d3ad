"""What the lägesbild is on Röda tråden: the findings that stand, and the figures that they rest on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from samsyn.chain.graph import Fragment, Hold, Link, Need, Node, Side, Stage
from samsyn.evidence.audience import JOINT
from samsyn.evidence.releasing import hidden_imports
from samsyn.places.models import AreaPair
from samsyn.records.joint.workflow import STANDING
from samsyn.releases.models import Scope
from samsyn.steps.situation import words
from samsyn.steps.situation.models import Edition, Finding
from samsyn.steps.situation.queries.texts import FigureShown, figure_shown
from samsyn.steps.situation.workflow import EditionState

WITHOUT_FIGURE = "finding-without-figure"
LETTERS = 120


def fragment(pair: AreaPair) -> Fragment:
    """Return the findings that stand, or that a problem or the edition in force refers to, with their figures."""
    edition = (
        Edition.objects.filter(picture__pair=pair, state=EditionState.DECIDED).order_by("-number").first()
    )
    decided = _decided(edition)
    used = Q(removed_at=None, shared=Scope.WHOLE) | Q(problems__state__in=STANDING) | Q(pk__in=decided)
    rows = list(Finding.objects.filter(used, picture__pair=pair).distinct())
    nodes: dict[str, Node] = {}
    links = []
    hidden = hidden_imports((kept["import"] for row in rows for kept in row.figures), JOINT)
    for row in rows:
        here = f"finding:{row.pk}"
        nodes[here] = _finding(row, pair, edition if row.pk in decided else None)
        for kept in row.figures:
            if kept["import"] in hidden:  # not, or no longer, released
                continue
            figure = figure_shown(kept)
            key = f"figure:{figure.reference}"
            nodes.setdefault(key, _figure(key, figure, kept))
            links.append(Link(key, here))
    return Fragment(tuple(nodes.values()), tuple(links))


def _decided(edition: Edition | None) -> set[int]:
    """Return the findings that the edition in force holds."""
    if edition is None:
        return set()
    contents: Mapping[str, Any] = json.loads(edition.canonical)
    return set(_ids(contents.get("findings", [])))


def _ids(findings: Iterable[Mapping[str, Any]]) -> Iterable[int]:
    return (row["id"] for row in findings if "id" in row)


def _finding(row: Finding, pair: AreaPair, edition: Edition | None) -> Node:
    if edition is not None:
        detail = _("Utgåva %(number)s") % {"number": edition.number}
    else:
        detail = _("Inte i någon beslutad utgåva ännu")
    return Node(
        key=f"finding:{row.pk}",
        stage=Stage.FINDING,
        label=Truncator(row.statement).chars(LETTERS),
        url=_finding_url(row, pair, edition),
        detail=detail,
        hold=Hold.HOLDS if edition is not None else Hold.ONGOING,
        needs=(_figure_need(row, pair),),
    )


def _finding_url(row: Finding, pair: AreaPair, edition: Edition | None) -> str:
    """Where the finding can be read: in the lägesbild, or in the edition where it stands when it has been taken out."""
    if row.removed_at is not None and edition is not None:
        return reverse("situation:edition", args=[pair.slug, edition.number])
    return f"{reverse('situation:picture', args=[pair.slug])}#slutsats-{row.pk}"


def _figure_need(row: Finding, pair: AreaPair) -> Need:
    return Need(
        Stage.DATA,
        Side.BEFORE,
        WITHOUT_FIGURE,
        lack=_("Inget tal"),
        sentence=_(
            "Slutsatsen ”%(statement)s” vilar inte på något tal. Då går det inte att pröva om den stämmer."
        )
        % {"statement": row.statement},
        button=_("Välj tal"),
        url=reverse("situation:finding", args=[pair.slug, row.pk]),
    )


def _figure(key: str, figure: FigureShown, kept: Mapping[str, Any]) -> Node:
    """A figure as one says it: what it is worth, what it counts, where and when."""
    return Node(
        key=key,
        stage=Stage.DATA,
        label=_("%(value)s, %(metric)s, %(area)s %(period)s")
        % {
            "value": figure.text,
            "metric": _lowered(figure.label),
            "area": figure.area_name,
            "period": figure.period,
        },
        url=figure.url,
        detail=", ".join(part for part in (_base(kept), figure.note) if part),
    )


def _base(kept: Mapping[str, Any]) -> str:
    """Return "180 svar" for a share whose source says how many answered."""
    shown = kept.get("shown") or {}
    is_of_answers = shown.get("base") is not None and shown.get("low") is not None
    return words.answers(shown["base"]) if is_of_answers else ""


def _lowered(label: str) -> str:
    """A name in the middle of a sentence; one that begins with an abbreviation stays as it is."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
