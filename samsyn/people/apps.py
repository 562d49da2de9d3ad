from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "samsyn.people"
    label = "people"

    def ready(self) -> None:
        from samsyn.people import signals

        signals.connect()
