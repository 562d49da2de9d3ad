from __future__ import annotations

from django.urls import path

from samsyn.chain import views

app_name = "chain"
urlpatterns = [
    path("roda-traden/", views.start, name="start"),
    path("par/<slug:slug>/roda-traden/", views.thread, name="thread"),
    path("par/<slug:slug>/roda-traden/<path:key>/", views.around, name="around"),
]
