from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "console.supervision"
    label = "supervision"

    def ready(self) -> None:
        from console.supervision.regions import register

        register()
