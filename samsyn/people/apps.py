from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "samsyn.people"
    label = "people"
