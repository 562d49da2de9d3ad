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
    path("par/<slug:slug>/problembilder/", include("samsyn.steps.problem.urls")),
    path("par/<slug:slug>/mal/", include("samsyn.steps.purpose.urls")),
    path("par/<slug:slug>/metod/", include("samsyn.steps.method.urls")),
    path("par/<slug:slug>/atgardsplan/", include("samsyn.steps.activity.urls")),
    path("falt/", include("samsyn.steps.activity.urls_field")),
    path("par/<slug:slug>/vem-ser-vad/", include("samsyn.releases.urls")),
    path("", include("samsyn.secrecy.urls")),
    path("par/<slug:slug>/uppfoljning/", include("samsyn.steps.followup.urls")),
    path("par/<slug:slug>/prioriteringar/", include("samsyn.priorities.urls")),
    path("", include("samsyn.meetings.urls")),
    path("konferens/", include("samsyn.conference.urls")),
    path("par/<slug:slug>/beslut/", include("samsyn.records.urls")),
    path("", include("samsyn.agreements.urls")),
    path("", include("samsyn.partners.urls")),
    path("", include("samsyn.chain.urls")),
    path("rapporter/", include("samsyn.reports.urls")),
    path("", include("samsyn.ui.urls")),
    path("", include("samsyn.home.urls")),
]
