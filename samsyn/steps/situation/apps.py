from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from samsyn.places.models import AreaPair, City


class SituationConfig(AppConfig):
    name = "samsyn.steps.situation"
    label = "situation"

    def ready(self) -> None:
        from samsyn.chain.registry import register
        from samsyn.evidence import hooks
        from samsyn.records import addresses
        from samsyn.records.disagreement import subjects
        from samsyn.releases import four
        from samsyn.steps.situation import marking, releasing
        from samsyn.ui.lazy import later

        register(later("samsyn.steps.situation.chain.fragment"))
        hooks.after_import(_warm)
        addresses.register("situation.edition", _edition_url)
        subjects.register(
            "utgava", "situation.edition", later("samsyn.steps.situation.reading.disagreed.find_edition")
        )
        releasing.register_all()
        marking.register_all()
        four.register_judges(later("samsyn.steps.situation.apart.judged_apart"))


def _warm(city: City) -> None:
    from samsyn.steps.situation.warming import warm_city

    warm_city(city)


def _edition_url(pair: AreaPair, pk: int) -> str:
    from django.urls import reverse

    from samsyn.steps.situation.models import Edition

    number = Edition.objects.values_list("number", flat=True).get(pk=pk)
    return reverse("situation:edition", args=[pair.slug, number])
