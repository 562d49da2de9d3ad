"""Reading figures in force. What is asked twice is answered from memory until something new comes into force."""

from samsyn.evidence.queries.catalogue import figures_version
from samsyn.evidence.queries.incidents import IncidentYear, incident_year, incidents, without_rows
from samsyn.evidence.queries.observations import (
    Observation,
    coverage,
    joint_coverage,
    joint_series,
    joint_table,
    latest,
    metrics_for,
    metrics_of,
    series,
    table,
)
from samsyn.evidence.queries.origin import Origin, Piece, divisions_used, origin, origin_url

__all__ = [
    "IncidentYear",
    "Observation",
    "Origin",
    "Piece",
    "coverage",
    "divisions_used",
    "figures_version",
    "incident_year",
    "incidents",
    "joint_coverage",
    "joint_series",
    "joint_table",
    "latest",
    "metrics_for",
    "metrics_of",
    "origin",
    "origin_url",
    "series",
    "table",
    "without_rows",
]
