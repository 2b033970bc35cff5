"""Sign-in by account name and password, with lock-out after failures in a row."""

from django.contrib.auth.backends import ModelBackend


class Passwords(ModelBackend):
    """Passwords of `Account`; rights are never asked here (see `identity.scope`)."""

    def has_perm(self, user_obj: object, perm: str, obj: object = None) -> bool:
        return False
