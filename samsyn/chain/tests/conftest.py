"""Threads of the tests' own instead of what the apps know."""

from __future__ import annotations

import pytest

from samsyn.chain import registry
from samsyn.chain.tests.threads import centre


@pytest.fixture
def thread_is(monkeypatch):
    """Let the pairs' threads be these fragments."""

    def replace(*fragments):
        monkeypatch.setattr(registry, "_providers", [lambda _pair, one=one: one for one in fragments])

    return replace


@pytest.fixture
def centre_thread(thread_is):
    thread_is(centre())
