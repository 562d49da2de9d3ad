from __future__ import annotations

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "samsyn.records"
    label = "records"

    def import_models(self) -> None:
        """The models of the app, those of disagreements too."""
        super().import_models()
        import samsyn.records.disagreement.models  # noqa: F401
