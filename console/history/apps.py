from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "console.history"
    label = "history"

    def ready(self) -> None:
        from console.history import figures  # noqa: F401  declares them
        from console.history.recorder import recorder
        from console.links import witnesses

        witnesses.register(recorder)
