"""The settings of the server with its doors as they are. With BENCH_KEEPS=0 the process keeps no page and no part of one."""

import os

from bench.settings import *  # noqa: F403
from bench.settings import CACHES, MIDDLEWARE

MIDDLEWARE = ["bench.work.WorkMiddleware", *MIDDLEWARE]

if os.environ.get("BENCH_KEEPS") == "0":
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
