"""One of everything in Norr, and refusals without their pages, as the access matrix has them."""

from __future__ import annotations

from tests.access.test_access import plain_answers, world  # noqa: F401
