"""Reading conferences: which there are, what is proposed, how both parties order it, and what became of last year."""

from samsyn.conference.queries.became import Became, became_of
from samsyn.conference.queries.conferences import (
    Soon,
    areas_of_city,
    conferences_of,
    parts_of,
    soon_for,
)
from samsyn.conference.queries.evidence import EvidenceShown, evidence_shown, offered_evidence
from samsyn.conference.queries.tally import Tally, TallyRow, tally_of

__all__ = [
    "Became",
    "EvidenceShown",
    "Soon",
    "Tally",
    "TallyRow",
    "areas_of_city",
    "became_of",
    "conferences_of",
    "evidence_shown",
    "offered_evidence",
    "parts_of",
    "soon_for",
    "tally_of",
]
