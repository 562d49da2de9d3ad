from __future__ import annotations

from django.apps import AppConfig


class SecrecyConfig(AppConfig):
    name = "samsyn.secrecy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import pre_save

        from samsyn.secrecy.guard import before_save

        pre_save.connect(before_save, dispatch_uid="samsyn.secrecy.guard")
