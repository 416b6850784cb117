from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "console.messages"
    label = "call_messages"  # Django's own messages have the other one
    verbose_name = "messages"
