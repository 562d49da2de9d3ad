"""Small helpers of the readers' own tests."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from samsyn.sources.contract import SourceError


def write(folder: Path, text: str, name: str = "fil.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def read(reader, path: Path, **options):
    """Return all rows as dictionaries and all errors as sentences."""
    batches = list(reader.batches(path, options))
    table = pa.concat_tables([batch.table for batch in batches])
    errors = [str(error) for batch in batches for error in batch.errors]
    assert sum(batch.refused for batch in batches) >= len(errors)
    return table.to_pylist(), errors


def refused(reader, path: Path, **options) -> str:
    """Return the sentences that a file is refused with, the same in preview and in reading."""
    with pytest.raises(SourceError) as first:
        reader.preview(path, options)
    with pytest.raises(SourceError) as second:
        list(reader.batches(path, options))
    assert str(first.value) == str(second.value)
    return str(first.value)
