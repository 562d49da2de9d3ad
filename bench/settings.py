"""The program's own settings, with one more page: the bare page that the others are measured against."""

from samsyn.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
