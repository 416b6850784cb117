from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "console.links"
    label = "links"

    def ready(self) -> None:
        from console.links import (
            administration,  # noqa: F401  registers rules and receivers
            figures,  # noqa: F401  declares them
            watch,
        )

        watch.register()
