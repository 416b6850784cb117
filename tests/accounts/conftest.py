import pytest
from django.core.cache import cache

from accounts.models import User

PASSWORD = "Correct-horse-9"


@pytest.fixture
def anna(db):
    return User.objects.create_user("anna", password=PASSWORD)


@pytest.fixture(autouse=True)
def no_failures_yet():
    """Failed sign-ins are counted in the cache."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def sign_in(client):
    def post(password=PASSWORD, username="anna", **extra):
        return client.post("/accounts/login/", {"login": username, "password": password, **extra})

    return post
