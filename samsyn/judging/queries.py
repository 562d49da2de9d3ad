"""How a matter stands, as one reader may know it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from samsyn.judging.models import MATTER, Judgement, Settlement
from samsyn.judging.rules import are_both, seen_by
from samsyn.places.models import AreaPair


@dataclass(frozen=True)
class Matter:
    """What is judged: which question about which row, and for which time."""

    pair: AreaPair
    subject_type: str
    subject_id: int
    question: str
    round: int = 1

    @property
    def key(self) -> dict[str, object]:
        return {
            "pair": self.pair,
            "subject_type": self.subject_type,
            "subject_id": self.subject_id,
            "question": self.question,
            "round": self.round,
        }


@dataclass(frozen=True)
class Stand:
    """What a reader may know: the judgements by party, and what the parties have come to. `mine` is her own party's."""

    reader: str
    said: Mapping[str, Judgement]
    settlement: Settlement | None

    @property
    def mine(self) -> Judgement | None:
        return self.said.get(self.reader)

    @property
    def is_shown(self) -> bool:
        """Whether both are given, so that each sees the other's."""
        return are_both(self.said)

    @property
    def is_settled(self) -> bool:
        return self.settlement is not None and self.settlement.is_settled

    @property
    def is_open(self) -> bool:
        """Whether both see that they have something to settle."""
        return self.is_shown and not self.is_settled

    @property
    def waits(self) -> bool:
        """Whether the reader's party has judged and the other has not."""
        return self.mine is not None and not self.is_shown


def stand(matter: Matter, reader: str) -> Stand:
    """Return how one matter stands: two questions to the database, whoever has judged."""
    rows = seen_by(Judgement.objects.filter(**matter.key), reader, of=MATTER).select_related(
        "by__organisation"
    )
    settled = Settlement.objects.filter(**matter.key).select_related("by", "accepted_by").first()
    return Stand(reader, {row.party: row for row in rows}, settled)


def stands(
    pair: AreaPair, subject_type: str, question: str, reader: str, subjects: Iterable[int]
) -> dict[tuple[int, int], Stand]:
    """Return how each matter of a pair stands that the reader may know of, by subject and round: two questions."""
    of = {"pair": pair, "subject_type": subject_type, "question": question, "subject_id__in": list(subjects)}
    said: dict[tuple[int, int], dict[str, Judgement]] = defaultdict(dict)
    rows = seen_by(Judgement.objects.filter(**of), reader, of=MATTER).select_related("by__organisation")
    for row in rows:
        said[row.subject_id, row.round][row.party] = row
    settled = {
        (row.subject_id, row.round): row
        for row in Settlement.objects.filter(**of).select_related("by", "accepted_by")
    }
    return {key: Stand(reader, given, settled.get(key)) for key, given in said.items()}
