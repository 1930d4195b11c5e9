from django.urls import path

from peers.views.calendar_feeds import CalendarFeedFile, CalendarFeeds, ReplaceCalendarFeed, RevokeCalendarFeed
from peers.views.chat import (
    AnswerChat,
    AskMentorBeside,
    AskToChat,
    ChatPage,
    Chats,
    EndChat,
    EndSitting,
    GroupChat,
)
from peers.views.diary import Diary
from peers.views.events import (
    CancelEvent,
    ChangeEvent,
    EventAttendancePage,
    EventPage,
    Events,
    GroupEvents,
    PlanEvent,
    PlanGroupEvent,
    RecordEventFee,
    SignUpForEvent,
    TakeOffEvent,
)
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
    path("groups/<uuid:pk>/chat/", GroupChat.as_view(), name="group_chat"),
    path("chats/", Chats.as_view(), name="chats"),
    path("chats/<uuid:pk>/", ChatPage.as_view(), name="chat"),
    path("chats/<uuid:pk>/end/", EndChat.as_view(), name="end_chat"),
    path("chats/<uuid:pk>/mentor/", AskMentorBeside.as_view(), name="ask_mentor_beside"),
    path("chats/<uuid:pk>/mentor/end/", EndSitting.as_view(), name="end_sitting"),
    path("people/<uuid:pk>/chat/", AskToChat.as_view(), name="ask_to_chat"),
    path("chat-requests/<uuid:pk>/answer/", AnswerChat.as_view(), name="answer_chat"),
    path("join-requests/<uuid:pk>/answer/", AnswerRequest.as_view(), name="answer_request"),
    path("invitations/<uuid:pk>/answer/", AnswerInvitation.as_view(), name="answer_invitation"),
    path("posts/<uuid:pk>/answer/", WriteComment.as_view(), name="write_comment"),
    path("papers/<uuid:pk>/", PaperPage.as_view(), name="paper"),
    path("papers/<uuid:pk>/file/", PaperFile.as_view(), name="paper_file"),
    path("news/<uuid:pk>/", AnnouncementPage.as_view(), name="announcement"),
    path("events/", Events.as_view(), name="events"),
    path("events/plan/", PlanEvent.as_view(), name="plan_event"),
    path("events/<uuid:pk>/", EventPage.as_view(), name="event"),
    path("events/<uuid:pk>/sign-up/", SignUpForEvent.as_view(), name="sign_up_for_event"),
    path("events/<uuid:pk>/take-off/", TakeOffEvent.as_view(), name="take_off_event"),
    path("events/<uuid:pk>/change/", ChangeEvent.as_view(), name="change_event"),
    path("events/<uuid:pk>/call-off/", CancelEvent.as_view(), name="cancel_event"),
    path("events/<uuid:pk>/who-came/", EventAttendancePage.as_view(), name="event_attendance"),
    path("events/<uuid:pk>/places/<uuid:place>/fee/", RecordEventFee.as_view(), name="record_event_fee"),
    path("groups/<uuid:pk>/events/", GroupEvents.as_view(), name="group_events"),
    path("groups/<uuid:pk>/events/plan/", PlanGroupEvent.as_view(), name="plan_group_event"),
    path("diary/", Diary.as_view(), name="diary"),
    path("calendar/", CalendarFeeds.as_view(), name="calendar_feeds"),
    path("calendar/<uuid:pk>/replace/", ReplaceCalendarFeed.as_view(), name="replace_calendar_feed"),
    path("calendar/<uuid:pk>/take-back/", RevokeCalendarFeed.as_view(), name="revoke_calendar_feed"),
    path("calendar/<str:secret>.ics", CalendarFeedFile.as_view(), name="calendar_feed"),
]
