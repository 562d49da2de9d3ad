from django.apps import AppConfig


class SeedsConfig(AppConfig):
    name = "samsyn.seeds"
    label = "seeds"
