from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "console.supervision"
    label = "supervision"
