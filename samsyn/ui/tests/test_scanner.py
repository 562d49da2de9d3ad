"""A file that is brought is kept only when the installation's own scanner says that it is clean."""

from __future__ import annotations

import io
import sys

import pytest

from samsyn.agreements.services import scans
from samsyn.evidence.services import receive_file
from samsyn.ui import scanner
from samsyn.ui.errors import UserError

PDF = b"%PDF-1.7\nstartxref\n0\n%%EOF\n"
LOOKS = "import sys; sys.exit(b'EICAR' in open(sys.argv[1], 'rb').read())"  # 1 when it finds the word


@pytest.fixture
def looking(settings, tmp_path):
    program = tmp_path / "looks.py"
    program.write_text(LOOKS)
    settings.SAMSYN_SCANNER = f"{sys.executable} {program}"
    return settings


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


def test_a_file_is_kept_only_when_the_scanner_says_that_it_is_clean(looking, city, astrid):
    scans.keep_scan(io.BytesIO(PDF))
    kept = files_in(looking.SAMSYN_DATA)
    assert len(kept) == 1
    with pytest.raises(UserError, match="Virusskyddet hittade något skadligt"):
        scans.keep_scan(io.BytesIO(PDF.replace(b"1.7", b"1.7 EICAR")))
    with pytest.raises(UserError, match="Virusskyddet hittade något skadligt"):
        receive_file(city=city, upload=io.BytesIO(b"a;b\nEICAR;1\n"), file_name="a.csv", by=astrid)
    assert files_in(looking.SAMSYN_DATA) == kept


@pytest.mark.parametrize(
    "command", ["/no/such/scanner", "false-quote '", f"{sys.executable} -c 'raise SystemExit(2)'"]
)
def test_a_scanner_that_does_not_answer_keeps_nothing(settings, tmp_path, command):
    settings.SAMSYN_SCANNER = command
    (tmp_path / "a").write_text("a")
    with pytest.raises(UserError, match="Virusskyddet svarade inte"):
        scanner.must_be_clean(tmp_path / "a")


def test_without_a_scanner_nothing_is_asked(settings, tmp_path):
    assert settings.SAMSYN_SCANNER == ""
    scanner.must_be_clean(tmp_path / "no such file")
