from __future__ import annotations

import pytest

from samsyn.sources.rows import _ends_with_line_break


@pytest.mark.parametrize(("text", "ends"), [(b"1", False), (b"\n", True), (b"a\n", True), (b"ab", False)])
def test_a_file_of_one_byte_can_be_asked_how_it_ends(tmp_path, text, ends):
    path = tmp_path / "kort.csv"
    path.write_bytes(text)
    assert _ends_with_line_break(path) is ends
