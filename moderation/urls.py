from django.urls import path

from moderation.views.appeal import Appeals, JudgeAppeal, MakeAppeal
from moderation.views.between_members import (
    BlockMember,
    KeepPeace,
    MuteMember,
    MyPeace,
    UnblockMember,
    UnmuteMember,
)
from moderation.views.concern import ConcernTold, ReportConcern, ReportContent, ReportTold
from moderation.views.figures import AreaFigures
from moderation.views.level import ChooseLevel, ChooseMentor, SayWhenAway
from moderation.views.my_items import ChangeWords, MyItems
from moderation.views.queue import ClaimItem, Decide, GiveItemBack, Queue, StandAside
from moderation.views.ready_advice import AddReadyAdvice, ChangeReadyAdvice, ReadyAdviceList, RetireReadyAdvice
from moderation.views.safeguarding import Case, SafeguardingCases

app_name = "moderation"

urlpatterns = [
    path("moderation/level/", ChooseLevel.as_view(), name="choose_level"),
    path("moderation/mentor/", ChooseMentor.as_view(), name="choose_mentor"),
    path("moderation/away/", SayWhenAway.as_view(), name="say_when_away"),
    path("moderation/mine/", MyItems.as_view(), name="my_items"),
    path("moderation/mine/<uuid:pk>/change/", ChangeWords.as_view(), name="change_words"),
    path("moderation/mine/<uuid:pk>/appeal/", MakeAppeal.as_view(), name="appeal"),
    path("moderation/appeals/", Appeals.as_view(), name="appeals"),
    path("moderation/appeals/<uuid:pk>/", JudgeAppeal.as_view(), name="judge_appeal"),
    path("moderation/figures/", AreaFigures.as_view(), name="figures"),
    path("moderation/queue/", Queue.as_view(), name="queue"),
    path("moderation/queue/<uuid:pk>/", Decide.as_view(), name="decide"),
    path("moderation/queue/<uuid:pk>/claim/", ClaimItem.as_view(), name="claim_item"),
    path("moderation/queue/<uuid:pk>/give-back/", GiveItemBack.as_view(), name="give_item_back"),
    path("moderation/queue/<uuid:pk>/stand-aside/", StandAside.as_view(), name="stand_aside"),
    path("moderation/advice/", ReadyAdviceList.as_view(), name="ready_advice"),
    path("moderation/advice/add/", AddReadyAdvice.as_view(), name="add_ready_advice"),
    path("moderation/advice/<uuid:pk>/change/", ChangeReadyAdvice.as_view(), name="change_ready_advice"),
    path("moderation/advice/<uuid:pk>/retire/", RetireReadyAdvice.as_view(), name="retire_ready_advice"),
    path("moderation/concern/", ReportConcern.as_view(), name="report_concern"),
    path("moderation/concern/told/", ConcernTold.as_view(), name="concern_told"),
    path("moderation/report/told/", ReportTold.as_view(), name="report_told"),
    path("moderation/report/<str:kind>/<uuid:pk>/", ReportContent.as_view(), name="report_content"),
    path("moderation/safeguarding/", SafeguardingCases.as_view(), name="safeguarding_cases"),
    path("moderation/safeguarding/<uuid:pk>/", Case.as_view(), name="safeguarding_case"),
    path("moderation/peace/", MyPeace.as_view(), name="my_peace"),
    path("moderation/peace/<uuid:pk>/", KeepPeace.as_view(), name="keep_peace"),
    path("moderation/peace/<uuid:pk>/block/", BlockMember.as_view(), name="block_member"),
    path("moderation/peace/<uuid:pk>/unblock/", UnblockMember.as_view(), name="unblock_member"),
    path("moderation/peace/<uuid:pk>/mute/", MuteMember.as_view(), name="mute_member"),
    path("moderation/peace/<uuid:pk>/unmute/", UnmuteMember.as_view(), name="unmute_member"),
]
