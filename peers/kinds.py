"""What moderation needs to know of our content: what it is called, where it stands, who may read it."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from moderation import kinds
from peers import rules
from peers.models import Announcement, ChatMessage, Comment, DatedAnswer, Event, Post, Question
from peers.operations.announcement import tell_audience
from peers.operations.chat_news import tell_of_hidden_message, tell_of_message
from peers.operations.event import tell_of_event
from peers.operations.question import tell_of_answer


def register() -> None:
    """Tell moderation of each kind of content that the app owns."""
    kinds.register(
        Post,
        label=_("post"),
        title=lambda post: gettext("Post in %s") % post.group,
        text=lambda post: post.text,
        url=lambda post: post.get_absolute_url(),
        may_read=lambda profile, post: rules.may_read_group(profile, post.group),
    )
    kinds.register(
        Comment,
        label=_("comment"),
        title=lambda comment: gettext("Comment in %s") % comment.post.group,
        text=lambda comment: comment.text,
        url=lambda comment: comment.get_absolute_url(),
        may_read=lambda profile, comment: rules.may_read_group(profile, comment.post.group),
    )
    kinds.register(
        Announcement,
        label=_("news"),
        title=lambda announcement: announcement.title,
        text=lambda announcement: announcement.text,
        url=lambda announcement: announcement.get_absolute_url(),
        may_read=rules.may_read_announcement,
        when_published=tell_audience,
    )
    kinds.register(
        ChatMessage,
        label=_("chat message"),
        title=lambda message: (
            gettext("Message in the chat of %s") % message.room.group
            if message.room.group
            else gettext("Message in a chat of two")
        ),
        text=lambda message: message.text,
        url=lambda message: message.get_absolute_url(),
        may_read=lambda profile, message: rules.may_read_chat(profile, message.room),
        when_published=tell_of_message,
        when_hidden=tell_of_hidden_message,
    )
    kinds.register(
        Event,
        label=_("event"),
        title=lambda event: event.title,
        text=lambda event: "\n\n".join(filter(None, event.words())),
        url=lambda event: event.get_absolute_url(),
        may_read=rules.may_read_event,
        when_published=tell_of_event,
    )
    kinds.register(
        Question,
        label=_("question"),
        title=lambda question: question.title,
        text=lambda question: f"{question.title}\n\n{question.text}",
        url=lambda question: question.get_absolute_url(),
    )
    kinds.register(
        DatedAnswer,
        label=_("answer"),
        title=lambda answer: gettext("Answer to: %s") % answer.question,
        text=lambda answer: f"{answer.text}\n\n{answer.source}",
        url=lambda answer: answer.get_absolute_url(),
        when_published=tell_of_answer,
    )
