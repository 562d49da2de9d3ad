"""What a file seems to be, before anything is stored."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from samsyn.evidence.access import known_recipes
from samsyn.evidence.models import DataImport, ImportRecipe
from samsyn.evidence.services.files import named_file
from samsyn.sources.contract import SourceError
from samsyn.ui.errors import UserError
from samsyn.ui.texts import say_error

if TYPE_CHECKING:
    from samsyn.sources.contract import Preview, Reader

OWN_OPTIONS = frozenset({"areas"})  # ours, not the reader's


def readers() -> list[Reader]:
    """Return every reader that makes figures or incidents."""
    from samsyn.sources.registry import READERS

    return [reader for reader in READERS.values() if reader.kind != "areas"]


def reader_for(key: str) -> Reader:
    """Return the reader of a key. Raises UserError for one that does not exist."""
    for reader in readers():
        if reader.key == key:
            return reader
    raise UserError(
        _(
            "Filen kan inte läsas. Det finns ingen läsare som heter ”%(key)s”. Välj en läsare i listan och försök igen."
        )
        % {"key": key}
    )


def propose(data_import: DataImport) -> list[tuple[float, Reader]]:
    """Return the readers that may read the file, the surest first; those that surely cannot are left out."""
    with named_file(data_import) as path:
        found = [(float(reader.recognises(path)), reader) for reader in readers()]
    return sorted((pair for pair in found if pair[0] > 0), key=lambda pair: -pair[0])


def preview(data_import: DataImport, reader_key: str = "", options: dict[str, Any] | None = None) -> Preview:
    """Read the first rows and say what was understood; nothing is stored.

    Without a reader, the one chosen before or the likeliest is used. Without options, those chosen before, else a
    saved recipe for the same headings. Raises UserError with the reader's own three sentences.
    """
    reader = _reader(data_import, reader_key)
    if options is None and data_import.reader == reader.key and data_import.options:
        options = dict(data_import.options)
    return first_rows(data_import, reader, options)


def first_rows(
    data_import: DataImport, reader: Reader, options: Mapping[str, Any] | None, *, rows: int = 20
) -> Preview:
    """Read the first rows by a reader; without options by a saved recipe that fits."""
    try:
        with named_file(data_import) as path:
            if options is not None:
                return reader.preview(path, reader_options(options), rows=rows)
            return _guessed(data_import, reader, path, rows)
    except SourceError as error:
        raise UserError(say_error(error)) from error


def _guessed(data_import: DataImport, reader: Reader, path: Path, rows: int) -> Preview:
    """Read the first rows by the newest recipe that its own authority has saved for the same headings, else as the reader itself guesses."""
    shown, problem = None, None
    try:
        shown = reader.preview(path, None, rows=rows)
    except SourceError as error:
        problem = error
    known = ImportRecipe.objects.filter(
        known_recipes(data_import.party), city=data_import.city, reader=reader.key
    )
    for recipe in known.order_by("-saved_at")[:20]:
        if shown is not None and header_checksum(shown) != recipe.header_checksum:
            continue
        with contextlib.suppress(SourceError):
            tried = reader.preview(path, reader_options(recipe.options), rows=rows)
            if header_checksum(tried) == recipe.header_checksum:
                return _by_recipe(tried, recipe)
    if shown is None:
        assert problem is not None
        raise problem
    return shown


def reader_options(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options without those that are ours."""
    return {name: value for name, value in options.items() if name not in OWN_OPTIONS}


def header_checksum(shown: Preview) -> str:
    """Return a checksum of the headings of a file: files of one form have the same."""
    headings = "\x1f".join(column.heading.strip().casefold() for column in shown.columns)
    return hashlib.sha256(headings.encode()).hexdigest()


def _reader(data_import: DataImport, key: str) -> Reader:
    if key or data_import.reader:
        return reader_for(key or data_import.reader)
    proposed = propose(data_import)
    if not proposed:
        raise UserError(
            _(
                "Vi känner inte igen filen %(name)s. Ingen av läsarna förstår hur den är uppställd. "
                "Välj en läsare själv, eller spara tabellen som CSV eller Excel med en rubrikrad."
            )
            % {"name": data_import.file_name}
        )
    return proposed[0][1]


def _by_recipe(shown: Preview, recipe: ImportRecipe) -> Preview:
    note = (gettext_noop("Kolumnerna är valda med receptet ”{name}”."), {"name": recipe.name})
    return dataclasses.replace(shown, notes=(note, *shown.notes), options={**shown.options, **recipe.options})
