from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """The project itself, installed for its management commands."""

    name = "console"
    label = "console"
