"""Where pages are kept: in the memory of this process, the least asked for giving way."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

from django.conf import settings

from vikno.pagecache.cached_page import CachedPage

LOCK_COUNT = 64


class PageStore:
    """Pages by their keys, so many bytes at most."""

    def __init__(self, *, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._pages: OrderedDict[Hashable, CachedPage] = OrderedDict()
        self._lock = threading.Lock()
        self._turns = [threading.Lock() for _ in range(LOCK_COUNT)]

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
            self._forget(key)
            self._pages[key] = page
            self.bytes += page.size
            while self.bytes > self.most_bytes:
                self._forget(next(iter(self._pages)))

    def _forget(self, key: Hashable) -> None:
        if page := self._pages.pop(key, None):
            self.bytes -= page.size

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self.bytes = 0

    def rebuild_lock(self, key: Hashable) -> Any:
        """Return the lock for who makes this page anew; a few pages share one."""
        return self._turns[hash(key) % LOCK_COUNT]


PAGE_STORE = PageStore(most_bytes=settings.PAGECACHE_BYTES)
