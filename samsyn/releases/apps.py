from __future__ import annotations

from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "samsyn.releases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from samsyn.secrecy.services import register_hinder
        from samsyn.ui.lazy import later

        register_hinder(later("samsyn.releases.queries.hinders_class"))
