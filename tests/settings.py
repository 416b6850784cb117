"""The console's settings, without the work that is there to hold up an attacker."""

from console.settings import *  # noqa: F403

# A third of a second of a processor for each password that is set or checked, in hundreds of
# processes; the console itself hashes as Django does unless told otherwise.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
