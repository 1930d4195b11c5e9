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

        register_global_model("pools.PTableCell", "a table of constants; it tells of nobody")
