"""The clock's tick walks the whole log once a day."""

from __future__ import annotations

from datetime import timedelta

import structlog.testing

from samsyn.audit.guards import LOG
from samsyn.audit.models import LogEntry
from samsyn.audit.queries import WHOLE_WALK_EVERY, check_chain, last_mark
from samsyn.cli.tick import _once


def _tick():
    with structlog.testing.capture_logs() as lines:
        _once(structlog.get_logger("samsyn.tick"))
    return lines


def test_a_forgery_before_the_mark_is_found_by_the_next_day(pairs, monkeypatch):
    from django.db import connection

    check_chain()
    walked = last_mark().walked_at
    LOG.remove(connection)
    LogEntry.objects.filter(seq=2).update(facts='{"areas":1}')
    LOG.install(connection)
    assert _tick() == []
    monkeypatch.setattr("samsyn.ui.clock.now", lambda: walked + WHOLE_WALK_EVERY + timedelta(minutes=1))
    assert [line["seq"] for line in _tick()] == [2]
