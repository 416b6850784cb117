from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """An operator: who signs in. What she may do stands in her memberships (`console.links`)."""
