from __future__ import annotations

from django.urls import path

from samsyn.home import views

app_name = "home"
urlpatterns = [
    path("", views.start, name="start"),
    path("par/<slug:slug>/", views.pair, name="pair"),
    path("par/<slug:slug>/steg/<int:number>/", views.step, name="step"),
    path("ordlista/", views.glossary, name="glossary"),
    path("nyheter/", views.news, name="news"),
    path("tillganglighet/", views.accessibility, name="accessibility"),
    path("installningar/", views.settings, name="settings"),
    path("halsa/", views.health, name="health"),
    path("redo/", views.ready, name="ready"),
]
