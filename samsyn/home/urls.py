from __future__ import annotations

from django.urls import path

from samsyn.home.views import log, pair, settings, start, texts, tour

app_name = "home"
urlpatterns = [
    path("", start.start, name="start"),
    path("par/<slug:slug>/", pair.pair, name="pair"),
    path("par/<slug:slug>/overlamning/", pair.handover, name="handover"),
    path("par/<slug:slug>/steg/<int:number>/", pair.step, name="step"),
    path("rundtur/", tour.stops, name="tour"),
    path("rundtur/<int:number>/", tour.stop, name="tour-stop"),
    path("rundtur/avsluta/", tour.leave, name="tour-leave"),
    path("installningar/", settings.settings, name="settings"),
    path("logg/", log.log, name="log"),
    path("ordlista/", texts.glossary, name="glossary"),
    path("nyheter/", texts.news, name="news"),
    path("tillganglighet/", texts.accessibility, name="accessibility"),
    path("halsa/", texts.alive, name="health"),
    path("redo/", texts.ready, name="ready"),
]
