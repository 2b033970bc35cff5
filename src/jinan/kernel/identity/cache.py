"""The shared cache as JSON: what the web role may have written there is never unpacked as Python objects."""

import json
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import BaseDatabaseCache
from django.db import connection

NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class Cache(BaseDatabaseCache):
    """Django's table of the cache, with plain values in it."""

    def __init__(self, table: str, params: dict[str, Any]) -> None:
        super().__init__(table, params)
        self.quoted = connection.ops.quote_name(table)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        found = self._run(
            "SELECT value FROM {} WHERE cache_key = %s AND expires > now()",
            self.make_and_validate_key(key, version),
        )
        try:
            return json.loads(found[0]) if found else default
        except ValueError:
            return default

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        self._put(key, value, timeout, version, "")

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        return self._put(key, value, timeout, version, "WHERE {}.expires <= now()")

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(
            self._run(
                "UPDATE {} SET expires = %s WHERE cache_key = %s AND expires > now() RETURNING 1",
                self._until(timeout),
                self.make_and_validate_key(key, version),
            )
        )

    def delete(self, key: str, version: int | None = None) -> bool:
        name = self.make_and_validate_key(key, version)
        return bool(self._run("DELETE FROM {} WHERE cache_key = %s RETURNING 1", name))

    def clear(self) -> None:
        self._run("DELETE FROM {} RETURNING 1")

    def _put(self, key: str, value: Any, timeout: Any, version: int | None, when: str) -> bool:
        self._run("DELETE FROM {} WHERE expires <= now() RETURNING 1")
        written = self._run(
            "INSERT INTO {} (cache_key, value, expires) VALUES (%s, %s, %s) ON CONFLICT (cache_key) "
            f"DO UPDATE SET value = excluded.value, expires = excluded.expires {when} RETURNING 1",
            self.make_and_validate_key(key, version),
            json.dumps(value),
            self._until(timeout),
        )
        return written is not None

    def _until(self, timeout: Any) -> datetime:
        until = self.get_backend_timeout(timeout)
        return NEVER if until is None else datetime.fromtimestamp(until, UTC)

    def _run(self, sql: str, *values: str | datetime) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(sql.replace("{}", self.quoted), values)
            return cursor.fetchone()
