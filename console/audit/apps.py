from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "console.audit"
    label = "audit"

    def ready(self) -> None:
        from console.audit import figures  # noqa: F401  declares them
        from console.audit.witness import audit
        from console.links import witnesses

        witnesses.register(audit)
