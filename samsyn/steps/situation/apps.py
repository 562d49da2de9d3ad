from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from samsyn.places.models import City


class SituationConfig(AppConfig):
    name = "samsyn.steps.situation"
    label = "situation"

    def ready(self) -> None:
        from samsyn.evidence import hooks

        hooks.after_import(_warm)


def _warm(city: City) -> None:
    from samsyn.steps.situation.warming import warm_city

    warm_city(city)
