from django.urls import path

from moderation.views.level import ChooseLevel, ChooseMentor, SayWhenAway
from moderation.views.my_items import ChangeWords, MyItems
from moderation.views.queue import Decide, Queue

app_name = "moderation"

urlpatterns = [
    path("moderation/level/", ChooseLevel.as_view(), name="choose_level"),
    path("moderation/mentor/", ChooseMentor.as_view(), name="choose_mentor"),
    path("moderation/away/", SayWhenAway.as_view(), name="say_when_away"),
    path("moderation/mine/", MyItems.as_view(), name="my_items"),
    path("moderation/mine/<uuid:pk>/change/", ChangeWords.as_view(), name="change_words"),
    path("moderation/queue/", Queue.as_view(), name="queue"),
    path("moderation/queue/<uuid:pk>/", Decide.as_view(), name="decide"),
]
