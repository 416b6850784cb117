from django.conf import settings


def pytest_configure() -> None:
    # Slow by design, which hundreds of test sign-ins need not pay for.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
