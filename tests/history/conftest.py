from tests.links.conftest import pbx

__all__ = ["pbx"]
