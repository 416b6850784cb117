from django.apps import AppConfig


class PreferencesConfig(AppConfig):
    name = "console.preferences"
    label = "preferences"
