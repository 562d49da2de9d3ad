from __future__ import annotations

from django.urls import path

from samsyn.records.disagreement import views

urlpatterns = [
    path("oenighet/<int:pk>/", views.disagreement, name="disagreement"),
    path("oenighet/<int:pk>/syn/", views.write, name="disagreement_write"),
    path("oenighet/<int:pk>/svar/", views.answer, name="disagreement_answer"),
    path("oenighet/<int:pk>/dra-tillbaka/", views.take_back, name="disagreement_withdraw"),
    path("<slug:kind>/<int:pk>/oenighet/", views.raise_disagreement, name="disagreement_raise"),
]
