"""What is vendored is what the lock says, with its licence beside it."""

import hashlib
import tomllib

from samsyn.ui import vendor


def test_every_vendored_file_has_the_checksum_of_the_lock():
    rows = {row["name"]: row for row in tomllib.loads(vendor.LOCK.read_text(encoding="utf-8"))["file"]}
    for path, vendored in vendor.locked():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == rows[vendored.file]["sha256"], path.name
        assert rows[vendored.file]["version"] == vendor.VERSIONS[vendored.package]
    assert len(rows) == len(list(vendor.locked()))


def test_nothing_lies_in_the_vendor_folder_outside_the_lock():
    lies = {path.name for path in vendor.VENDOR.iterdir()} - {"vendor.lock"}
    assert lies == {vendored.file for vendored in vendor.FILES}


def test_every_package_has_its_licence_text():
    shipped = {vendored.package for vendored in vendor.FILES}
    with_text = {v.package for v in vendor.FILES if v.file.endswith(("LICENSE.txt", "OFL.txt"))}
    assert shipped == with_text


def test_the_lock_names_no_host():
    assert "://" not in vendor.LOCK.read_text(encoding="utf-8")


def test_the_fonts_for_paper_have_the_swedish_letters_and_one_family():
    import typst

    text = b'#set text(font: "Inter", fallback: false)\nR\xc3\xa4ksm\xc3\xb6rg\xc3\xa5s *fet* #text(weight: 600)[halvfet]'
    pdf = typst.compile(text, font_paths=[str(vendor.FONTS)], ignore_system_fonts=True)
    for style in (b"Inter-Regular", b"Inter-SemiBold", b"Inter-Bold"):
        assert style in pdf
