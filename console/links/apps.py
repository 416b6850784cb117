from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "console.links"
    label = "links"
