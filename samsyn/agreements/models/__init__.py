from samsyn.agreements.models.agreements import (
    Agreement,
    AgreementKind,
    AgreementReview,
    Clause,
    ClauseTarget,
    Covers,
    Signature,
    SignatureWay,
    TargetKind,
)
from samsyn.agreements.models.promises import CitizenPromise, Commitment, ReportedOutcome

__all__ = [
    "Agreement",
    "AgreementKind",
    "AgreementReview",
    "CitizenPromise",
    "Clause",
    "ClauseTarget",
    "Commitment",
    "Covers",
    "ReportedOutcome",
    "Signature",
    "SignatureWay",
    "TargetKind",
]
