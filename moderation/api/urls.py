from django.urls import path
from rest_framework.routers import SimpleRouter

from moderation.api.concern import Concerns, Peace, Reports
from moderation.api.items import MyItems, Queue, ReadyAdviceList
from moderation.api.level import Away, Level, Mentors

router = SimpleRouter(use_regex_path=False)
router.register("moderation/mentors", Mentors, basename="mentor")
router.register("moderation/queue", Queue, basename="queue")
router.register("moderation/advice", ReadyAdviceList, basename="ready-advice")
router.register("moderation/mine", MyItems, basename="my-item")

urlpatterns = [
    path("moderation/level/", Level.as_view(), name="moderation-level"),
    path("moderation/away/", Away.as_view(), name="moderation-away"),
    path("moderation/concerns/", Concerns.as_view(), name="concern"),
    path("moderation/reports/", Reports.as_view(), name="report"),
    path("moderation/peace/<uuid:pk>/", Peace.as_view(), name="peace"),
    *router.urls,
]
