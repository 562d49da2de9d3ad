from __future__ import annotations

from django.apps import AppConfig


class JudgingConfig(AppConfig):
    name = "samsyn.judging"
    default_auto_field = "django.db.models.BigAutoField"
