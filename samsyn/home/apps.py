from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "samsyn.home"
    label = "home"

    def ready(self) -> None:
        from samsyn.people.access import is_inside
        from samsyn.ui import navigation

        navigation.register(navigation.Item("pair", _("Paret"), "home:start", 10, is_for=is_inside))
