"""Static files carry the program's version, so that browsers fetch them anew after an upgrade."""

from __future__ import annotations

from django.contrib.staticfiles.storage import StaticFilesStorage

from samsyn import __version__


class StaticStorage(StaticFilesStorage):
    def url(self, name: str | None) -> str:
        return f"{super().url(name)}?v={__version__}"
