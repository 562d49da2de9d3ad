"""An edition as a Word file: real headings, table headings that repeat, the document's language and its properties."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

from samsyn.ui.drawing import FONTS

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph

MADE_BY = ("edition_docx.py", "edition_content.py")
LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}
QUIET = "485C62"


def make(content: dict[str, Any]) -> bytes:
    """Return the document as docx."""
    import docx

    document = docx.Document()
    _prepare(document, content)
    pair = content["pair"]
    _quiet(document.add_paragraph(f"{pair[0]} × {pair[1]}, {pair[2]}"))
    document.add_heading(content["title"], 0)
    for mark in (content["mark"], content["draft"]):
        if mark:
            document.add_paragraph().add_run(mark).bold = True
    document.add_paragraph(content["lead"])
    for block in content["blocks"]:
        _ADD[block["kind"]](document, block)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _prepare(document: Document, content: dict[str, Any]) -> None:
    """Set paper, fonts, language, properties, and what stands at the top and foot of every page."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10)
    for style in document.styles:
        fonts = style.element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        if fonts is not None:
            fonts.attrib.clear()
            for name in ("ascii", "hAnsi", "cs", "eastAsia"):
                fonts.set(qn(f"w:{name}"), "Arial")
        if style.name and (style.name.startswith("Heading") or style.name == "Title"):
            heading: Any = style
            heading.font.color.rgb = RGBColor.from_string("10242B")
    _set_language(document, LANGUAGES[content["lang"]])
    properties = document.core_properties
    properties.title, properties.author = content["title"], content["author"]
    properties.language = LANGUAGES[content["lang"]]
    properties.subject = ", ".join(content["pair"])
    properties.keywords, properties.comments = content["mark"], content["footer"]
    properties.created = properties.modified = datetime.fromisoformat(content["made_on"])
    section.header.paragraphs[0].text = ". ".join(
        word for word in (content["mark"], content["draft"]) if word
    )
    _quiet(section.footer.paragraphs[0], content["footer"])


def _set_language(document: Document, code: str) -> None:
    """Say in the default style which language the text is in, so that a screen reader reads it right."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for old in document.styles.element.iter(qn("w:lang")):
        old.set(qn("w:val"), code)
    normal: Any = document.styles["Normal"]
    properties = normal.element.get_or_add_rPr()
    lang = properties.find(qn("w:lang"))
    if lang is None:
        lang = OxmlElement("w:lang")
        properties.append(lang)
    lang.set(qn("w:val"), code)


def _quiet(paragraph: Paragraph, words: str = "") -> Paragraph:
    """Make a line small and grey, as sources are."""
    from docx.shared import Pt, RGBColor

    if words:
        _lines(paragraph, words)
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(8), RGBColor.from_string(QUIET)
    return paragraph


def _lines(paragraph: Paragraph, words: str, *, bold: bool = False) -> None:
    """Add the text; a new line stays a new line."""
    for i, line in enumerate(words.split("\n")):
        run = paragraph.add_run(line)
        run.bold = bold or None
        if i < words.count("\n"):
            run.add_break()


def _add_heading(document: Document, block: dict[str, Any]) -> None:
    document.add_heading(block["text"], block["level"])


def _add_text(document: Document, block: dict[str, Any]) -> None:
    if block["style"] == "source":
        _quiet(document.add_paragraph(), block["text"])
        return
    for piece in block["text"].split("\n\n"):
        _lines(document.add_paragraph(), piece)


def _add_picture(document: Document, block: dict[str, Any]) -> None:
    """A picture with its words: Word shows no SVG of its own making, so it is drawn as PNG."""
    from docx.shared import Mm

    document.add_paragraph(block["caption"], style="Caption")
    paragraph = document.add_paragraph()
    shape = paragraph.add_run().add_picture(io.BytesIO(_png(block["svg"])), width=Mm(120))
    shape._inline.docPr.set("descr", block["alt"])
    if block["source"]:
        _quiet(document.add_paragraph(), block["source"])


def _png(svg: str) -> bytes:
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    png: bytes = vl_convert.svg_to_png(svg, scale=2)
    return png


def _add_finding(document: Document, block: dict[str, Any]) -> None:
    document.add_heading(f"{block['number']}. {block['statement']}", 2)
    _add_text(document, {"text": block["doubt"], "style": "body"})
    for item in block["figures"]:
        paragraph = document.add_paragraph()
        _lines(paragraph, item["value"], bold=True)
        paragraph.add_run(f" {item['what']}" + (f" ({item['doubt']})" if item["doubt"] else ""))
    _quiet(document.add_paragraph(), block["byline"])


def _add_table(document: Document, block: dict[str, Any]) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    document.add_paragraph(block["caption"], style="Caption")
    made = document.add_table(rows=1, cols=len(block["head"]), style="Table Grid")
    made.autofit = False
    for i, words in enumerate(block["head"]):
        _lines(made.rows[0].cells[i].paragraphs[0], words, bold=True)
    _repeat(made.rows[0])
    for row in block["rows"]:
        cells = made.add_row().cells
        for i, cell in enumerate(row):
            _fill(cells[i], cell, bold=i == 0)
            if i in block["right"]:
                for paragraph in cells[i].paragraphs:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    line = sum(block["widths"])
    for i, share in enumerate(block["widths"]):
        for cell in made.columns[i].cells:
            cell.width = Mm(170 * share / line)
    document.add_paragraph()


def _fill(target: _Cell, cell: dict[str, str], *, bold: bool) -> None:
    _lines(target.paragraphs[0], cell["text"], bold=bold)
    if cell["under"]:
        _quiet(target.add_paragraph(), cell["under"])


def _repeat(row: _Row) -> None:
    """Mark the row as the table's heading: it is repeated on each page and read as headings."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


_ADD = {
    "heading": _add_heading,
    "text": _add_text,
    "table": _add_table,
    "picture": _add_picture,
    "finding": _add_finding,
}
