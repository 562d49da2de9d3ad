from __future__ import annotations

from django.urls import path

from samsyn.home.views import log, pair, settings, start, texts

app_name = "home"
urlpatterns = [
    path("", start.start, name="start"),
    path("par/<slug:slug>/", pair.pair, name="pair"),
    path("par/<slug:slug>/overlamning/", pair.handover, name="handover"),
    path("par/<slug:slug>/steg/<int:number>/", pair.step, name="step"),
    path("installningar/", settings.settings, name="settings"),
    path("logg/", log.log, name="log"),
    path("ordlista/", texts.glossary, name="glossary"),
    path("nyheter/", texts.news, name="news"),
    path("tillganglighet/", texts.accessibility, name="accessibility"),
    path("halsa/", texts.alive, name="health"),
    path("redo/", texts.ready, name="ready"),
]
