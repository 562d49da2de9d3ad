"""Each party's order of the candidates. Both stand beside each other; no person's vote is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.conference.access import may_rank
from samsyn.conference.models import Candidate, Conference, PartyRank
from samsyn.conference.queries.tally import tally_of
from samsyn.conference.services.candidates import must_be_open
from samsyn.conference.services.conferences import locked
from samsyn.judging.services import told
from samsyn.people.access import PARTIES
from samsyn.people.models import Member
from samsyn.ui.clock import now
from samsyn.ui.errors import StaleError, UserError


@transaction.atomic
def rank_candidates(
    *, conference: Conference, ranks: Mapping[int, int], version: int, by: Member
) -> list[PartyRank]:
    """Enter the order of the member's own party, whole, and log it.

    ranks    by the candidate's primary key: every standing candidate with a place of its own, 1, 2, 3 …
    version  of the party's order as it was read, 0 when there was none; raises StaleError when somebody has saved since
    """
    held = locked(conference, by=None)
    if by.party not in PARTIES or not may_rank(by, held.pair):
        raise UserError(
            _(
                "Ordningen sparades inte. Du får läsa här men inte ordna för en part. "
                "Be den som samordnar eller leder för er part att göra det."
            )
        )
    must_be_open(held)
    rows = list(Candidate.objects.filter(conference=held).standing())
    _must_be_whole(rows, ranks)
    mine = {row.candidate_id: row for row in PartyRank.objects.filter(candidate__in=rows, party=by.party)}
    now_at = max((row.version for row in mine.values()), default=0)
    if now_at != version:
        raise StaleError(
            _(
                "Ordningen sparades inte. Någon från er part har sparat en ordning sedan du öppnade sidan. "
                "Jämför med den som gäller nu och spara igen."
            ),
            theirs=_order(rows, mine),
        )
    places = {pk: rank.rank for pk, rank in mine.items()}
    was_given, was_shown = len(mine) == len(rows), tally_of(held).is_complete
    saved = [_saved(row, mine.get(row.pk), ranks[row.pk], now_at + 1, by, was_shown) for row in rows]
    told(
        held,
        by=by,
        pair=held.pair,
        was_given=was_given,
        is_shown=tally_of(held).is_complete,
        is_changed=was_shown and any(places[row.pk] != ranks[row.pk] for row in rows),
        event=Event.CANDIDATES_RANKED,
        candidates=len(saved),
        version=now_at + 1,
    )
    return saved


def _order(rows: list[Candidate], mine: Mapping[int, PartyRank]) -> str:
    ranked = sorted((row for row in rows if row.pk in mine), key=lambda row: mine[row.pk].rank)
    return "\n".join(f"{mine[row.pk].rank}. {row.title}" for row in ranked)


def _must_be_whole(rows: list[Candidate], ranks: Mapping[int, int]) -> None:
    if not rows:
        raise UserError(
            _("Ordningen sparades inte. Det finns inga förslag att ordna. Lägg till förslag först.")
        )
    lacking = [row.title for row in rows if row.pk not in ranks]
    if lacking:
        raise UserError(
            _(
                "Ordningen sparades inte. En plats saknas för ”%(title)s”. Ge varje förslag en plats och spara igen."
            )
            % {"title": lacking[0]}
        )
    places = Counter(ranks[row.pk] for row in rows)
    twice = [place for place, times in places.items() if times > 1]
    if twice:
        raise UserError(
            _(
                "Ordningen sparades inte. Två förslag har plats %(place)s. "
                "Er part ger varje förslag en egen plats: ändra den ena och spara igen."
            )
            % {"place": min(twice)}
        )
    if set(places) != set(range(1, len(rows) + 1)):
        raise UserError(
            _(
                "Ordningen sparades inte. Platserna går inte från 1 till %(count)s. Rätta platserna och spara igen."
            )
            % {"count": len(rows)}
        )


def _saved(
    row: Candidate, standing: PartyRank | None, rank: int, version: int, by: Member, was_shown: bool
) -> PartyRank:
    """Save the party's place of a candidate. One that is moved after the other's order was seen keeps the first."""
    saved = standing or PartyRank(candidate=row, party=by.party)
    if was_shown and saved.rank != rank:
        saved.note_change(str(saved.rank), now())
    saved.rank, saved.version, saved.entered_by, saved.entered_at = rank, version, by, now()
    saved.save()
    return saved
