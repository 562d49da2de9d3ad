"""Candidates: what the areas want to go first, with their evidence. Closed once a list of priorities is begun."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.conference.models import Candidate, Conference
from samsyn.conference.queries.evidence import offered_evidence
from samsyn.conference.services.conferences import locked
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.priorities.models import FocusArea
from samsyn.priorities.queries import decided_priority, standing_list
from samsyn.records.joint.services import next_position, required
from samsyn.ui.clock import now
from samsyn.ui.errors import StaleError, UserError

MOST = 20  # more than anybody can put in order in a day
MOST_EVIDENCE = 12


@transaction.atomic
def add_candidate(
    *,
    conference: Conference,
    title: str,
    why: str,
    by: Member,
    focus: str = FocusArea.OTHER,
    from_pair: AreaPair | None = None,
    evidence: Iterable[str] = (),
    priority_key: UUID | None = None,
) -> Candidate:
    """Propose something for the priorities of next year, and log it.

    evidence      what it rests on, as `queries.evidence.offered_evidence` names it
    priority_key  of a priority that the city has decided, when the candidate goes on with it
    """
    held = locked(conference, by=by)
    must_be_open(held)
    if Candidate.objects.filter(conference=held).standing().count() >= MOST:
        raise UserError(
            _(
                "Förslaget sparades inte. Konferensen har redan %(most)s förslag, och fler går inte att ordna. "
                "Slå ihop några och försök igen."
            )
            % {"most": MOST}
        )
    made = Candidate.objects.create(
        conference=held,
        party=by.party,
        position=next_position(Candidate.objects.filter(conference=held)),
        added_by=by,
        added_at=now(),
        **_checked(held, title, why, focus, from_pair, evidence, priority_key),
    )
    record(
        Event.CANDIDATE_ADDED,
        made,
        by=by,
        pair_id=held.pair_id,
        conference=held.pk,
        from_pair=made.from_pair_id,
        evidence=len(made.evidence),
    )
    return made


@transaction.atomic
def change_candidate(
    *,
    candidate: Candidate,
    version: int,
    title: str,
    why: str,
    by: Member,
    focus: str = FocusArea.OTHER,
    from_pair: AreaPair | None = None,
    evidence: Iterable[str] = (),
    priority_key: UUID | None = None,
) -> Candidate:
    """Change what a candidate says and log it.

    version  `Candidate.version` as it was read; raises StaleError when somebody has saved or removed it since
    """
    held = locked(candidate.conference, by=by)
    must_be_open(held)
    row = _current(candidate, version)
    said = _checked(held, title, why, focus, from_pair, evidence, priority_key, kept=row.evidence)
    for name, value in {**said, "version": row.version + 1}.items():
        setattr(row, name, value)
    row.save()
    record(
        Event.CANDIDATE_CHANGED,
        row,
        by=by,
        pair_id=held.pair_id,
        conference=held.pk,
        evidence=len(row.evidence),
        version=row.version,
    )
    return row


@transaction.atomic
def remove_candidate(*, candidate: Candidate, version: int, by: Member) -> None:
    """Take a candidate away and log it. The row stays, and so do the places that the parties gave it."""
    held = locked(candidate.conference, by=by)
    must_be_open(held)
    row = _current(candidate, version)
    row.removed_at, row.version = now(), row.version + 1
    row.save(update_fields=["removed_at", "version"])
    record(Event.CANDIDATE_REMOVED, row, by=by, pair_id=held.pair_id, conference=held.pk)


def _current(candidate: Candidate, version: int) -> Candidate:
    row: Candidate = Candidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk)
    if row.removed_at is not None:
        raise StaleError(
            _(
                "Förslaget sparades inte. Någon har tagit bort det sedan du öppnade det. Lägg till det på nytt."
            ),
            theirs=f"{row.title}\n\n{row.why}",
        )
    if row.version != version:
        raise StaleError(
            _(
                "Förslaget sparades inte. Någon har ändrat det sedan du öppnade det. "
                "Jämför med det som gäller nu, ändra ditt och spara igen."
            ),
            theirs=f"{row.title}\n\n{row.why}",
        )
    return row


def must_be_open(conference: Conference) -> None:
    """Raise UserError when a list of priorities is begun: what it was made of stays as it was."""
    if standing_list(conference.pair, conference.chooses_for) is not None:
        raise UserError(
            _(
                "Ingenting sparades. Prioriteringslistan för %(year)s är påbörjad, så förslag och ordning är låsta. "
                "Ändra i listan, eller dra tillbaka den."
            )
            % {"year": conference.chooses_for}
        )


def _checked(
    conference: Conference,
    title: str,
    why: str,
    focus: str,
    from_pair: AreaPair | None,
    evidence: Iterable[str],
    priority_key: UUID | None,
    *,
    kept: Iterable[dict[str, Any]] = (),
) -> dict[str, Any]:
    if focus not in FocusArea.values:
        raise UserError(
            _("Förslaget sparades inte. Det saknas ett fokusområde. Välj det som passar bäst, eller Annat.")
        )
    if from_pair is not None and (from_pair.city_id != conference.city_id or from_pair.is_whole):
        raise UserError(
            _("Förslaget sparades inte. Området hör inte till staden. Välj ett område som hör dit.")
        )
    if priority_key is not None and decided_priority(conference.city_id, priority_key) is None:
        raise UserError(
            _(
                "Förslaget sparades inte. Prioriteringen som det fortsätter finns inte i en beslutad lista. "
                "Välj en som finns, eller ingen."
            )
        )
    return {
        "title": required(title, what=_("Förslaget")),
        "why": required(why, what=_("Skälet")),
        "focus": focus,
        "from_pair": from_pair,
        "priority_key": priority_key,
        "evidence": _evidence(conference, evidence, kept),
    }


def _evidence(
    conference: Conference, refs: Iterable[str], kept: Iterable[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the evidence as it is kept. What the candidate had already may stay though it is no longer offered."""
    wanted = list(dict.fromkeys(refs))
    known = {row["ref"]: row for row in kept}
    known |= {one.ref: one.kept() for one in offered_evidence(conference.city)} if wanted else {}
    if len(wanted) > MOST_EVIDENCE or any(ref not in known for ref in wanted):
        raise UserError(
            _(
                "Förslaget sparades inte. Något av underlaget finns inte bland det som är beslutat, eller så är det fler än "
                "%(most)s. Välj bland det som står där nu och spara igen."
            )
            % {"most": MOST_EVIDENCE}
        )
    return [known[ref] for ref in wanted]
