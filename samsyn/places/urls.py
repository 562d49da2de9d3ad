from __future__ import annotations

from django.urls import path

from samsyn.places import views

app_name = "places"
urlpatterns = [
    path("", views.start, name="start"),
    path("ny-stad/", views.new_city, name="new-city"),
    path("ny-stad/granska/", views.review_city, name="review-city"),
    path("<slug:city>/", views.city, name="city"),
    path("<slug:city>/par/nytt/", views.new_pair, name="new-pair"),
    path("<slug:city>/<slug:division>/", views.division, name="division"),
    path("<slug:city>/<slug:division>/<str:code>/", views.area, name="area"),
]
