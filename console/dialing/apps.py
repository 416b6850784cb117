from django.apps import AppConfig


class DialingConfig(AppConfig):
    name = "console.dialing"
    label = "dialing"

    def ready(self) -> None:
        from console.dialing.regions import register

        register()
