from __future__ import annotations

from django.urls import path

from samsyn.steps.activity.views import actions, activities, plans

app_name = "activity"
urlpatterns = [
    path("", plans.plans, name="plans"),
    path("ny/", plans.new, name="plan_new"),
    path("<int:pk>/", plans.plan, name="plan"),
    path("<int:pk>/andra/", plans.change, name="plan_change"),
    path("<int:pk>/atgard/ny/", actions.new, name="action_new"),
    path("atgard/<int:pk>/", actions.change, name="action"),
    path("atgard/<int:pk>/ta-bort/", actions.remove, name="action_remove"),
    path("atgard/<int:pk>/undantag/<slug:rule>/", actions.sign, name="exception"),
    path("atgard/<int:pk>/aktivitet/ny/", activities.new, name="activity_new"),
    path("aktivitet/<int:pk>/", activities.change, name="activity"),
    path("aktivitet/<int:pk>/ta-bort/", activities.remove, name="activity_remove"),
]
