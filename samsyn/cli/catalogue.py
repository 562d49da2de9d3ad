"""Extraction by Babel for Python and by Django's own template lexer for templates; no gettext program is needed."""

from __future__ import annotations

import ast
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "N_": None,
    "SourceError": None,
    "RowError": (4,),
}
_CALL = re.compile(
    r"\b(?P<name>n?gettext|p?gettext|npgettext|_)\(\s*(?P<args>(?:u?(?:'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")\s*,?\s*)+)"
)
_STRING = re.compile(r"u?('(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")")
_FIELD = re.compile(r"%\(\w+\)[sd]|\{\w*(?::[^}]*)?\}")

Found = dict[str | tuple[str, str], list[str]]


def _is_ours(path: Path) -> bool:
    return not {"tests", "migrations", "vendor", "sample"} & set(path.parts)


def _python(path: Path) -> Iterator[str | tuple[str, str]]:
    with path.open("rb") as handle:
        calls = list(extract_python(handle, KEYWORDS, [], {"encoding": "utf-8"}))
    for _line, function, message, _comments in calls:
        parts: list[Any] = list(message) if isinstance(message, (tuple, list)) else [message]
        if function == "RowError":
            yield from [part for part in parts[3:4] if part]
        elif function in {"ngettext", "ngettext_lazy"}:
            yield (parts[0], parts[1])
        elif function in {"pgettext", "pgettext_lazy"}:
            yield parts[1]
        elif parts[0]:
            yield parts[0]


def _template(path: Path) -> Iterator[str | tuple[str, str]]:
    from django.utils.translation.template import templatize

    for call in _CALL.finditer(templatize(path.read_text("utf-8"))):
        strings = [ast.literal_eval(text) for text in _STRING.findall(call["args"])]
        # Django's lexer doubles percent signs that belong to python formatting; gettext keeps them as they are
        if call["name"] == "ngettext":
            yield (strings[0], strings[1])
        else:
            yield strings[-1]


def extract(package: Path) -> Found:
    """Return every sentence with the files that hold it, in order of file and place."""
    found: Found = defaultdict(list)
    for path in sorted(package.rglob("*")):
        if not _is_ours(path.relative_to(package)) or path.suffix not in {".py", ".html", ".txt"}:
            continue
        if path.suffix != ".py" and "templates" not in path.parts:
            continue
        place = str(path.relative_to(package))
        for message in _python(path) if path.suffix == ".py" else _template(path):
            if place not in found[message]:
                found[message].append(place)
    found.pop("", None)
    return found


def _read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale="en", domain="django")
    with path.open("rb") as handle:
        return read_po(handle, locale="en", domain="django")


def collect(package: Path, path: Path) -> int:
    """Take new sentences into the .po file, drop those that are gone, compile the .mo; return how many lack English."""
    old = _read(path)
    new = Catalog(
        locale="en", domain="django", project="Samsyn", header_comment="# Engelska till Samsyn. Källspråket är svenska.",
        fuzzy=False, last_translator="Samsyn", language_team="Samsyn",
    )  # fmt: skip
    missing = 0
    for message, places in extract(package).items():
        key = message[0] if isinstance(message, tuple) else message
        earlier = old.get(key)
        text = earlier.string if earlier is not None else ("", "") if isinstance(message, tuple) else ""
        new.add(message, text, locations=[(place, 0) for place in places[:3]])
        missing += not (all(text) if isinstance(text, (tuple, list)) else text)
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, new, width=100, sort_output=False, include_lineno=False)
    stamped = re.compile(rb'"(POT-Creation-Date|PO-Revision-Date)[^\n]*\n')
    path.write_bytes(stamped.sub(b"", buffer.getvalue()))
    compile_catalogue(path)
    return missing


def compile_catalogue(path: Path) -> None:
    """Write the .mo file beside the .po file."""
    with path.with_suffix(".mo").open("wb") as handle:
        write_mo(handle, _read(path))


def _pairs(message: Message) -> list[tuple[str, str]]:
    ids = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    texts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return [(source, text or "") for source, text in zip(ids, texts, strict=False)]


def faults(package: Path, path: Path) -> list[str]:
    """Return what is wrong with the catalogue: missing sentences, lost fields, a stale .mo file."""
    catalogue, wrong = _read(path), []
    for message, places in extract(package).items():
        key = message[0] if isinstance(message, tuple) else message
        entry = catalogue.get(key)
        if entry is None or not all(text for _source, text in _pairs(entry)):
            wrong.append(f"{places[0]}: saknar engelska: {key[:90]!r}")
            continue
        for source, text in _pairs(entry):
            if sorted(set(_FIELD.findall(source))) != sorted(set(_FIELD.findall(text))):
                wrong.append(f"{places[0]}: fälten skiljer sig: {source[:60]!r} / {text[:60]!r}")
    compiled = path.with_suffix(".mo")
    if not wrong and (not compiled.exists() or _compiled(compiled) != _as_dict(catalogue)):
        wrong.append(f"{compiled.name} stämmer inte med {path.name}: kör make messages")
    return wrong


def _as_dict(catalogue: Catalog) -> dict[str, str]:
    return dict(pair for message in catalogue if message.id for pair in _pairs(message))


def _compiled(path: Path) -> dict[str, str]:
    with path.open("rb") as handle:
        return _as_dict(read_mo(handle))


def review(package: Path, path: Path, target: Path) -> int:
    """Write every sentence, Swedish over English, grouped by file; return how many."""
    catalogue, groups = _read(path), defaultdict(list)
    for message, places in extract(package).items():
        groups[places[0]].append(message[0] if isinstance(message, tuple) else message)
    lines = ["# Samsyns meningar", ""]
    for place in sorted(groups):
        lines += [f"## {place}", ""]
        for key in groups[place]:
            entry = catalogue.get(key)
            english = " / ".join(text for _s, text in _pairs(entry)) if entry else "–"
            lines += [f"- {key}", f"  *{english}*"]
        lines.append("")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n".join(lines), encoding="utf-8")
    return sum(len(group) for group in groups.values())
