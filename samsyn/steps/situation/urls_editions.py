from __future__ import annotations

from django.urls import path

from samsyn.steps.situation.views import editions as views

urlpatterns = [
    path("", views.editions, name="editions"),
    path("ny/", views.cut, name="edition_cut"),
    path("<int:number>/", views.edition, name="edition"),
    path("<int:number>/besluta/", views.decide, name="edition_decide"),
    path("<int:number>/uppdatera/", views.recut, name="edition_recut"),
    path("<int:number>/granskning/", views.send, name="edition_send"),
    path("<int:number>/godkann/", views.approve, name="edition_approve"),
    path("<int:number>/diarienummer/", views.register, name="edition_register"),
    path("<int:number>/andring/", views.ask, name="edition_ask"),
]
