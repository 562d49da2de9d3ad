"""Reading figures in force. What is asked twice is answered from memory until something new comes into force."""

from samsyn.evidence.queries.catalogue import figures_version
from samsyn.evidence.queries.incidents import incidents
from samsyn.evidence.queries.observations import (
    Observation,
    coverage,
    latest,
    metrics_for,
    metrics_of,
    series,
    table,
)
from samsyn.evidence.queries.origin import Origin, Piece, divisions_used, origin, origin_url

__all__ = [
    "Observation",
    "Origin",
    "Piece",
    "coverage",
    "divisions_used",
    "figures_version",
    "incidents",
    "latest",
    "metrics_for",
    "metrics_of",
    "origin",
    "origin_url",
    "series",
    "table",
]
