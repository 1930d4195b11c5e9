from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Ground floor"

    def ready(self) -> None:
        from portal import checks, rules
        from portal.plain_errors import speak_plainly

        speak_plainly()
