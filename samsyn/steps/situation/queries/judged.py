"""What each party has judged of an area's level, as one reader may know it, before and after they have come to something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from samsyn.judging import queries as judging
from samsyn.judging.models import MATTER, Judgement, Settlement
from samsyn.judging.queries import Matter, Stand
from samsyn.judging.rules import PARTIES, other, seen_by
from samsyn.people.models import Member
from samsyn.places.models import Area, AreaPair
from samsyn.steps.situation.models import Level, LevelAssessment, SituationPicture

SUBJECT, QUESTION = "places.area", "level"
THIN = "tunt"  # the answer that says: too little is known to judge


def matter_of(picture: SituationPicture, area: Area, settled: int) -> Matter:
    """Return what the parties judge next of an area. `settled` is the version of the level that stands, 0 for none."""
    return Matter(picture.pair, SUBJECT, area.pk, QUESTION, settled + 1)


def value_of(level: Level | None) -> str:
    return level.code if level is not None else THIN


@dataclass(frozen=True)
class Said:
    """What one party has judged. `first` is what it said before it saw the other's, when it has changed since."""

    party: str
    level: Level | None
    grounds: str
    by: Member
    at: datetime
    is_changed: bool
    first: Level | None
    first_grounds: str


@dataclass(frozen=True)
class StandShown:
    """How an area's level stands for a reader, in levels and words. `said` holds the city's first; one, both or none."""

    reader: str
    said: tuple[Said, ...]
    settlement: Settlement | None
    level: Level | None  # that is proposed or agreed
    version: int  # of the reader's own
    is_open: bool
    waits: bool

    @property
    def mine(self) -> Said | None:
        return next((one for one in self.said if one.party == self.reader), None)

    @property
    def is_shown(self) -> bool:
        return len(self.said) == len(PARTIES)

    @property
    def proposal(self) -> Settlement | None:
        """What one party proposes that the other has not accepted yet."""
        return self.settlement if self.is_open else None

    @property
    def may_accept(self) -> bool:
        return self.proposal is not None and self.proposal.party == other(self.reader)

    @property
    def sentences(self) -> list[tuple[str, str]]:
        """What each party says of the difference, by party; "" for one that has written nothing."""
        return [(party, self.settlement.says(party)) for party in PARTIES] if self.settlement else []


def shown(stand: Stand, scale: Mapping[str, Level]) -> StandShown:
    """Return a stand with its levels. `scale` is the city's levels by code."""
    settlement = stand.settlement
    return StandShown(
        reader=stand.reader,
        said=tuple(said(stand.said[party], scale) for party in PARTIES if party in stand.said),
        settlement=settlement,
        level=scale.get(settlement.value) if settlement is not None else None,
        version=stand.mine.version if stand.mine else 0,
        is_open=stand.is_open,
        waits=stand.waits,
    )


def said(row: Judgement, scale: Mapping[str, Level]) -> Said:
    return Said(
        party=row.party,
        level=scale.get(row.value),
        grounds=row.grounds,
        by=row.by,
        at=row.at,
        is_changed=row.is_changed_after_seen,
        first=scale.get(row.first),
        first_grounds=row.first_grounds,
    )


def scale_of(pair: AreaPair) -> dict[str, Level]:
    return {level.code: level for level in Level.objects.filter(city=pair.city)}


def stands_of(pair: AreaPair, areas: Iterable[int], reader: str) -> dict[int, dict[int, StandShown]]:
    """Return all that a reader may know of what is judged, by area and round."""
    found: dict[int, dict[int, StandShown]] = {}
    rows = judging.stands(pair, SUBJECT, QUESTION, reader, areas)
    scale = scale_of(pair) if rows else {}
    for (area, time), stand in rows.items():
        found.setdefault(area, {})[time] = shown(stand, scale)
    return found


def under_way(
    pair: AreaPair, judged: Mapping[int, LevelAssessment], areas: Iterable[int], reader: str
) -> dict[int, StandShown]:
    """Return what a reader may know of the judgements that have not come to anything yet, by area."""
    found = stands_of(pair, areas, reader)
    rounds = {area: (judged[area].version if area in judged else 0) + 1 for area in found}
    return {area: times[rounds[area]] for area, times in found.items() if rounds[area] in times}


def given(pair: AreaPair, judged: Mapping[int, int], reader: str) -> tuple[set[int], set[int]]:
    """Return the areas that the reader's party has judged since the last joint level, and those where both have.

    judged  the version of each area's joint level, by Area.pk

    One question to the database: for the list of what waits.
    """
    rows = seen_by(
        Judgement.objects.filter(pair=pair, subject_type=SUBJECT, question=QUESTION), reader, of=MATTER
    ).values_list("subject_id", "round", "party")
    now = [(area, party) for area, time, party in rows if time == judged.get(area, 0) + 1]
    mine = {area for area, party in now if party == reader}
    return mine, {area for area, party in now if party != reader} & mine
