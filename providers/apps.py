from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProvidersConfig(AppConfig):
    name = "providers"

    def ready(self) -> None:
        from portal.models import Role
        from portal.navigation import offer
        from providers import kinds, rules

        kinds.register()
        offer(
            _("Services"),
            "providers:services",
            "shop",
            Role.MEMBER,
            Role.HOST,
            Role.PROVIDER,
            rank=40,
            about=_("Find things to do, and read what members say of them."),
        )
        offer(
            _("Your desk"),
            "providers:desk",
            "pencil",
            Role.PROVIDER,
            rank=5,
            about=_("Look after what you offer, and answer members."),
        )
