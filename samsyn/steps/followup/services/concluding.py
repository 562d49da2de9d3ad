"""What now: each party says its mind first, then they settle one conclusion, then both decide it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.judging.rules import NOBODY, are_both
from samsyn.judging.services import told
from samsyn.people.models import Member
from samsyn.records.joint.services import open_for_change, required
from samsyn.records.services import PARTIES
from samsyn.steps.followup.models import Conclusion, FollowUp, ProposedConclusion
from samsyn.steps.followup.queries.followups import seen
from samsyn.ui.clock import now
from samsyn.ui.errors import StaleError, UserError


def _must_be_measured(row: FollowUp) -> None:
    if row.measured_at is None:
        raise UserError(
            _(
                "Ingenting sparades. Uppföljningen är inte räknad, så ingen vet vad den visar. "
                "Räkna fram den först."
            )
        )


def _conclusion(code: str) -> Conclusion:
    if code not in Conclusion.values:
        raise UserError(
            _(
                "Ingenting sparades. Du har inte valt någon slutsats. "
                "Välj om ni ska fortsätta, ändra, avsluta eller sprida."
            )
        )
    return Conclusion(code)


@transaction.atomic
def propose(*, followup: FollowUp, conclusion: str, by: Member, reason: str = "") -> ProposedConclusion:
    """Say what one's own party thinks. The other party's answer shows when both have answered."""
    held = open_for_change(followup, by=by)
    _must_be_measured(held)
    chosen, reason = _conclusion(conclusion), reason.strip()[:300]
    known = {one.party: one for one in held.proposals.all()}
    mine, was_shown = known.get(by.party), are_both(seen(held, known, by.party))
    is_answered = mine is not None and (held.measured_at is None or mine.at >= held.measured_at)
    made = mine or ProposedConclusion(followup=held, party=by.party)
    is_changed = is_answered and was_shown and (made.conclusion, made.reason) != (chosen, reason)
    if is_changed:
        made.note_change(str(made.conclusion), now())
    elif not is_answered:
        made.first, made.changed_at = "", None
    made.conclusion, made.reason, made.by, made.at = chosen, reason, by, now()
    made.save()
    told(
        held,
        by=by,
        pair=held.pair,
        was_given=is_answered,
        is_shown=are_both(seen(held, {**known, by.party: made}, NOBODY)),
        is_changed=is_changed,
        event=Event.CONCLUSION_PROPOSED,
    )
    return made


@transaction.atomic
def settle(*, followup: FollowUp, conclusion: str, reason: str, version: int, by: Member) -> FollowUp:
    """Write the conclusion that the parties have come to together. It binds when both have decided the text.

    Raises StaleError when somebody settled since `version` was read, UserError before both have said their mind.
    """
    held = open_for_change(followup, by=by)
    if held.version != version:
        raise StaleError(
            _(
                "Din slutsats sparades inte. Någon har ändrat uppföljningen sedan du öppnade den. "
                "Jämför med det som gäller nu, ändra ditt och spara igen."
            ),
            theirs=_theirs(held),
        )
    _must_be_measured(held)
    said = set(held.proposals.values_list("party", flat=True))
    if not all(party in said for party in PARTIES):
        raise UserError(
            _("Slutsatsen sparades inte. Båda parter har inte svarat än. Låt var och en svara för sig först.")
        )
    held.conclusion = _conclusion(conclusion)
    held.reason = required(reason, what=_("Skälet till slutsatsen"))
    held.version += 1
    held.save(update_fields=["conclusion", "reason", "version"])
    record(Event.FOLLOWUP_CHANGED, held, by=by, pair_id=held.pair_id, conclusion=str(held.conclusion))
    return held


def _theirs(row: FollowUp) -> str:
    if not row.conclusion:
        return _("Talen är räknade på nytt. Ingen slutsats är skriven.")
    return f"{row.get_conclusion_display()}: {row.reason}"
