from __future__ import annotations

from django.urls import path

from samsyn.releases import views

app_name = "releases"
urlpatterns = [
    path("", views.releases, name="releases"),
    path("fyra-bilder/", views.four_pictures, name="four"),
    path("slapp/", views.release, name="release"),
    path("ta-tillbaka/", views.withdraw, name="withdraw"),
]
