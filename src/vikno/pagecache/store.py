"""The store of cached pages in the memory of this process; the least recently used ones are removed first."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

from django.conf import settings

from vikno.pagecache.cached_page import CachedPage

LOCK_COUNT = 64


class PageStore:
    """Cached pages by key, up to a total size in bytes."""

    def __init__(self, *, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.bytes = 0
        self._pages: OrderedDict[Hashable, CachedPage] = OrderedDict()
        self._lock = threading.Lock()
        self._rebuild_locks = [threading.Lock() for _ in range(LOCK_COUNT)]

    def __len__(self) -> int:
        return len(self._pages)

    def __contains__(self, key: Hashable) -> bool:
        return key in self._pages

    def get(self, key: Hashable) -> CachedPage | None:
        with self._lock:
            page = self._pages.get(key)
            if page:
                self._pages.move_to_end(key)
            return page

    def add(self, key: Hashable, page: CachedPage) -> None:
        with self._lock:
            self._remove(key)
            self._pages[key] = page
            self.bytes += page.size
            while self.bytes > self.max_bytes:
                self._remove(next(iter(self._pages)))

    def _remove(self, key: Hashable) -> None:
        if page := self._pages.pop(key, None):
            self.bytes -= page.size

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self.bytes = 0

    def rebuild_lock(self, key: Hashable) -> Any:
        """Return the lock for rendering this page again; several pages share a lock."""
        return self._rebuild_locks[hash(key) % LOCK_COUNT]


PAGE_STORE = PageStore(max_bytes=settings.PAGECACHE_BYTES)
