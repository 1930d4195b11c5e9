from django.apps import AppConfig
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class PeersConfig(AppConfig):
    name = "peers"

    def ready(self) -> None:
        from moderation import kinds
        from peers import rules
        from peers.models import Announcement, Comment, DatedAnswer, Post, Question
        from peers.operations.announcement import tell_audience
        from peers.operations.question import tell_of_answer
        from portal.models import Role
        from portal.navigation import offer

        offer(
            _("Groups"), "peers:groups", "people", Role.MEMBER, rank=20, about=_("Meet people who like what you like.")
        )
        kinds.register(
            Post,
            label=_("post"),
            title=lambda post: gettext("Post in %s") % post.group,
            text=lambda post: post.text,
            url=lambda post: post.get_absolute_url(),
        )
        kinds.register(
            Comment,
            label=_("comment"),
            title=lambda comment: gettext("Comment in %s") % comment.post.group,
            text=lambda comment: comment.text,
            url=lambda comment: comment.get_absolute_url(),
        )
        kinds.register(
            Announcement,
            label=_("news"),
            title=lambda announcement: announcement.title,
            text=lambda announcement: announcement.text,
            url=lambda announcement: announcement.get_absolute_url(),
            when_published=tell_audience,
        )
        offer(
            _("Questions"),
            "peers:questions",
            "question",
            Role.MEMBER,
            rank=24,
            about=_("Ask other members, and read what they found out."),
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
