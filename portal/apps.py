from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Ground floor"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_removed
        from django.contrib.auth.signals import user_logged_in

        from portal import checks, rules
        from portal.operations.sign_ins import end_after_a_way_in_was_taken_away, start_noting_use
        from portal.plain_errors import speak_plainly

        speak_plainly()
        user_logged_in.connect(start_noting_use)
        authenticator_removed.connect(end_after_a_way_in_was_taken_away)
