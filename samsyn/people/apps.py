from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "samsyn.people"
    label = "people"

    def ready(self) -> None:
        from samsyn.people import place_rules, signals
        from samsyn.places import access

        signals.connect()
        access.hand_in(place_rules.Rules())  # places lies below people and asks us who may see a city
