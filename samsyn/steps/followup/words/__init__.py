"""A follow-up in words: what was found, how sure one can be, and what else could explain it."""

from samsyn.steps.followup.words.amounts import amount, own, period
from samsyn.steps.followup.words.doubts import beside_name, sureness
from samsyn.steps.followup.words.sentences import (
    Sentence,
    figures,
    is_expected,
    is_secured,
    is_tested,
    say,
    sentences,
    short,
    told,
    verdict,
)

__all__ = [
    "Sentence",
    "amount",
    "beside_name",
    "figures",
    "is_expected",
    "is_secured",
    "is_tested",
    "own",
    "period",
    "say",
    "sentences",
    "short",
    "sureness",
    "told",
    "verdict",
]
