from django.apps import AppConfig
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class PeersConfig(AppConfig):
    name = "peers"

    def ready(self) -> None:
        from moderation import kinds
        from peers import rules
        from peers.models import Announcement, Comment, Event, Post
        from peers.operations.announcement import tell_audience
        from peers.operations.event import tell_of_event
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
        kinds.register(
            Event,
            label=_("event"),
            title=lambda event: event.title,
            text=lambda event: "\n\n".join(filter(None, event.words())),
            url=lambda event: event.get_absolute_url(),
            when_published=tell_of_event,
        )
        offer(
            _("Events"), "peers:events", "calendar", Role.MEMBER, rank=30, about=_("Things to do, and your own diary.")
        )
