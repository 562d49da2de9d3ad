"""Making the pages of a city's pairs ready before anybody asks: figures to the shared cache, drawings to their folder."""

from __future__ import annotations

from django.core.cache import caches
from django.utils.translation import override

from samsyn.evidence.audience import JOINT, reading_for
from samsyn.evidence.queries import figures_version
from samsyn.people.models import Party
from samsyn.places.models import AreaPair, City
from samsyn.steps.situation import blocks, queries
from samsyn.steps.situation.models import SituationPicture
from samsyn.ui.clock import today

PARTIES = (Party.CITY.value, Party.POLICE.value)
LANGUAGES = ("sv", "en")


def warm_city(city: City) -> None:
    """Make the pages ready for each that reads them: both authorities, and what is cut for both together.

    Those who see the same datasets have the same pages, so that mostly it is done once.
    """
    for reader in (JOINT, *PARTIES):
        with reading_for(reader):
            _warm_for_reader(city)


def _warm_for_reader(city: City) -> None:
    """Make each open pair's page ready; a city whose figures are as last time costs one look in the cache."""
    key = f"situation:warm:{city.pk}:{figures_version(city)}:{queries.code()}:{today()}"
    if caches["shared"].get(key):
        return
    pairs = AreaPair.objects.filter(city=city, valid_to=None).select_related(
        "city", "city_area__division", "police_area__division"
    )
    for pair in pairs.defer("city_area__geometry", "police_area__geometry"):
        _warm(pair)
    caches["shared"].set(key, True, queries.SECONDS_KEPT)


def _warm(pair: AreaPair) -> None:
    """Compute the pair's figures and draw its pictures in both languages."""
    standing = SituationPicture.objects.filter(pair=pair).first()
    for language in LANGUAGES:
        with override(language):
            blocks.blocks(pair, standing, may_write=False)
            queries.candidates_for(pair)
