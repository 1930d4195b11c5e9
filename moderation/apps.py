from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "moderation"

    def ready(self) -> None:
        from moderation import rules
        from portal.models import Role
        from portal.navigation import offer
        from portal.profile_steps import SEEN_BY_NOBODY, profile_step

        offer(
            _("Please read"),
            "moderation:queue",
            "eye",
            Role.CHAMPION,
            rank=70,
            about=_("Read what members wrote, and help them with advice."),
        )
        offer(
            _("Second looks"),
            "moderation:appeals",
            "search",
            Role.CHAMPION,
            Role.HOST,
            rank=71,
            about=_("Answer members who ask somebody else to look again."),
        )
        offer(
            _("Worries"),
            "moderation:safeguarding_cases",
            "shield",
            Role.SAFEGUARDING,
            rank=72,
            about=_("Read what people are worried about, and keep what you did."),
        )
        profile_step(
            _("Who reads what you write first"),
            route="moderation:choose_level",
            picture="champion",
            seen_by=SEEN_BY_NOBODY,
            answer=rules.choice_in_words,
        )
