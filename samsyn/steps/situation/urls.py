from __future__ import annotations

from django.urls import include, path

from samsyn.steps.situation.views import findings, levels, paragraphs, pictures

app_name = "situation"
urlpatterns = [
    path("", pictures.picture, name="picture"),
    path("matt/<str:code>/", pictures.measure, name="measure"),
    path("stycke/nytt/", paragraphs.new, name="paragraph_new"),
    path("stycke/<int:pk>/", paragraphs.change, name="paragraph"),
    path("stycke/<int:pk>/ta-bort/", paragraphs.remove, name="paragraph_remove"),
    path("stycke/<int:pk>/flytta/", paragraphs.move, name="paragraph_move"),
    path("slutsats/ny/", findings.new, name="finding_new"),
    path("slutsats/<int:pk>/", findings.change, name="finding"),
    path("slutsats/<int:pk>/ta-bort/", findings.remove, name="finding_remove"),
    path("slutsats/<int:pk>/flytta/", findings.move, name="finding_move"),
    path("lage/<str:code>/", levels.judge, name="level"),
    path("lage/<str:code>/forslag/", levels.propose, name="level_propose"),
    path("lage/<str:code>/godta/", levels.accept, name="level_accept"),
    path("lage/<str:code>/oenig/", levels.differ, name="level_differ"),
    path("utgavor/", include("samsyn.steps.situation.urls_editions")),
]
