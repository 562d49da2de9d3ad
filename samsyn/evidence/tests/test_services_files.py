"""Taking in a file."""

import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from samsyn.audit.models import LogEntry
from samsyn.evidence import services
from samsyn.evidence.models import DataImport, ImportState
from samsyn.evidence.tests.conftest import crimes
from samsyn.ui.errors import UserError

TEXT = crimes((2024, "Norr", "alla_brott", 12))


def test_a_file_is_kept_unaltered_by_its_checksum(receive):
    received = receive(TEXT, "C:\\Mina filer\\brott 2024.csv")
    assert received.state == ImportState.RECEIVED
    assert received.file_name == "brott 2024.csv"
    assert received.file_checksum == hashlib.sha256(TEXT.encode()).hexdigest()
    assert received.original_path.read_bytes() == TEXT.encode()
    assert received.original_path.stat().st_mode & 0o777 == 0o444
    assert LogEntry.objects.filter(event="file-received", object_id=str(received.pk)).exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("", "fil"),
        ("a\x00b\n.csv", "ab.csv"),
        ("å" * 400 + ".csv", "å" * 100 + ".csv"),
    ],
)
def test_a_files_name_never_holds_a_folder_or_control_characters(receive, given, kept):
    assert receive(TEXT, given).file_name == kept


def test_an_empty_file_is_refused_and_leaves_nothing(receive, settings):
    with pytest.raises(UserError, match=r"Filen tom\.csv är tom\. Vi fick 0 byte\. Hämta filen på nytt"):
        receive("", "tom.csv")
    assert not DataImport.objects.exists()
    assert [path for path in settings.SAMSYN_DATA.rglob("*") if path.is_file()] == []


def test_a_too_large_file_is_refused_and_leaves_nothing(receive, settings):
    settings.SAMSYN_MAX_FILE_MB = 1
    with pytest.raises(UserError, match=r"är för stor\. Gränsen är 1 megabyte\."):
        receive(b"x" * 1_000_001, "stor.csv")
    assert [path for path in settings.SAMSYN_DATA.rglob("*") if path.is_file()] == []


def test_the_same_file_again_changes_nothing_and_leads_to_the_first(receive, bring_in):
    first = bring_in(TEXT)
    with pytest.raises(services.SameFileError, match="är redan inlämnad") as error:
        receive(TEXT, "samma fil.csv")
    assert error.value.existing == first
    assert DataImport.objects.count() == 1
    assert receive(TEXT, again=True).state == ImportState.RECEIVED


def test_the_same_file_may_come_again_after_it_was_taken_away(receive):
    services.discard(data_import=receive(TEXT), by=None)
    assert receive(TEXT).state == ImportState.RECEIVED


def test_a_folder_that_cannot_be_written_is_said_in_three_sentences(receive, settings):
    settings.SAMSYN_DATA.mkdir(parents=True)
    (settings.SAMSYN_DATA / "originals").write_text("i vägen")
    with pytest.raises(UserError, match=r"Filen kunde inte sparas\. Programmet får inte skriva"):
        receive(TEXT)
    assert not DataImport.objects.exists()


def test_a_full_disk_is_said_in_three_sentences(receive, monkeypatch):
    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(UserError, match=r"Filen kunde inte sparas\. Disken är full\. Ingenting har ändrats"):
        receive(TEXT)
    assert not DataImport.objects.exists()


def test_an_upload_that_breaks_off_leaves_nothing(city, settings):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            if self.tell():
                raise ConnectionResetError
            return super().read(size)

    with pytest.raises(ConnectionResetError):
        services.receive_file(city=city, upload=Broken(b"x" * 3_000_000), file_name="x.csv", by=None)
    assert [path for path in settings.SAMSYN_DATA.rglob("*") if path.is_file()] == []
    assert not DataImport.objects.exists()


def test_a_row_of_the_original_is_shown_with_its_headings(receive):
    received = receive(crimes((2024, "Norr", "alla_brott", 12), (2024, "Söder", "alla_brott", 7)))
    assert services.original_row(received, 3) == [
        ("ar", "2024"), ("omrade", "Söder"), ("brottstyp", "alla_brott"), ("antal", "7"),
    ]  # fmt: skip
    assert services.original_row(received, 99) == []


def test_a_row_under_titles_in_excel_is_shown_with_the_headings_of_the_table(receive):
    from samsyn.sources.bra_excel import reader

    sample = Path(reader.__file__).parent / "sample" / "ar_som_kolumner.xlsx"
    received = receive(sample.read_bytes(), "brott.xlsx")
    received.reader = "bra-excel"
    shown = services.preview(received)
    row = shown.batch.table["row"][0].as_py()
    assert services.original_row(received, row)[:3] == [
        ("Område", "Centrum (Gbg)"), ("Brottstyp", "Samtliga brott"), ("2020", "0"),
    ]  # fmt: skip


def test_what_is_wrong_with_a_file_is_said_in_the_language_of_the_page(receive):
    from django.utils.translation import override

    received = receive(b"%PDF-1.7 not a table", "rapport.pdf")
    with pytest.raises(UserError, match="Innehållet är: en PDF"), override("sv"):
        services.preview(received, "bra-csv")
    with pytest.raises(UserError) as error, override("en"):
        services.preview(received, "bra-csv")
    assert "en PDF" not in str(error.value)


def test_the_services_load_no_heavy_library_before_they_need_it():
    code = (
        "import sys, django; django.setup(); import samsyn.evidence.services, samsyn.evidence.urls, samsyn.evidence.command; "
        "print([name for name in ('pyarrow', 'duckdb', 'numpy', 'shapely', 'pyogrio') if name in sys.modules])"
    )
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "samsyn.config.settings"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr[-2000:]
