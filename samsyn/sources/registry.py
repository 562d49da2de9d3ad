"""All readers, and which of them know a file. One line for each folder of `sources`."""

from __future__ import annotations

from pathlib import Path

from samsyn.sources.bra_csv.reader import READER as BRA_CSV
from samsyn.sources.contract import Reader
from samsyn.sources.incidents.reader import READER as INCIDENTS
from samsyn.sources.population.reader import READER as POPULATION

READERS: dict[str, Reader] = {
    reader.key: reader
    for reader in (
        BRA_CSV,
        POPULATION,
        INCIDENTS,
    )
}


def recognise(path: Path) -> list[tuple[float, Reader]]:
    """Return the readers that know the file, the surest first; empty when none does."""
    sure = [(reader.recognises(path), reader) for reader in READERS.values()]
    return sorted([pair for pair in sure if pair[0] > 0], key=lambda pair: -pair[0])
