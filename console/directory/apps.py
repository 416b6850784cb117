from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "console.directory"
    label = "directory"

    def ready(self) -> None:
        from console.directory.keeping import keeper
        from console.directory.reaching import reaching
        from console.directory.turning import turning
        from console.links import witnesses

        witnesses.register(keeper)
        witnesses.register(reaching)
        witnesses.register(turning)
