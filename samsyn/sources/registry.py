"""All readers, and which of them know a file. One line for each folder of `sources`."""

from __future__ import annotations

from pathlib import Path

from samsyn.sources.areas.reader import READER as AREAS
from samsyn.sources.bra_csv.reader import READER as BRA_CSV
from samsyn.sources.bra_excel.reader import READER as BRA_EXCEL
from samsyn.sources.contract import Reader
from samsyn.sources.incidents.reader import READER as INCIDENTS
from samsyn.sources.police_events.reader import READER as POLICE_EVENTS
from samsyn.sources.population.reader import READER as POPULATION
from samsyn.sources.survey_answers.reader import READER as SURVEY_ANSWERS
from samsyn.sources.survey_shares.reader import READER as SURVEY_SHARES

_ALL: tuple[Reader, ...] = (
    BRA_CSV,
    BRA_EXCEL,
    POPULATION,
    SURVEY_SHARES,
    SURVEY_ANSWERS,
    INCIDENTS,
    POLICE_EVENTS,
    AREAS,
)
READERS: dict[str, Reader] = {reader.key: reader for reader in _ALL}


def recognise(path: Path) -> list[tuple[float, Reader]]:
    """Return the readers that know the file, the surest first; empty when none does."""
    sure = [(reader.recognises(path), reader) for reader in READERS.values()]
    return sorted([pair for pair in sure if pair[0] > 0], key=lambda pair: -pair[0])
