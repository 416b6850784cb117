from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "console.desk"
    label = "desk"
