"""Sessions that the database cannot give away: it keeps a digest of the cookie, never the cookie.

The content is encrypted, so that a link or a question kept there is for nobody else, and its signature is
bound to that digest, so that a copied row opens nothing either.
"""

import base64
import hashlib
import time
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from cryptography.exceptions import InvalidTag
from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import get_random_string

from jinan.kernel.identity.mfa import Adapter

LENGTH = 40  # signs of a digest, as the column holds them; a cookie has 32


def digest(key: str) -> str:
    """The name of a session in the database: 240 bits of SHA-256 over the cookie."""
    return base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()[:30]).decode()


def name_of(key: str) -> str:
    """A cookie as its digest; a digest stays what it is. For looking and ending, never for loading."""
    return key if len(key) == LENGTH else digest(key)


class SessionStore(DatabaseStore):
    """Django's sessions in the database, found by the digest of the cookie."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    @property
    def key_salt(self) -> str:
        return f"jinan.sessions {digest(self.session_key or '')}"

    def _get_session_from_db(self) -> Session | None:
        key = self.session_key or ""
        found = Session.objects.filter(
            session_key=digest(key), expire_date__gt=timezone.now()
        ).first()
        if found is None:
            self._session_key = None
        return found

    def encode(self, session_dict: dict[str, Any]) -> str:
        return Adapter().encrypt(str(super().encode(session_dict)))

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        try:
            return dict(super().decode(Adapter().decrypt(str(session_data))))
        except (InvalidTag, ValueError):
            return {}

    def load(self) -> dict[str, Any]:
        found = self._get_session_from_db()
        return self.decode(found.session_data) if found else {}

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(session_key=name_of(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        if self.session_key is None:
            self._session_key = get_random_string(32, VALID_KEY_CHARS)
        key = self.session_key or ""
        return Session(
            session_key=digest(key),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
        )

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            Session.objects.filter(session_key=name_of(key)).delete()


def account_of(cookie: str) -> Any:
    """The account that a session's cookie stands for; None when it stands for nobody any more."""
    asked = HttpRequest()
    asked.session = SessionStore(cookie)  # type: ignore[assignment]
    found = get_user(asked)
    return found if found.is_authenticated and found.is_active else None


def begin(request: HttpRequest) -> None:
    """Enter the session of a request in the list of the account."""
    if not request.session.session_key:
        request.session.save()
    UserSession.objects.update_or_create(
        session_key=current(request),
        defaults={
            "user": request.user,
            "ip": request.META.get("REMOTE_ADDR") or "127.0.0.1",
            "user_agent": request.META.get("HTTP_USER_AGENT", "")[:200],
            "last_seen_at": timezone.now(),
        },
    )


def leave(request: HttpRequest) -> None:
    """Take the session of a request off the list, before its key changes."""
    UserSession.objects.filter(session_key=current(request)).delete()


def current(request: HttpRequest) -> str:
    """The name of the request's own session."""
    return digest(request.session.session_key or "")


_seen: dict[str, float] = {}
BETWEEN = 60.0  # seconds between two notes that a session was seen, in one process
MOST_SEEN = 20_000


def touch(request: HttpRequest) -> None:
    """Note that the session of a request is in use, once a minute at most."""
    name, now = current(request), time.monotonic()
    if now - _seen.get(name, -BETWEEN) < BETWEEN:
        return
    if len(_seen) > MOST_SEEN:
        _seen.clear()
    _seen[name] = now
    UserSession.objects.filter(session_key=name).update(last_seen_at=timezone.now())


def open_sessions(account_id: UUID) -> list[UserSession]:
    """Sessions of an account that are open; those that ran out leave the list."""
    listed = list(UserSession.objects.filter(user_id=account_id).order_by("-created_at"))
    running = set(
        Session.objects.filter(
            session_key__in=[one.session_key for one in listed], expire_date__gt=timezone.now()
        ).values_list("session_key", flat=True)
    )
    over = [one.pk for one in listed if one.session_key not in running]
    if over:
        UserSession.objects.filter(pk__in=over).delete()
    return [one for one in listed if one.session_key in running]


def sessions_of_all(words: str = "", *, most: int = 200) -> list[UserSession]:
    """Open sessions of all accounts whose name or address fits, the newest first."""
    rows = UserSession.objects.select_related("user", "user__agency").order_by("-created_at")
    if words:
        rows = rows.filter(
            Q(user__login__icontains=words)
            | Q(user__name__icontains=words)
            | Q(ip__startswith=words)
        )
    running = Session.objects.filter(
        session_key=OuterRef("session_key"), expire_date__gt=timezone.now()
    )
    return list(rows.filter(Exists(running))[:most])


def end_all(account: Any, *, but: str = "") -> int:
    """End all sessions of an account, except the one named `but`; returns how many."""
    ended = [one for one in open_sessions(account.pk) if one.session_key != but]
    for one in ended:
        one.end()
    return len(ended)
