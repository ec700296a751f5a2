"""The search text of an officer, kept in their session.

A search text is personal data, so it never stands in an address: the address holds a token, the session holds the text, sealed.
"""

import secrets
from collections.abc import MutableMapping
from typing import Any

from vikno.kernel.crypto import DecryptionFailed, decrypt_text, encrypt_text

SEARCHES_KEY = "workspace_searches"
LIST_QUERY_KEY = "workspace_list"
SEAL_CONTEXT = "workspace.search"
# As many as an officer keeps open in tabs.
MAX_SEARCHES = 10
MAX_SEARCH_LENGTH = 200

SessionData = MutableMapping[str, Any]


def save_search(session: SessionData, text: str) -> str:
    """Keep the text and return its token; no token for an empty text."""
    text = text.strip()[:MAX_SEARCH_LENGTH]
    if not text:
        return ""
    token = secrets.token_hex(4)
    searches = [*session.get(SEARCHES_KEY, []), [token, encrypt_text(text, context=SEAL_CONTEXT)]]
    session[SEARCHES_KEY] = searches[-MAX_SEARCHES:]
    return token


def load_search(session: SessionData, token: str) -> str:
    """Return the text of a token; an empty text for one that this session does not know."""
    sealed = dict(session.get(SEARCHES_KEY, [])).get(token, "")
    try:
        return decrypt_text(sealed, context=SEAL_CONTEXT) if sealed else ""
    except DecryptionFailed:
        return ""


def save_list_query(session: SessionData, query: str) -> None:
    """Remember which list is open, so that a case leads back to it. The session is written only when that changes."""
    if session.get(LIST_QUERY_KEY, "") != query:
        session[LIST_QUERY_KEY] = query


def load_list_query(session: SessionData) -> str:
    return str(session.get(LIST_QUERY_KEY, ""))
