from django.apps import AppConfig


class SituationConfig(AppConfig):
    name = "samsyn.steps.situation"
    label = "situation"
