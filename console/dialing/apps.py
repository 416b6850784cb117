from django.apps import AppConfig


class DialingConfig(AppConfig):
    name = "console.dialing"
    label = "dialing"
