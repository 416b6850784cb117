from django.contrib.admin.apps import AdminConfig


class ConsoleAdminConfig(AdminConfig):
    """Apart from `console.apps`, where Django would find two default configurations."""

    default_site = "console.admin_site.ConsoleAdminSite"
