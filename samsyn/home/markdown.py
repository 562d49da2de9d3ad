"""A tiny part of Markdown, safely: headings, lists, paragraphs, bold, code and links within the site.

Everything is escaped first, so that no HTML in the text becomes HTML on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_CODE = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"\[([^\]]+)\]\((/[A-Za-z0-9_\-/]*|https://[^\s()&]+)\)")


def _inline(text: str) -> str:
    text = escape(text)
    text = _CODE.sub(r"<code>\1</code>", text)
    text = _BOLD.sub(r"<strong>\1</strong>", text)
    return _LINK.sub(r'<a href="\2">\1</a>', text)


def _blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield (kind, lines): "h1".."h3", "li" for one point with its continuation lines, "p", "" for a blank line."""
    for line in text.splitlines():
        heading = re.match(r"(#{1,3}) +(.+)", line)
        point = re.match(r"[-*] +(.+)", line)
        if heading:
            yield f"h{len(heading[1])}", [heading[2]]
        elif point:
            yield "li", [point[1]]
        elif line.strip():
            yield "more", [line.strip()]
        else:
            yield "", []


def render(text: str, *, lower: int = 1) -> SafeString:
    """Return the text as HTML; headings are lowered by `lower` levels, because the page has its own h1."""
    joined: list[tuple[str, list[str]]] = []
    for kind, lines in _blocks(text):
        if kind == "more" and joined and joined[-1][0] in {"li", "p"}:
            joined[-1][1].extend(lines)
        else:
            joined.append(("p" if kind == "more" else kind, lines))
    html: list[str] = []
    in_list = False
    for kind, lines in joined:
        if kind != "li" and in_list and kind:
            html.append("</ul>")
            in_list = False
        if kind == "li" and not in_list:
            html.append("<ul>")
            in_list = True
        if kind.startswith("h"):
            tag = f"h{min(int(kind[1]) + lower, 6)}"
            html.append(f"<{tag}>{_inline(lines[0])}</{tag}>")
        elif kind:
            html.append(f"<{kind}>{_inline(' '.join(lines))}</{kind}>")
    if in_list:
        html.append("</ul>")
    return mark_safe("\n".join(html))  # noqa: S308 - every piece of text is escaped in _inline  # nosec B308 B703
