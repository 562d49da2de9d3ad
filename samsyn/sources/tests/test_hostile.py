"""Files that mean harm: whatever comes in, figures or three sentences come out. SAMSYN_FUZZ=2000 runs the long form."""

import gzip
import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samsyn.sources.contract import SourceError
from samsyn.sources.tests.hostile import EXAMPLES, READERS, mutations, read_whatever, samples

KEYS = sorted(READERS)
ORDINARY = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("hostile")


@pytest.mark.parametrize("key", KEYS)
def test_mutated_samples_give_figures_or_three_sentences(key, folder):
    contents = [path.read_bytes() for path in samples(key)]
    assert contents

    @ORDINARY
    @given(mutations(contents))
    def check(content):
        path = folder / f"{key}.bin"
        path.write_bytes(content)
        read_whatever(READERS[key], path)

    check()


@pytest.mark.parametrize("key", KEYS)
def test_any_bytes_give_three_sentences(key, folder):
    start = st.sampled_from(
        [b"", b"PK\x03\x04", b"PAR1", b"SQLite format 3\0", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"[", b"{"]
    )

    @ORDINARY
    @given(start, st.binary(max_size=2000))
    def check(first, rest):
        path = folder / f"{key}.any"
        path.write_bytes(first + rest)
        taken, _refused = read_whatever(READERS[key], path)
        assert taken == 0

    check()


@pytest.mark.parametrize("key", KEYS)
def test_any_text_table_gives_figures_or_three_sentences(key, folder):
    heading = samples(key)[0].read_bytes()[:300].split(b"\n")[0].decode("utf-8", "ignore")
    cell = st.text(max_size=12) | st.sampled_from(
        ["2024", "..", "1,5", "", "Centrum", "=A1", "2024-01-01", "mycket trygg"]
    )

    @ORDINARY
    @given(st.lists(st.lists(cell, max_size=9), max_size=8), st.sampled_from([",", ";", "\t"]))
    def check(rows, mark):
        path = folder / f"{key}.csv"
        lines = [heading, *(mark.join(row) for row in rows)]
        path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
        read_whatever(READERS[key], path)

    check()


@pytest.mark.parametrize("key", KEYS)
def test_samples_cut_anywhere_give_figures_or_three_sentences(key, folder):
    for sample in samples(key):
        content = sample.read_bytes()
        for part in (1, 3, 10, len(content) // 2, len(content) - 1, len(content) - 3):
            path = folder / f"{key}.cut"
            path.write_bytes(content[:part])
            read_whatever(READERS[key], path)
            path.write_bytes(gzip.compress(content)[: max(4, part // 3)])
            read_whatever(READERS[key], path)


@pytest.mark.parametrize("key", KEYS)
def test_an_empty_file_says_so(key, tmp_path):
    path = tmp_path / "tom.csv"
    for content in (b"", b"\n\n", b"\xef\xbb\xbf", b"   \r\n"):
        path.write_bytes(content)
        assert READERS[key].recognises(path) == 0
        with pytest.raises(SourceError, match=r"Filen tom\.csv är tom"):
            READERS[key].preview(path)
        with pytest.raises(SourceError, match=r"Filen tom\.csv är tom"):
            list(READERS[key].batches(path, {}))


@pytest.mark.parametrize("key", KEYS)
def test_a_zip_bomb_is_not_opened(key, tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (40 << 20))
        archive.writestr("a.shp", b"0" * (40 << 20))
    with pytest.raises(SourceError):
        READERS[key].preview(path)
    with pytest.raises(SourceError):
        list(READERS[key].batches(path, {}))


@pytest.mark.parametrize("key", [key for key in KEYS if key != "bra-excel"])
def test_a_gzip_bomb_is_not_unpacked(key, tmp_path):
    path = tmp_path / "bomb.csv.gz"
    with gzip.open(path, "wb", compresslevel=9) as file:
        file.write(b"[" if key in ("areas", "police-events") else b"a,b\n")
        for _ in range(200):
            file.write(b" " * (1 << 20))
    with pytest.raises(SourceError, match=r"orimligt|är tom|större än"):
        list(READERS[key].batches(path, {}))


def test_an_excel_file_with_one_cell_far_out_is_not_opened(tmp_path):
    sheet = b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    content = io.BytesIO((samples("bra-excel")[0]).read_bytes())
    path = tmp_path / "langt.xlsx"
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
    with pytest.raises(SourceError, match="mer än 20 miljoner rutor"):
        READERS["bra-excel"].preview(path)


def test_an_opendocument_file_with_a_million_repeated_cells_is_not_opened(tmp_path):
    path = tmp_path / "upprepad.ods"
    body = (
        '<office:document-content xmlns:office="o" xmlns:table="t"><table:table table:name="a">'
        '<table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
        "</table:table-row></table:table></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", body)
    with pytest.raises(SourceError, match="mer än 20 miljoner rutor"):
        READERS["bra-excel"].preview(path)
