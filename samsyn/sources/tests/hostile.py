"""What the hostile tests share: read a file in every way, and mutate the samples."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import strategies as st

from samsyn.sources.contract import SourceError
from samsyn.sources.registry import READERS

FOLDER = Path(__file__).parents[1]
EXAMPLES = int(os.environ.get("SAMSYN_FUZZ", "40"))


def samples(key: str) -> list[Path]:
    folder = FOLDER / key.replace("-", "_") / "sample"
    return sorted(path for path in folder.iterdir() if path.suffix not in (".py", ".md", ""))


def read_whatever(reader, path: Path) -> tuple[int, int]:
    """Recognise, preview and read; return rows read and refused. Only SourceError may come out, and it is caught."""
    assert 0 <= reader.recognises(path) <= 1
    options = {}
    try:
        preview = reader.preview(path)
        options = preview.options
        for template, facts in preview.notes:
            assert template.format(**facts)
    except SourceError as error:
        assert str(error)
    taken = refused = 0
    try:
        for batch in reader.batches(path, options):
            assert batch.table.schema.equals(reader.schema)
            batch.table.validate(full=True)
            for field in reader.schema:
                assert field.nullable or batch.table[field.name].null_count == 0
            for error in batch.errors:
                assert str(error)
            assert len(batch.errors) <= batch.refused
            taken += batch.table.num_rows
            refused += batch.refused
    except SourceError as error:
        assert str(error)
    return taken, refused


@st.composite
def mutations(draw, contents: list[bytes]) -> bytes:
    """One of the samples with bytes changed, cut away, doubled or put in."""
    content = bytearray(draw(st.sampled_from(contents)))
    for _ in range(draw(st.integers(1, 6))):
        if not content:
            break
        place = draw(st.integers(0, len(content) - 1))
        kind = draw(st.sampled_from(("flip", "cut", "insert", "double", "end")))
        if kind == "flip":
            content[place] = draw(st.integers(0, 255))
        elif kind == "cut":
            del content[place : place + draw(st.integers(1, 40))]
        elif kind == "insert":
            content[place:place] = draw(st.sampled_from(NASTY) | st.binary(min_size=1, max_size=12))
        elif kind == "double":
            content[place:place] = content[place : place + draw(st.integers(1, 200))]
        else:
            del content[place:]
    return bytes(content)


NASTY = [
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b'""', b";", b",", b"\t", b"\r", b"\n", b"\n\n", b"\r\n", b"=1+1",
    b"..", b"-", b"1e999", b"NaN", b"inf", b"-1", b"0", b"99999999999999999999", b"2024-02-30", b"0000-00-00",
    b"{", b"}", b"[", b"]", b"null", "å".encode(), "å".encode("cp1252"), "‮".encode(), b"{row}", b"%s", b"{0}",
]  # fmt: skip

__all__ = ["EXAMPLES", "FOLDER", "READERS", "mutations", "read_whatever", "samples"]
