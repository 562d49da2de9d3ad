"""Both parties' orders beside each other, their sum, and where they are equal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samsyn.conference.models import Candidate, Conference, PartyRank
from samsyn.judging.rules import NOBODY, visible
from samsyn.people.models import Party

FAR_APART = 2  # places between the parties that call for a talk
PARTIES = (Party.CITY, Party.POLICE)


@dataclass(frozen=True)
class TallyRow:
    """One candidate.

    city, police  the place that each party gives it among those that stand, None when it has not
    total         the two places together, None until both are known: the smaller the further up
    place         in the joint order; equal totals share one
    is_equal      whether it shares its place: the parties settle it together
    """

    candidate: Candidate
    city: int | None
    police: int | None
    place: int | None
    is_equal: bool

    @property
    def total(self) -> int | None:
        return None if self.city is None or self.police is None else self.city + self.police

    @property
    def apart(self) -> int:
        return 0 if self.city is None or self.police is None else abs(self.city - self.police)

    @property
    def is_far_apart(self) -> bool:
        return self.apart >= FAR_APART


@dataclass(frozen=True)
class Tally:
    """The candidates in the joint order.

    lacks    the parties whose whole order the reader does not see: both, when it is her own that is lacking
    changed  the parties that changed their order after they had seen the other's
    """

    rows: tuple[TallyRow, ...]
    lacks: tuple[Party, ...]
    versions: Mapping[str, int]
    changed: tuple[Party, ...] = ()

    @property
    def lacking(self) -> str:
        """Whose order is lacking, as a sentence. Says nothing of the other party to one whose own is lacking."""
        if len(self.lacks) > 1:
            return _("Båda parters ordning visas när båda har ordnat alla förslag.")
        if Party.CITY in self.lacks:
            return _("Staden har inte ordnat alla förslag än.")
        return _("Polisen har inte ordnat alla förslag än.")

    @property
    def is_complete(self) -> bool:
        return bool(self.rows) and not self.lacks

    @property
    def has_equals(self) -> bool:
        return any(row.is_equal for row in self.rows)


def tally_of(conference: Conference, reader: str = NOBODY) -> Tally:
    """Return the joint order as a reader of the party may know it: the other's order when her own is whole. The parties weigh the same; what nobody has ranked stands last, as it was added.

    A party's places are counted among the candidates that stand, so that one that is taken away leaves no gap.
    """
    rows = list(Candidate.objects.filter(conference=conference).standing().select_related("from_pair"))
    for row in rows:
        row.conference = conference
    ranks = list(PartyRank.objects.filter(candidate__in=rows))
    whole = {
        str(party): party
        for party in PARTIES
        if {row.pk for row in rows} <= {rank.candidate_id for rank in ranks if rank.party == party}
    }
    shown = {*visible(whole, reader), *({reader} & {str(party) for party in PARTIES})}
    ranks = [rank for rank in ranks if rank.party in shown]
    places = {str(party): _places(ranks, party) for party in PARTIES}
    versions = {
        str(party): max((rank.version for rank in ranks if rank.party == party), default=0)
        for party in PARTIES
    }
    lacks = tuple(
        party for party in PARTIES if any(row.pk not in places[str(party)] for row in rows) or not rows
    )
    changed = tuple(
        party for party in PARTIES if any(rank.is_changed_after_seen for rank in ranks if rank.party == party)
    )
    return Tally(tuple(_ordered(rows, places)), lacks, versions, changed)


def _places(ranks: list[PartyRank], party: Party) -> dict[int, int]:
    mine = sorted((rank for rank in ranks if rank.party == party), key=lambda rank: (rank.rank, rank.pk))
    return {rank.candidate_id: place for place, rank in enumerate(mine, 1)}


def _ordered(rows: list[Candidate], places: Mapping[str, Mapping[int, int]]) -> list[TallyRow]:
    city, police = places[Party.CITY], places[Party.POLICE]
    totals = {row.pk: city[row.pk] + police[row.pk] for row in rows if row.pk in city and row.pk in police}
    times = Counter(totals.values())
    better = {total: sum(1 for other in totals.values() if other < total) for total in times}
    order = sorted(rows, key=lambda row: (row.pk not in totals, totals.get(row.pk, 0), row.position, row.pk))
    return [
        TallyRow(
            candidate=row,
            city=city.get(row.pk),
            police=police.get(row.pk),
            place=better[totals[row.pk]] + 1 if row.pk in totals else None,
            is_equal=row.pk in totals and times[totals[row.pk]] > 1,
        )
        for row in order
    ]
