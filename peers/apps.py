from django.apps import AppConfig
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class PeersConfig(AppConfig):
    name = "peers"

    def ready(self) -> None:
        from moderation import kinds
        from peers import rules
        from peers.models import Announcement, Comment, Post
        from peers.operations.announcement import tell_audience
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
