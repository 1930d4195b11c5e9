from django.apps import AppConfig


class PoolsConfig(AppConfig):
    name = "pools"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from pools import rules
        from portal.checks import register_global_model
        from portal.models import Role
        from portal.navigation import offer

        offer(
            _("Wishes"),
            "pools:wishes",
            "star",
            Role.MEMBER,
            rank=10,
            about=_("Say what you would like to do. See who wants the same."),
        )
        offer(
            _("Pools"),
            "pools:pools",
            "money",
            Role.MEMBER,
            rank=30,
            about=_("Buy things together, and share the cost."),
        )
        # For everybody, and all that there is on a commissioner's menu.
        offer(
            _("What people want"),
            "pools:demand:overview",
            "chart",
            *Role,
            rank=60,
            about=_("See how many people want what. Nobody can be picked out."),
        )

        register_global_model("pools.PTableCell", "a table of constants; it tells of nobody")
