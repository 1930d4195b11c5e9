from django.apps import AppConfig


class PoolsConfig(AppConfig):
    name = "pools"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from pools import rules
        from portal.checks import register_global_model
        from portal.models import Role
        from portal.navigation import offer

        offer(_("Wishes"), "pools:wishes", "star", Role.MEMBER)
        offer(_("Pools"), "pools:pools", "money", Role.MEMBER)

        register_global_model("pools.PTableCell", "a table of constants; it tells of nobody")
