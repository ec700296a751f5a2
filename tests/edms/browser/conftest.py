"""The portal as it runs and a phone beside Mayan. Here `portal` is the portal's address, not its connector."""

from tests.system.conftest import browser, chromium, collected, extract, own, phone, portal, scan

__all__ = ["browser", "chromium", "collected", "extract", "own", "phone", "portal", "scan"]
