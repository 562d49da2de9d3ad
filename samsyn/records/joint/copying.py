"""Copying the pieces of a decided version to the next one. Keys follow, so that what hangs on a piece follows too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models


def copy_rows(
    rows: Iterable[Any], *, remap: Mapping[str, Mapping[int, Any]] | None = None, **changes: Any
) -> dict[int, Any]:
    """Copy each row with its fields, save for `changes`; return the copies by the old primary key.

    remap  for a foreign key among the copied: field name -> {old pk: new row}; what is not in it becomes None
    """
    made: dict[int, Any] = {}
    for row in rows:
        values = {
            field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if not field.primary_key
        }
        for name, known in (remap or {}).items():
            field = row._meta.get_field(name)
            assert isinstance(field, models.ForeignKey)
            found = known.get(values[field.attname])
            values[field.attname] = found.pk if found is not None else None
        made[row.pk] = type(row)._default_manager.create(**(_by_attname(type(row), values, changes)))
    return made


def _by_attname(
    model: type[models.Model], values: dict[str, Any], changes: Mapping[str, Any]
) -> dict[str, Any]:
    for name in changes:
        values.pop(model._meta.get_field(name).attname, None)  # type: ignore[union-attr]
    return {**values, **changes}
