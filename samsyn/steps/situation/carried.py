"""What later steps hand on to the lägesbild. They register here, so that this step knows nothing of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from samsyn.places.models import AreaPair
from samsyn.secrecy.rules import Masker

Provider = Callable[[AreaPair], list[dict[str, Any]]]
Masks = Callable[[Sequence[str], Masker], dict[str, str]]
_providers: list[Provider] = []
_masks: list[Masks] = []


def register(provider: Provider) -> Provider:
    """Add a source of rows for the next edition; usable as a decorator.

    A row has key, number, title, conclusion and sentence (in both languages), reason, and the day of its decision.
    """
    if provider not in _providers:
        _providers.append(provider)
    return provider


def carried_rows(pair: AreaPair) -> list[dict[str, Any]]:
    """Return what no decided edition has taken up yet."""
    return [row for provider in _providers for row in provider(pair)]


def register_masks(masks: Masks) -> None:
    """Add what says which rows may not leave the program, by their keys: it returns what is written instead."""
    if masks not in _masks:
        _masks.append(masks)


def masked_rows(rows: Sequence[Mapping[str, Any]], masker: Masker) -> list[dict[str, Any]]:
    """Return the rows as a document of their edition may hold them. That something was concluded stays."""
    keys = [str(row["key"]) for row in rows]
    shut = {key: mask for masks in _masks for key, mask in masks(keys, masker).items()} if keys else {}
    return [_masked(row, shut.get(str(row["key"]), "")) for row in rows]


def _masked(row: Mapping[str, Any], mask: str) -> dict[str, Any]:
    if not mask:
        return dict(row)
    return {**row, "title": mask, "sentence": dict.fromkeys(row["sentence"], ""), "reason": ""}
