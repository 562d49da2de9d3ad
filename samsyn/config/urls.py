"""Every room's address. The addresses are Swedish: people read them aloud to each other."""

from __future__ import annotations

from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("sprak/", set_language, name="set_language"),
    path("konto/", include("samsyn.people.account_urls")),
    path("platser/", include("samsyn.places.urls")),
    path("medarbetare/", include("samsyn.people.urls")),
    path("underlag/", include("samsyn.evidence.urls")),
    path("par/<slug:slug>/lagesbild/", include("samsyn.steps.situation.urls")),
    path("rapporter/", include("samsyn.reports.urls")),
    path("", include("samsyn.ui.urls")),
    path("", include("samsyn.home.urls")),
]
