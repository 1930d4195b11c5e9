from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "moderation"

    def ready(self) -> None:
        from moderation import rules
        from portal.models import Role
        from portal.navigation import offer

        offer(_("Please read"), "moderation:queue", "eye", Role.CHAMPION)
