from django.apps import AppConfig


class PromptsConfig(AppConfig):
    name = "console.prompts"
    label = "prompts"
