"""Counting of downloads: only those of people."""

import re

from django.http import HttpRequest

# Programs that fetch pages by themselves.
ROBOT = re.compile(r"bot|crawl|spider|slurp|preview|monitor|fetch|scan|curl|wget|python", re.IGNORECASE)


def is_human_download(request: HttpRequest) -> bool:
    """Return whether a person downloads the file: no robot, no HEAD request, no prefetch."""
    agent = request.headers.get("User-Agent", "")
    is_ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    return request.method == "GET" and bool(agent) and not ROBOT.search(agent) and not is_ahead
