from django.urls import path
from rest_framework.routers import SimpleRouter

from peers.api.chat import ChatMessages, ChatRequests, Chats
from peers.api.diary import Diary
from peers.api.events import Events, GroupEvents
from peers.api.finding import OwnFindability, People, SavedSearches
from peers.api.groups import Groups, Invitations, JoinRequests
from peers.api.questions import Answers, QuestionAnswers, Questions
from peers.api.sharing import Announcements, GroupAnnouncements, GroupPapers, Papers
from peers.api.writing import Comments, Posts

router = SimpleRouter(use_regex_path=False)
router.register("groups", Groups, basename="group")
router.register("groups/<uuid:group_id>/posts", Posts, basename="group-post")
router.register("groups/<uuid:group_id>/papers", GroupPapers, basename="group-paper")
router.register("groups/<uuid:group_id>/announcements", GroupAnnouncements, basename="group-announcement")
router.register("posts/<uuid:post_id>/comments", Comments, basename="post-comment")
router.register("papers", Papers, basename="paper")
router.register("announcements", Announcements, basename="announcement")
router.register("join-requests", JoinRequests, basename="join-request")
router.register("invitations", Invitations, basename="invitation")
router.register("chats", Chats, basename="chat")
router.register("chats/<uuid:chat_id>/messages", ChatMessages, basename="chat-message")
router.register("chat-requests", ChatRequests, basename="chat-request")
router.register("events", Events, basename="event")
router.register("groups/<uuid:group_id>/events", GroupEvents, basename="group-event")
router.register("questions", Questions, basename="question")
router.register("questions/<uuid:question_id>/answers", QuestionAnswers, basename="question-answer")
router.register("answers", Answers, basename="answer")
router.register("people", People, basename="found-person")
router.register("saved-searches", SavedSearches, basename="saved-search")

urlpatterns = [
    path("diary/", Diary.as_view(), name="diary"),
    path("me/findability/", OwnFindability.as_view(), name="findability"),
    *router.urls,
]
