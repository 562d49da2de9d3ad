from __future__ import annotations

from django.urls import path

from samsyn.ui.showcase import views

app_name = "ui"
urlpatterns = [
    path("komponenter/", views.components, name="components"),
    path("komponenter/metoder/", views.methods, name="methods"),
    path("komponenter/punkter/", views.points, name="points"),
    path("komponenter/omraden/", views.areas, name="areas"),
]
