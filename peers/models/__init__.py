"""The tables of interest groups: who is in them, and what they write, share and announce; and of questions."""

from peers.models.announcement import Announcement, Audience
from peers.models.answer_check import AnswerCheck
from peers.models.calendar_feed import CalendarFeed
from peers.models.chat_message import ChatMessage
from peers.models.chat_request import ChatRequest
from peers.models.chat_room import ChatRoom
from peers.models.chat_sitting import ChatSitting
from peers.models.chat_visit import ChatVisit
from peers.models.comment import Comment
from peers.models.dated_answer import DatedAnswer
from peers.models.event import Event
from peers.models.event_fee import EventFee, EventFeeState
from peers.models.event_place import EventAttendance, EventPlace
from peers.models.findability import Findability
from peers.models.group import Group, GroupInterest
from peers.models.join_request import Answer, JoinRequest, RequestKind
from peers.models.membership import GroupRole, Membership
from peers.models.paper import Paper, PaperKind
from peers.models.post import Post
from peers.models.question import Question
from peers.models.question_passing import PassingState, QuestionPassing
from peers.models.removal import Removal, RemovalReason
from peers.models.saved_search import SavedSearch

__all__ = [
    "Announcement",
    "Answer",
    "AnswerCheck",
    "Audience",
    "CalendarFeed",
    "ChatMessage",
    "ChatRequest",
    "ChatRoom",
    "ChatSitting",
    "ChatVisit",
    "Comment",
    "DatedAnswer",
    "Event",
    "EventAttendance",
    "EventFee",
    "EventFeeState",
    "EventPlace",
    "Findability",
    "Group",
    "GroupInterest",
    "GroupRole",
    "JoinRequest",
    "Membership",
    "Paper",
    "PaperKind",
    "PassingState",
    "Post",
    "Question",
    "QuestionPassing",
    "Removal",
    "RemovalReason",
    "RequestKind",
    "SavedSearch",
]
