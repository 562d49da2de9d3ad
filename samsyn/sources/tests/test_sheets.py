import zipfile

import pytest
from openpyxl import Workbook

from samsyn.sources import sheets
from samsyn.sources.contract import SourceError
from samsyn.sources.rows import open_rows

CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="Blad1">{rows}</table:table></office:spreadsheet></office:body>
</office:document-content>"""


def _cell(text):
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def ods(path, rows, manifest=""):
    body = "".join("<table:table-row>" + "".join(map(_cell, row)) + "</table:table-row>" for row in rows)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", CONTENT.format(rows=body))
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
    return path


def test_opendocument_is_read(tmp_path):
    opened = open_rows(ods(tmp_path / "fil.ods", [["område", "antal"], ["Östra", "7"]]))
    assert (opened.heading, list(opened.rows)) == (("område", "antal"), [(2, ["Östra", "7"])])


def test_a_locked_opendocument_file_says_so(tmp_path):
    path = ods(tmp_path / "fil.ods", [["a"]], manifest="<encryption-data/>")
    with pytest.raises(SourceError, match="är låst med lösenord"):
        sheets.load(path)


def test_the_heading_is_found_under_titles(tmp_path):
    book = Workbook()
    for row in (["Statistik"], [], ["område", "antal"], ["Norr", 3]):
        book.active.append(row)
    book.save(tmp_path / "fil.xlsx")
    opened = open_rows(tmp_path / "fil.xlsx", lambda heading: "antal" in heading)
    assert (opened.heading, list(opened.rows)) == (("område", "antal"), [(4, ["Norr", "3"])])


def test_the_first_sheet_with_content_is_read_and_named(tmp_path):
    book = Workbook()
    book.create_sheet("Siffror").append(["område", "antal"])
    book["Siffror"].append(["Norr", 3.5])
    book.save(tmp_path / "fil.xlsx")
    opened = open_rows(tmp_path / "fil.xlsx")
    assert opened.notes[0][0].format(**opened.notes[0][1]) == "Bladet ”Siffror” lästes av 2."
    assert list(opened.rows) == [(2, ["Norr", "3.5"])]


def test_excels_binary_form_says_what_to_save_as(tmp_path):
    path = tmp_path / "fil.xlsb"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", b"x")
    with pytest.raises(SourceError, match=r"binära format \(\.xlsb\)"):
        sheets.load(path)
