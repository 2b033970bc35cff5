"""Tiles kept in memory for a moment, the oldest thrown away first."""

import threading
import time
from typing import Generic, TypeVar

Key = TypeVar("Key")


class Kept(Generic[Key]):
    """At most `most` tiles, each for `seconds`; one for each process."""

    def __init__(self, *, seconds: float, most: int) -> None:
        self.seconds, self.most = seconds, most
        self._tiles: dict[Key, tuple[float, bytes]] = {}
        self._lock = threading.Lock()

    def get(self, key: Key) -> bytes | None:
        made, tile = self._tiles.get(key, (0.0, b""))
        return tile if made and time.monotonic() - made < self.seconds else None

    def keep(self, key: Key, tile: bytes) -> None:
        with self._lock:
            self._tiles.pop(key, None)
            while len(self._tiles) >= self.most:
                self._tiles.pop(next(iter(self._tiles)))
            self._tiles[key] = (time.monotonic(), tile)
