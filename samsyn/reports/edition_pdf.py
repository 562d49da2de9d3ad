"""An edition as PDF/UA-1: tagged, with title, language, headings, table headers and words for every picture.

People's text goes to Typst as data (JSON), never as markup. Only our own fonts are used, so that every machine
makes the same file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from samsyn.reports.glyphs import drawable
from samsyn.ui.drawing import FONTS

TEMPLATE = Path(__file__).parent / "typst" / "edition.typ"
MADE_BY = ("edition_pdf.py", "glyphs.py", "edition_content.py", "typst/edition.typ")


def make(content: dict[str, Any]) -> bytes:
    """Return the document as PDF."""
    import typst

    pdf: bytes = typst.compile(
        str(TEMPLATE),
        format="pdf",
        pdf_standards=["ua-1"],
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(drawable(content), ensure_ascii=False)},
        timestamp=_noon(content["made_on"]),
    )
    return pdf


def _noon(day: str) -> Any:
    """The document's own day, so that the same edition gives the same file."""
    from datetime import UTC, datetime

    return int(datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC).timestamp())
