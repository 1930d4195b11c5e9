from django.apps import AppConfig
from django.urls import path
from django.utils.translation import gettext_lazy as _


class PeersConfig(AppConfig):
    name = "peers"

    def ready(self) -> None:
        from peers import kinds
        from peers.consumers import ChatPageConsumer
        from peers.queries import diary  # its days stand in the diary
        from portal.live import LIVE_ADDRESSES
        from portal.models import Role
        from portal.navigation import offer

        kinds.register()
        LIVE_ADDRESSES.append(path("chats/<uuid:pk>/", ChatPageConsumer.as_asgi()))
        offer(
            _("Groups"), "peers:groups", "people", Role.MEMBER, rank=20, about=_("Meet people who like what you like.")
        )
        offer(_("People"), "peers:people", "person", Role.MEMBER, rank=21, about=_("Find members who like the same."))
        offer(_("Chats"), "peers:chats", "message", Role.MEMBER, rank=25, about=_("Talk with people from your groups."))
        offer(
            _("Events"), "peers:events", "calendar", Role.MEMBER, rank=30, about=_("Things to do, and your own diary.")
        )
        offer(
            _("Questions"),
            "peers:questions",
            "question",
            Role.MEMBER,
            rank=24,
            about=_("Ask other members, and read what they found out."),
        )
