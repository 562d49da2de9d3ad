"""Step 1 of a pair in words and for the wheel: what is written, and how far its editions have come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.home.model import STEPS
from samsyn.home.states import StepState
from samsyn.people.models import Party
from samsyn.places.models import AreaPair
from samsyn.records import signatures
from samsyn.records.models import Approval
from samsyn.releases.queries import joint
from samsyn.steps.situation.models import (
    Edition,
    Finding,
    LevelAssessment,
    Paragraph,
    SituationPicture,
)
from samsyn.steps.situation.workflow import EditionState

PARTIES = (Party.CITY, Party.POLICE)


@dataclass(frozen=True)
class EditionBrief:
    """An edition without its text: what a list and the wheel need."""

    number: int
    state: str
    checksum: str
    decided_at: object
    approved_by: frozenset[str]  # the parties whose approval holds

    @property
    def lacks(self) -> tuple[str, ...]:
        """The parties that have not approved."""
        return tuple(party for party in PARTIES if party not in self.approved_by)


@dataclass(frozen=True)
class SituationBrief:
    """Step 1 of one pair: whether anything is written, and its editions, newest first."""

    has_text: bool
    editions: tuple[EditionBrief, ...]

    def first(self, state: str) -> EditionBrief | None:
        return next((edition for edition in self.editions if edition.state == state), None)


def situation_briefs(pairs: Sequence[AreaPair]) -> dict[int, SituationBrief]:
    """Return step 1 of each pair by AreaPair.pk, in three queries however many pairs there are."""
    rows = list(
        Edition.objects.filter(picture__pair__in=pairs)
        .order_by("-number")
        .values("pk", "picture__pair", "number", "state", "checksum", "decided_at")
    )
    holding = _approvals([row["pk"] for row in rows if row["state"] == EditionState.IN_REVIEW])
    editions: dict[int, list[EditionBrief]] = {}
    for row in rows:
        approved = frozenset(
            party for pk, checksum, party in holding if pk == row["pk"] and checksum == row["checksum"]
        )
        editions.setdefault(row["picture__pair"], []).append(
            EditionBrief(row["number"], row["state"], row["checksum"], row["decided_at"], approved)
        )
    texts = _written([pair for pair in pairs if pair.pk not in editions])
    return {
        pair.pk: SituationBrief(pair.pk in editions or pair.pk in texts, tuple(editions.get(pair.pk, ())))
        for pair in pairs
    }


def _written(pairs: list[AreaPair]) -> set[int]:
    """Return which of the pairs have anything in their running picture. One with an edition has; it is not asked about."""
    if not pairs:
        return set()
    pictures = SituationPicture.objects.filter(pair__in=pairs).filter(
        Exists(joint(Paragraph.objects.filter(picture=OuterRef("pk"), removed_at=None)))
        | Exists(joint(Finding.objects.filter(picture=OuterRef("pk"), removed_at=None)))
        | Exists(LevelAssessment.objects.filter(picture=OuterRef("pk")))
    )
    return set(pictures.values_list("pair", flat=True))


def _approvals(editions: list[int]) -> list[tuple[int, str, str]]:
    """Return the approvals that count, each with a good signature: edition, checksum and party."""
    if not editions:
        return []
    rows = Approval.objects.filter(
        Q(subject_type=Edition._meta.label_lower), subject_id__in=editions, voided_at=None
    )
    found = signatures.good(rows.select_related("pair__city"))
    return [(row.subject_id, row.checksum, row.party) for row in found]


def situation_state(pair: AreaPair, brief: SituationBrief, *, earlier: tuple[bool, ...] = ()) -> StepState:
    """Return step 1 of the pair."""
    decided, review = brief.first(EditionState.DECIDED), brief.first(EditionState.IN_REVIEW)
    draft = brief.first(EditionState.DRAFT)
    state = "decided" if decided else "ongoing" if (review or draft or brief.has_text) else "none"
    return StepState(
        1,
        str(STEPS[0].name),
        str(STEPS[0].short),
        state,
        reverse("situation:picture", args=[pair.slug]),
        fact=_fact(decided, review or draft),
        headline=_headline(decided, brief),
        text=_text(review, draft, brief),
        share=_share(decided, review, draft, brief),
        ball=_ball(review),
        earlier=earlier,
    )


def _fact(decided: EditionBrief | None, coming: EditionBrief | None) -> str:
    edition = decided or coming
    if edition is None:
        return ""
    return _("utgåva %(number)s") % {"number": edition.number}


def _headline(decided: EditionBrief | None, brief: SituationBrief) -> str:
    if decided:
        return _("Utgåva %(number)s gäller.") % {"number": decided.number}
    if brief.editions or brief.has_text:
        return _("Ingen utgåva är beslutad.")
    return _("Ingenting är skrivet.")


def _text(review: EditionBrief | None, draft: EditionBrief | None, brief: SituationBrief) -> str:
    if review:
        return _waits(review)
    if draft:
        return _("Utgåva %(number)s är ett utkast.") % {"number": draft.number}
    if brief.editions:
        return ""
    if brief.has_text:
        return _("Den löpande lägesbilden har text, slutsatser eller lägen.")
    return _("Börja med det ni vet, och skriv vad som saknas.")


def _waits(review: EditionBrief) -> str:
    values = {"number": review.number}
    if len(review.lacks) == 2:
        return _("Utgåva %(number)s väntar på båda parters godkännande.") % values
    if review.lacks == (Party.POLICE,):
        return _("Utgåva %(number)s väntar på polisens godkännande.") % values
    return _("Utgåva %(number)s väntar på stadens godkännande.") % values


def _ball(review: EditionBrief | None) -> str:
    if review is None:
        return ""
    return "both" if len(review.lacks) == 2 else "".join(review.lacks)


def _share(
    decided: EditionBrief | None,
    review: EditionBrief | None,
    draft: EditionBrief | None,
    brief: SituationBrief,
) -> float:
    """How far step 1 has come: written, cut, sent to review, approved by one, decided: a fifth each."""
    if decided:
        return 1.0
    if review:
        return 0.6 + 0.2 * len(review.approved_by)
    if draft:
        return 0.4
    return 0.2 if brief.has_text else 0.0


def one_line(brief: SituationBrief) -> str:
    """Return a pair's state in one line, for the list of pairs."""
    decided, review = brief.first(EditionState.DECIDED), brief.first(EditionState.IN_REVIEW)
    if review:
        return _waits(review)
    if decided:
        count = sum(1 for edition in brief.editions if edition.state != EditionState.DRAFT)
        return ngettext(
            "Lägesbilden är beslutad: utgåva %(number)s gäller.",
            "Lägesbilden är beslutad: utgåva %(number)s gäller, efter %(count)s utgåvor.",
            count,
        ) % {"number": decided.number, "count": count}
    if brief.editions:
        return _("Ett utkast till lägesbild väntar på att bli klart.")
    if brief.has_text:
        return _("En lägesbild är påbörjad. Ingen utgåva är beslutad.")
    return _("Ingen lägesbild är skriven ännu.")
