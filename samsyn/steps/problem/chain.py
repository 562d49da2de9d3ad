"""What problem pictures are on Röda tråden: the problems that are taken on, with what shows them and what they depend on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from samsyn.chain.graph import Fragment, Hold, Link, Need, Node, Side, Stage
from samsyn.places.models import AreaPair
from samsyn.records.joint.workflow import JointState
from samsyn.steps.problem.models import Cause, ProblemPicture, Weight
from samsyn.steps.problem.queries import is_set_aside

LETTERS = 60
_HOLDS = {JointState.DECIDED.value: Hold.HOLDS, JointState.IN_REVIEW.value: Hold.ONGOING}


def fragment(pair: AreaPair) -> Fragment:
    """Return the knots of problems and causes, newest version of each. A problem that is set aside is no part of the thread."""
    versions: dict[UUID, list[ProblemPicture]] = defaultdict(list)
    rows = ProblemPicture.objects.filter(pair=pair).standing().defer("canonical").order_by("number")
    for row in rows.prefetch_related("findings"):
        row.pair = pair
        versions[row.key].append(row)
    kept = {key: found for key, found in versions.items() if not is_set_aside(found)}
    nodes: list[Node] = []
    links: list[Link] = []
    for found in kept.values():
        nodes.append(_problem(found[-1]))
        tied = {f"finding:{finding.pk}" for row in found for finding in row.findings.all()}
        links += [Link(key, _key(found[-1])) for key in sorted(tied)]
    for cause in _causes(row for found in kept.values() for row in found):
        nodes.append(_cause(cause))
        links.append(Link(_key(cause.picture), f"cause:{cause.key}"))
    return Fragment(tuple(nodes), tuple(links))


def _key(row: ProblemPicture) -> str:
    return f"problem:{row.key}"


def _short(text: str) -> str:
    return Truncator(text).chars(LETTERS)


def _causes(pictures: Iterable[ProblemPicture]) -> list[Cause]:
    """Return the causes that stand, each as its newest version has it: one that only a draft removed still holds."""
    by_pk = {row.pk: row for row in pictures}
    newest: dict[UUID, Cause] = {}
    for cause in (
        Cause.objects.filter(picture__in=by_pk).standing().order_by("picture__number", "position", "pk")
    ):
        cause.picture = by_pk[cause.picture_id]
        newest[cause.key] = cause
    return list(newest.values())


def _problem(row: ProblemPicture) -> Node:
    return Node(
        key=_key(row),
        stage=Stage.PROBLEM,
        label=_short(row.title),
        url=row.get_absolute_url(),
        detail=row.get_state_display(),
        hold=_HOLDS.get(row.state, Hold.PLANNED),
        needs=tuple(_needs(row)),
    )


def _needs(row: ProblemPicture) -> Iterable[Need]:
    """A draft is no break; a problem on its way to a decision, or taken on, needs what it rests on."""
    is_due = row.state in (JointState.IN_REVIEW, JointState.DECIDED)
    if is_due or row.weight == Weight.CHOSEN:
        yield Need(
            Stage.FINDING,
            Side.BEFORE,
            "problem-without-finding",
            lack=_("Ingen slutsats"),
            sentence=_("Problemet vilar inte på någon slutsats. Då vet ingen vad som visar att det finns."),
            button=_("Välj slutsatser"),
            url=reverse("problem:change", args=[row.pair.slug, row.pk]),
        )
    if row.state == JointState.DECIDED and row.weight == Weight.CHOSEN:
        yield Need(
            Stage.CAUSE,
            Side.AFTER,
            "problem-without-cause",
            lack=_("Ingen orsak"),
            sentence=_(
                "Problemet är prioriterat men har ingen orsak. Då finns inget att rikta åtgärder mot."
            ),
            button=_("Lägg till en orsak"),
            url=reverse("problem:cause_new", args=[row.pair.slug, row.pk]),
        )


def _cause(cause: Cause) -> Node:
    return Node(
        key=f"cause:{cause.key}",
        stage=Stage.CAUSE,
        label=_short(cause.text),
        url=f"{cause.picture.get_absolute_url()}#orsak-{cause.pk}",
        detail=cause.get_kind_display(),
        hold=_HOLDS.get(cause.picture.state, Hold.PLANNED),
    )
