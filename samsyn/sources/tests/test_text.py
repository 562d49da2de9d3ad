import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.sources import text
from samsyn.sources.contract import SourceError
from samsyn.sources.rows import open_rows


def _rows(path):
    opened = open_rows(path)
    return opened, [cells for _row, cells in opened.rows]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
        ("cp1252", "windows-1252"),
    ],
)
@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("is_gzip", [False, True])
def test_encodings_and_delimiters_are_seen(tmp_path, encoding, said, mark, is_gzip):
    path = tmp_path / "fil.csv"
    content = mark.join(("område", "antal")) + "\r\n" + mark.join(("Östra Ängen", "12")) + "\r\n"
    raw = content.encode(encoding)
    path.write_bytes(gzip.compress(raw) if is_gzip else raw)
    opened, rows = _rows(path)
    assert (opened.heading, rows) == (("område", "antal"), [["Östra Ängen", "12"]])
    assert (opened.encoding, opened.delimiter) == (said, mark)


def test_windows_1252_is_seen_far_into_a_file(tmp_path):
    path = tmp_path / "fil.csv"
    path.write_bytes(b"area,n\n" + b"Norr,1\n" * 400_000 + "Öster,2\n".encode("cp1252"))
    opened, rows = _rows(path)
    assert rows[-1] == ["Öster", "2"]
    assert opened.path == path


def test_two_encodings_in_one_file_are_refused(tmp_path):
    path = tmp_path / "fil.csv"
    path.write_bytes("område,n\n".encode() + b"Norr,1\n" * 400_000 + "Öster,2\n".encode("cp1252"))
    with pytest.raises(SourceError, match="teckenkodning som vi inte känner igen"):
        _rows(path)


@pytest.mark.parametrize("encoding", ["utf-32", "cp850", "cp437"])
def test_an_unknown_encoding_says_what_to_save_as(tmp_path, encoding):
    path = tmp_path / "fil.csv"
    path.write_bytes("omrade,n\nvästra,1\nsödra,2\n".encode(encoding))
    with pytest.raises(SourceError, match="Spara den som CSV i UTF-8"):
        _rows(path)


def test_binary_rubbish_is_no_table(tmp_path):
    path = tmp_path / "fil.csv"
    path.write_bytes(bytes(range(256)) * 10)
    with pytest.raises(SourceError, match="är inte en tabell som vi kan läsa"):
        _rows(path)


def test_a_cut_gzip_file_says_that_it_is_half(tmp_path):
    path = tmp_path / "fil.csv.gz"
    raw = gzip.compress("".join(f"Norr,{number * 7919 % 10007}\n" for number in range(200_000)).encode())
    path.write_bytes(raw[: len(raw) // 2])
    with pytest.raises(SourceError, match="trasig eller bara halv"):
        _rows(path)


def test_a_line_without_end_is_refused(tmp_path):
    path = tmp_path / "fil.csv"
    path.write_bytes(b"a,b\n" + b"x" * 1_500_000)
    with pytest.raises(SourceError, match="1 000 000 tecken per rad"):
        _rows(path)


def test_a_thousand_columns_are_the_most(tmp_path):
    path = tmp_path / "fil.csv"
    path.write_bytes(b"," * 1001 + b"\n")
    with pytest.raises(SourceError, match="1 000 kolumner"):
        _rows(path)


def test_a_last_row_without_line_break_is_noted(tmp_path):
    path = tmp_path / "fil.csv"
    path.write_bytes(b"a,b\n1,2")
    opened, rows = _rows(path)
    assert rows == [["1", "2"]]
    assert "Sista raden slutar utan radbrytning" in opened.notes[0][0]


def test_excels_line_about_the_delimiter_is_no_heading(tmp_path):
    path = tmp_path / "fil.csv"
    path.write_bytes(b"sep=;\r\na;b\r\n1;2,5\r\n")
    opened, rows = _rows(path)
    assert (opened.heading, rows) == (("a", "b"), [["1", "2,5"]])


def test_a_line_break_inside_quotes_stays_in_its_cell(tmp_path):
    path = tmp_path / "fil.csv"
    path.write_bytes(b'a,b\n"x\ny",2\n3,4\n')
    opened = open_rows(path)
    assert list(opened.rows) == [(2, ["x\ny", "2"]), (3, ["3", "4"])]


CELL = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=10).filter(
    lambda cell: not set(cell) & set(',;"\t') and cell.strip() and not cell.lower().startswith("sep=")
)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(CELL, CELL), min_size=2, max_size=6),
    st.sampled_from(["utf-8", "utf-16"]),
    st.sampled_from(",;\t"),
)
def test_what_is_written_is_read(tmp_path_factory, rows, encoding, mark):
    path = tmp_path_factory.mktemp("skrivet") / "fil.csv"
    path.write_bytes("".join(mark.join(row) + "\n" for row in rows).encode(encoding))
    try:
        opened, read = _rows(path)
    except SourceError:  # a first cell such as {} is JSON, a magic number another form
        return
    assert [list(opened.heading), *read] == [[cell.strip() for cell in rows[0]], *map(list, rows[1:])]


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=3000))
def test_any_bytes_become_utf8_or_an_error(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("byte") / "fil"
    path.write_bytes(content)
    try:
        text.Utf8(path).readall().decode("utf-8")
    except SourceError:
        pass
