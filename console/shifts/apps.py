from django.apps import AppConfig


class ShiftsConfig(AppConfig):
    name = "console.shifts"
    label = "shifts"
