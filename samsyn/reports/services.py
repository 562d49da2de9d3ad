"""Making documents. Each is kept by the checksum of all that it says, so that a
decided edition is laid out once."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils import translation
from django.utils.text import slugify

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people.models import Member
from samsyn.reports.edition_content import content_of
from samsyn.reports.registry import Report
from samsyn.steps.situation.models import Edition
from samsyn.steps.situation.workflow import OPEN


@dataclass(frozen=True)
class Document:
    """A finished file with its name."""

    file_name: str
    content: bytes


def export_edition(*, edition: Edition, report: Report, language: str, by: Member) -> Document:
    """Return the edition as a document in a language, and log that it was taken out."""
    made = document_of(edition, report, language=language)
    record(
        Event.EDITION_EXPORTED,
        edition,
        by=by,
        pair_id=edition.picture.pair_id,
        checksum=edition.checksum,
        report=report.key,
        language=language[:2],
    )
    return made


def document_of(edition: Edition, report: Report, *, language: str) -> Document:
    """Return the edition as a document. Frame words are in the language; people's own text stays as written."""
    with translation.override(language):
        content = content_of(edition)
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        path = _path(edition, report, language[:2], text)
        try:
            return Document(file_name(edition, report), path.read_bytes())
        except FileNotFoundError:
            made = report.make(content)
    if edition.state not in OPEN:
        _keep(path, made)
    return Document(file_name(edition, report), made)


def file_name(edition: Edition, report: Report) -> str:
    """Return `lagesbild-exempelstaden-norr-utgava-3.pdf`."""
    pair = slugify(edition.picture.pair.slug)
    return f"lagesbild-{pair}-utgava-{edition.number}.{report.suffix}"


def _path(edition: Edition, report: Report, language: str, text: str) -> Path:
    digest = hashlib.sha256(f"{_program(report.sources)}|{text}".encode()).hexdigest()[:16]
    folder = Path(settings.SAMSYN_DATA) / "documents" / edition.checksum[:2] / edition.checksum
    return folder / f"{language}-{digest}.{report.suffix}"


@cache
def _program(sources: tuple[str, ...]) -> str:
    """Return the checksum of the files that make a document."""
    found = hashlib.sha256()
    for name in sources:
        found.update((Path(__file__).parent / name).read_bytes())
    return found.hexdigest()


def _keep(path: Path, content: bytes) -> None:
    """Write whole or not at all: another process may read the file at any moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".document-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).replace(path)
