from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "console.desk"
    label = "desk"

    def ready(self) -> None:
        from console.desk.regions import register

        register()
