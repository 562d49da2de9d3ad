from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChainConfig(AppConfig):
    name = "samsyn.chain"
    label = "chain"

    def ready(self) -> None:
        from samsyn.people.access import reads_pairs
        from samsyn.ui import navigation

        navigation.register(
            navigation.Item("thread", _("Röda tråden"), "chain:start", 20, is_for=reads_pairs)
        )
