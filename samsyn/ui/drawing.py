"""A Vega-Lite specification drawn as SVG on the server, for pages without script and for paper.

A drawing is kept by the checksum of what it was drawn from: in a folder for every process, and in memory for this
one. What vl-convert writes is rebuilt from a list of allowed elements and attributes, so that nothing that the strict
CSP forbids (style, script, links) can come through, whatever the specification says.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree  # reads only what vl-convert wrote a moment ago  # nosec B405

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from samsyn import __version__
from samsyn.charts.picture import Picture
from samsyn.charts.words import locale

FONTS = Path(__file__).parent / "fonts"
VEGA_LITE = "6.4"
EDITION = "1"  # raise it when `clean`, a theme or a font changes between versions
KEPT_IN_MEMORY = 512

SVG = "http://www.w3.org/2000/svg"
ELEMENTS = {"svg", "g", "path", "rect", "line", "circle", "text", "tspan", "defs", "clipPath"}
ATTRIBUTES = {
    *("width", "height", "viewBox", "x", "y", "x1", "x2", "y1", "y2", "d", "dx", "dy", "r", "cx", "cy", "id"),
    *("transform", "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray"),
    *("stroke-linecap", "stroke-linejoin", "stroke-opacity", "clip-path", "opacity"),
    *("text-anchor", "font-family", "font-size", "font-weight"),
}

# What Vega writes although it is so anyway. The family stands once, on the drawing itself.
PLAIN = {
    ("transform", "translate(0,0)"),
    ("opacity", "1"),
    ("font-family", "Inter"),
    ("stroke-miterlimit", "10"),
}

_memory: OrderedDict[str, str] = OrderedDict()
_pictures: OrderedDict[str, Picture] = OrderedDict()
_guard = threading.Lock()


def svg(spec: dict[str, Any], lang: str = "sv", *, title: str = "", description: str = "") -> SafeString:
    """Return the specification as one SVG element, safe to put in a page.

    Its ids begin with a name of its own; `title` and `description` are what a screen reader says.
    """
    text = json.dumps(
        [__version__, EDITION, spec, lang, title, description], ensure_ascii=False, separators=(",", ":")
    )
    key = hashlib.sha256(text.encode()).hexdigest()
    found = _memory.get(key)
    if found is None:
        found = _from_folder(key) or _draw(key, spec, lang, title, description)
        with _guard:
            _memory[key] = found
            while len(_memory) > KEPT_IN_MEMORY:
                _memory.popitem(last=False)
    return mark_safe(found)  # noqa: S308 - rebuilt by `clean`  # nosec B308 B703


def kept(key: str, make: Callable[[], Picture]) -> Picture:
    """Return the picture of this key in the page's language, made at most once in this process.

    Building a map takes longer than a page may. The key must change with everything that the picture shows,
    as the checksum of an edition or `figures_version` does.
    """
    named = f"{get_language() or 'sv'}:{key}"
    found = _pictures.get(named)
    if found is None:
        found = make()
        with _guard:
            _pictures[named] = found
            while len(_pictures) > KEPT_IN_MEMORY:
                _pictures.popitem(last=False)
    return found


def prefix(drawn: str) -> str:
    """The name that begins every id of a drawing."""
    found = re.search(r'id="(d[0-9a-f]{10})-', drawn)
    return found[1] if found else ""


def _folder() -> Path:
    return Path(settings.SAMSYN_DATA) / "drawings"


def _from_folder(key: str) -> str:
    try:
        return (_folder() / key[:2] / f"{key}.svg").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def _draw(key: str, spec: dict[str, Any], lang: str, title: str, description: str) -> str:
    """Draw, clean and keep. The file is whole or absent: another process may read it at any moment."""
    markup = markup_of(spec, lang, name=f"d{key[:10]}", title=title, description=description)
    path = _folder() / key[:2] / f"{key}.svg"
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".drawing-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(markup)
    Path(name).replace(path)
    return markup


def markup_of(
    spec: dict[str, Any], lang: str, *, name: str = "d", title: str = "", description: str = ""
) -> str:
    """Draw and clean, without keeping. Needs no settings: the command draws with it."""
    markup = _converter().vegalite_to_svg(_localised(spec, lang), vl_version=VEGA_LITE)
    return clean(_counted(markup), name, title, description)


def _counted(drawn: str) -> str:
    """Count the clips within the drawing: Vega counts them over the whole process, and the same picture shall be the same text."""
    numbers: dict[str, str] = {}
    return re.sub(
        r'(?<=\bid=")clip\d+|(?<=url\(#)clip\d+',
        lambda found: numbers.setdefault(found[0], f"clip{len(numbers) + 1}"),
        drawn,
    )


def _localised(spec: dict[str, Any], lang: str) -> dict[str, Any]:
    return {**spec, "config": {**spec.get("config", {}), "locale": {"number": locale(lang)}}}


@lru_cache(maxsize=1)
def _converter() -> Any:
    """vl-convert with our fonts; imported at the first drawing, because it is large."""
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert


def clean(drawn: str, name: str, title: str = "", description: str = "") -> str:
    """Rebuild an SVG from allowed elements and attributes, give its ids a name, and say what it shows."""
    root = ElementTree.fromstring(drawn)  # noqa: S314 - written by vl-convert a moment ago  # nosec B314
    top = _rebuilt(root, name)
    if top is None:
        return ""
    top.set("xmlns", SVG)
    top.set("role", "img")
    top.set("font-family", "Inter")
    _without_ground(top)
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        if text:
            said = ElementTree.Element(tag, {"id": f"{name}-{tag}"})
            said.text = text
            top.insert(place, said)
    labels = " ".join(f"{name}-{tag}" for tag, text in (("title", title), ("desc", description)) if text)
    if labels:
        top.set("aria-labelledby", labels)
    return ElementTree.tostring(top, encoding="unicode", short_empty_elements=True)


def _rebuilt(element: ElementTree.Element, name: str) -> ElementTree.Element | None:
    tag = element.tag.removeprefix(f"{{{SVG}}}")
    if tag not in ELEMENTS or element.get("display") == "none" or _is_empty(element, tag):
        return None
    made = ElementTree.Element(tag)
    for key, value in element.attrib.items():
        if key in ATTRIBUTES and (key, value) not in PLAIN and not _is_dangerous(value):
            made.set(key, _named(key, value, name))
    made.text = element.text
    for child in element:
        rebuilt = _rebuilt(child, name)
        if rebuilt is not None:
            rebuilt.tail = child.tail
            made.append(rebuilt)
    if tag == "g" and not len(made):
        return None
    if tag == "g" and len(made) == 1 and not made.attrib:
        return made[0]
    return made


def _is_empty(element: ElementTree.Element, tag: str) -> bool:
    """Vega draws grounds of no size and marks that cannot be seen: they only make the page heavier."""
    return (tag == "path" and element.get("d", "") in {"", "M0,0h0v0h0Z"}) or element.get("opacity") == "0"


def _is_dangerous(value: str) -> bool:
    return "javascript:" in value.lower() or ("url(" in value and not value.startswith("url(#"))


def _named(key: str, value: str, name: str) -> str:
    """Ids and what points at them carry the drawing's name; long decimals are cut to two."""
    if key == "id":
        return f"{name}-{value}"
    if value.startswith("url(#"):
        return value.replace("url(#", f"url(#{name}-", 1)
    if key in {"d", "transform", "x2", "y2"}:
        return re.sub(r"\d+\.\d{3,}", lambda found: f"{float(found[0]):.2f}", value)
    return value


def _without_ground(top: ElementTree.Element) -> None:
    """Vega's white ground is the paper's own."""
    for child in list(top):
        if child.tag == "rect" and child.get("width") == top.get("width"):
            top.remove(child)
