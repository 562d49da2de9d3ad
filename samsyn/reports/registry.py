"""Every document that the program can make: one line each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from samsyn.reports import edition_docx, edition_pdf


@dataclass(frozen=True)
class Report:
    """A kind of document: what it is called, how its file ends, and what makes it of an edition's content."""

    key: str
    suffix: str
    content_type: str
    make: Callable[[dict[str, Any]], bytes]
    sources: tuple[str, ...]  # files that the document is made by: a change of one makes older copies void


EDITION_PDF = Report("edition-pdf", "pdf", "application/pdf", edition_pdf.make, edition_pdf.MADE_BY)
CONFERENCE_PACK = Report(
    "conference-pack",
    "pdf",
    "application/pdf",
    edition_pdf.make,
    ("conference_pack.py", *edition_pdf.MADE_BY),
)
AGREEMENT_PDF = Report(
    "agreement-pdf",
    "pdf",
    "application/pdf",
    edition_pdf.make,
    ("agreement_pdf.py", *edition_pdf.MADE_BY),
)
DECISION_RECORD = Report(
    "decision-record",
    "pdf",
    "application/pdf",
    edition_pdf.make,
    ("decision_record.py", *edition_pdf.MADE_BY),
)
EDITION_DOCX = Report(
    "edition-docx",
    "docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    edition_docx.make,
    edition_docx.MADE_BY,
)
REPORTS = (EDITION_PDF, EDITION_DOCX, CONFERENCE_PACK, AGREEMENT_PDF, DECISION_RECORD)
