"""What the apps above do when an edition is decided: they register here, so that this app knows nothing of them."""

from __future__ import annotations

from collections.abc import Callable

from samsyn.people.models import Member
from samsyn.steps.situation.models import Edition

EditionDecided = Callable[[Edition, Member], None]
_callbacks: list[EditionDecided] = []


def after_edition_decided(callback: EditionDecided) -> EditionDecided:
    """Let the callback run with (edition, by) when both parties have decided an edition, in the same transaction."""
    if callback not in _callbacks:
        _callbacks.append(callback)
    return callback


def edition_decided(edition: Edition, *, by: Member) -> None:
    """Tell everybody who asked."""
    for callback in _callbacks:
        callback(edition, by)
