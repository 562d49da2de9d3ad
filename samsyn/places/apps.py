from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "samsyn.places"
    label = "places"
