"""Taking in a file: kept unaltered by its checksum, and read under its own name."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.evidence.access import known_imports
from samsyn.evidence.models import DataImport
from samsyn.evidence.workflow import USED
from samsyn.people.models import Member
from samsyn.places.models import City
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError
from samsyn.ui.scanner import must_be_clean

_PIECE = 1 << 20


class SameFileError(UserError):
    """The same bytes are already read in, or about to be, in this city: `existing`."""

    def __init__(self, message: str, existing: DataImport) -> None:
        super().__init__(message)
        self.existing = existing


def receive_file(
    *, city: City, upload: BinaryIO, file_name: str, by: Member | None, again: bool = False
) -> DataImport:
    """Keep an uploaded file by its SHA-256 and make an import of it, in state RECEIVED.

    again  take the file even when the same bytes are in force: to read it anew by another recipe

    Raises UserError for an empty or too large file and a full disk, and SameFileError for one that is in use.
    """
    name = bare_name(file_name)
    checksum, size = _keep(upload, name)
    existing = _used(city, checksum, by)
    if existing and not again:
        raise SameFileError(_same(existing, name), existing)
    with transaction.atomic():
        made = DataImport.objects.create(
            city=city,
            file_name=name,
            file_size=size,
            file_checksum=checksum,
            received_by=by,
            party=by.party if by is not None else "",
            received_at=now(),
        )
        record(Event.FILE_RECEIVED, made, by=by, checksum=checksum, bytes=size)
    return made


def _used(city: City, checksum: str, by: Member | None) -> DataImport | None:
    """Return the import of the same bytes that is in use; that the other authority holds the same file is its own."""
    rows = DataImport.objects.filter(city=city, file_checksum=checksum, state__in=USED)
    if by is not None:
        rows = rows.filter(known_imports(reader=by.party))
    return rows.first()


def bare_name(file_name: str) -> str:
    """Return a file's name without any folder or control character, short enough for a disk.

    >>> bare_name("C:\\\\data\\\\brott.csv"), bare_name("../../etc/passwd"), bare_name("")
    ('brott.csv', 'passwd', 'fil')
    """
    last = file_name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    clean = "".join(letter for letter in last if letter.isprintable()).strip(" .") or "fil"
    stem, dot, suffix = clean.rpartition(".")
    ending = f".{_cut(suffix, 20)}" if dot else ""
    return _cut(stem if dot else clean, 200) + ending


def _cut(text: str, most: int) -> str:
    """Return the beginning of a text that fits in so many bytes of UTF-8."""
    return text.encode()[:most].decode(errors="ignore")


def _keep(upload: BinaryIO, name: str) -> tuple[str, int]:
    from samsyn.engine.figures import Incoming, StoreError

    most = settings.SAMSYN_MAX_FILE_MB * 1_000_000
    try:
        with Incoming(originals()) as incoming:
            while piece := upload.read(_PIECE):
                incoming.write(piece)
                if incoming.size > most:
                    raise UserError(_too_large(name))
            if not incoming.size:
                raise UserError(
                    _(
                        "Filen %(name)s är tom. Vi fick 0 byte. Hämta filen på nytt från källan och lämna in den igen."
                    )
                    % {"name": name}
                )
            must_be_clean(incoming.so_far())
            return incoming.keep(), incoming.size
    except StoreError as error:
        raise UserError(disk_message(is_full=error.is_full)) from error


def _too_large(name: str) -> str:
    return _(
        "Filen %(name)s är för stor. Gränsen är %(limit)s megabyte. Dela filen per år, eller be driften höja gränsen."
    ) % {"name": name, "limit": settings.SAMSYN_MAX_FILE_MB}


def _same(existing: DataImport, name: str) -> str:
    return _(
        "Filen %(name)s är redan inlämnad. Samma fil kom in %(day)s med namnet %(earlier)s. "
        "Ingenting har ändrats; öppna den tidigare inläsningen om du vill se vad den gav."
    ) % {
        "name": name,
        "day": existing.received_at.date().isoformat(),
        "earlier": existing.file_name,
    }


def disk_message(*, is_full: bool) -> str:
    """What to say when the store cannot take a file."""
    if is_full:
        return _(
            "Filen kunde inte sparas. Disken är full. Ingenting har ändrats; be driften göra plats och försök igen."
        )
    return _(
        "Filen kunde inte sparas. Programmet får inte skriva i mappen för filer. "
        "Ingenting har ändrats; be driften rätta mappens rättigheter och försök igen."
    )


def originals() -> Path:
    return Path(settings.SAMSYN_DATA) / "originals"


@contextlib.contextmanager
def named_file(data_import: DataImport) -> Iterator[Path]:
    """The original under the name it came with, so that readers know its ending and can say its name."""
    if not data_import.original_path.is_file():
        raise UserError(
            _(
                "Originalfilen finns inte kvar. Vi hittar inte filen %(name)s med sin kontrollsumma. "
                "Be driften läsa tillbaka säkerhetskopian, eller lämna in filen igen."
            )
            % {"name": data_import.file_name}
        )
    with tempfile.TemporaryDirectory(prefix="samsyn-") as folder:
        path = Path(folder) / data_import.file_name.replace("/", "-")
        path.symlink_to(data_import.original_path.resolve())
        yield path
