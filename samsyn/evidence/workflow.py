"""The states of an import and what may follow on each."""

from __future__ import annotations

from samsyn.evidence.models import ImportState

TRANSITIONS: dict[ImportState, frozenset[ImportState]] = {
    ImportState.RECEIVED: frozenset({ImportState.QUEUED, ImportState.DISCARDED}),
    ImportState.QUEUED: frozenset({ImportState.RUNNING, ImportState.DISCARDED}),
    ImportState.RUNNING: frozenset(
        {ImportState.IN_FORCE, ImportState.FAILED, ImportState.QUEUED, ImportState.DISCARDED}
    ),
    ImportState.FAILED: frozenset({ImportState.RECEIVED, ImportState.DISCARDED}),
    ImportState.IN_FORCE: frozenset({ImportState.SUPERSEDED}),
    ImportState.SUPERSEDED: frozenset(),
    ImportState.DISCARDED: frozenset(),
}
PREPARING = frozenset(
    {ImportState.RECEIVED, ImportState.FAILED}
)  # reader, dataset and division may be chosen
USED = frozenset({ImportState.QUEUED, ImportState.RUNNING, ImportState.IN_FORCE})


def may(state: str, then: ImportState) -> bool:
    """Whether an import in a state may go on to another."""
    return then in TRANSITIONS[ImportState(state)]
