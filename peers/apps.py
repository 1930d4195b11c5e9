from django.apps import AppConfig


class PeersConfig(AppConfig):
    name = "peers"

    def ready(self) -> None:
        from peers import rules
