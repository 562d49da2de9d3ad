"""Signed papers that were scanned: a real PDF, kept unaltered under its checksum in SAMSYN_DATA/signed."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from samsyn.engine.figures import Incoming, StoreError, path_of
from samsyn.ui.errors import UserError
from samsyn.ui.scanner import must_be_clean

MOST_MB = 25  # thirty pages scanned in colour
_PIECE = 1 << 20
_HEAD = b"%PDF-"
_TAIL = 2048  # where a reader looks for the end of the file (ISO 32000-1, annex H)


def keep_scan(upload: BinaryIO) -> tuple[str, int]:
    """Keep the file as it is and return its SHA-256 and its size. Raises UserError for what is no whole PDF."""
    head, tail = b"", b""
    try:
        with Incoming(folder(), ".pdf") as incoming:
            while piece := upload.read(_PIECE):
                incoming.write(piece)
                if incoming.size > MOST_MB * 1_000_000:
                    raise UserError(_too_large())
                head = head or piece[:1024]
                tail = (tail + piece)[-_TAIL:]
            _must_be_pdf(head, tail, incoming.size)
            must_be_clean(incoming.so_far())
            return incoming.keep(), incoming.size
    except StoreError as error:
        raise UserError(
            _(
                "Papperet sparades inte. Servern kunde inte skriva till disken. "
                "Ingenting har ändrats: be den som sköter servern att göra plats och försök igen."
            )
        ) from error


def _must_be_pdf(head: bytes, tail: bytes, size: int) -> None:
    """A PDF begins with %PDF- and ends with startxref and %%EOF; one that was cut off on its way has no end."""
    if not size:
        raise UserError(_("Papperet sparades inte. Filen är tom. Skanna det igen och välj den nya filen."))
    if _HEAD not in head:
        raise UserError(
            _(
                "Papperet sparades inte. Filen är ingen PDF: den börjar inte som en sådan. "
                "Skanna papperet till PDF och välj den filen."
            )
        )
    if b"%%EOF" not in tail or b"startxref" not in tail:
        raise UserError(
            _(
                "Papperet sparades inte. Filen är en PDF som saknar sitt slut, kanske för att den inte kom fram hel. "
                "Skanna papperet igen eller hämta filen på nytt."
            )
        )


def _too_large() -> str:
    return _(
        "Papperet sparades inte. Filen är större än %(most)s MB. Skanna med lägre upplösning eller i gråskala."
    ) % {"most": MOST_MB}


def folder() -> Path:
    return Path(settings.SAMSYN_DATA) / "signed"


def scan_path(checksum: str) -> Path:
    """Return where the scan with the checksum lies."""
    return path_of(folder(), checksum, ".pdf")
