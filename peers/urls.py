from django.urls import path

from peers.views.groups import EditGroup, GroupPage, Groups, Members, StartGroup
from peers.views.joining import (
    AnswerInvitation,
    AnswerRequest,
    AskToJoin,
    Invite,
    JoinGroup,
    LeaveGroup,
    Requests,
)
from peers.views.questions import (
    AnswerQuestion,
    AskQuestion,
    CheckAnswer,
    ChooseAnswer,
    PassQuestion,
    QuestionPage,
    Questions,
    TakeQuestion,
)
from peers.views.sharing import AddPaper, Announce, AnnouncementPage, Announcements, PaperFile, PaperPage, Papers
from peers.views.writing import WriteComment, WritePost

app_name = "peers"

urlpatterns = [
    path("groups/", Groups.as_view(), name="groups"),
    path("groups/start/", StartGroup.as_view(), name="start_group"),
    path("groups/<uuid:pk>/", GroupPage.as_view(), name="group"),
    path("groups/<uuid:pk>/edit/", EditGroup.as_view(), name="edit_group"),
    path("groups/<uuid:pk>/members/", Members.as_view(), name="members"),
    path("groups/<uuid:pk>/join/", JoinGroup.as_view(), name="join_group"),
    path("groups/<uuid:pk>/ask/", AskToJoin.as_view(), name="ask_to_join"),
    path("groups/<uuid:pk>/leave/", LeaveGroup.as_view(), name="leave_group"),
    path("groups/<uuid:pk>/requests/", Requests.as_view(), name="requests"),
    path("groups/<uuid:pk>/invite/", Invite.as_view(), name="invite"),
    path("groups/<uuid:pk>/write/", WritePost.as_view(), name="write_post"),
    path("groups/<uuid:pk>/papers/", Papers.as_view(), name="papers"),
    path("groups/<uuid:pk>/papers/add/", AddPaper.as_view(), name="add_paper"),
    path("groups/<uuid:pk>/news/", Announcements.as_view(), name="announcements"),
    path("groups/<uuid:pk>/news/write/", Announce.as_view(), name="announce"),
    path("join-requests/<uuid:pk>/answer/", AnswerRequest.as_view(), name="answer_request"),
    path("invitations/<uuid:pk>/answer/", AnswerInvitation.as_view(), name="answer_invitation"),
    path("posts/<uuid:pk>/answer/", WriteComment.as_view(), name="write_comment"),
    path("papers/<uuid:pk>/", PaperPage.as_view(), name="paper"),
    path("papers/<uuid:pk>/file/", PaperFile.as_view(), name="paper_file"),
    path("news/<uuid:pk>/", AnnouncementPage.as_view(), name="announcement"),
    path("questions/", Questions.as_view(), name="questions"),
    path("questions/ask/", AskQuestion.as_view(), name="ask_question"),
    path("questions/<uuid:pk>/", QuestionPage.as_view(), name="question"),
    path("questions/<uuid:pk>/answer/", AnswerQuestion.as_view(), name="answer_question"),
    path("questions/<uuid:pk>/pass/", PassQuestion.as_view(), name="pass_question"),
    path("questions/<uuid:pk>/take/", TakeQuestion.as_view(), name="take_question"),
    path("answers/<uuid:pk>/check/", CheckAnswer.as_view(), name="check_answer"),
    path("answers/<uuid:pk>/choose/", ChooseAnswer.as_view(), name="choose_answer"),
]
