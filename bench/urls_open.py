"""The same addresses, in a process whose doors are open: all, or with BENCH_OPEN=rights all but who is signed in and the pair's row."""

import os

from bench.opening import open_doors
from bench.urls import urlpatterns

open_doors(signing_in=os.environ.get("BENCH_OPEN") != "rights")

__all__ = ["urlpatterns"]
