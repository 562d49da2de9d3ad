"""The settings of a server whose doors are open, beside the one whose doors are as they are."""

from bench.settings_doors import *  # noqa: F403

ROOT_URLCONF = "bench.urls_open"
