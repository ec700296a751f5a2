"""What an officer looks for, kept in their session.

A search text is personal data, so it never stands in an address: the address holds a token, the session holds the text, sealed.
"""

import secrets
from collections.abc import MutableMapping
from typing import Any

from vikno.kernel.crypto import Unreadable, seal, unseal

SEARCHES = "workspace_searches"
LIST = "workspace_list"
CONTEXT = "workspace.search"
# As many as an officer keeps open in tabs.
KEPT = 10
LONGEST = 200

Session = MutableMapping[str, Any]


def remember(session: Session, text: str) -> str:
    """Keep the text and return its token; no token for an empty text."""
    text = text.strip()[:LONGEST]
    if not text:
        return ""
    token = secrets.token_hex(4)
    kept = [*session.get(SEARCHES, []), [token, seal(text, context=CONTEXT)]]
    session[SEARCHES] = kept[-KEPT:]
    return token


def recall(session: Session, token: str) -> str:
    """Return the text of a token; an empty text for one that this session does not know."""
    sealed = dict(session.get(SEARCHES, [])).get(token, "")
    try:
        return unseal(sealed, context=CONTEXT) if sealed else ""
    except Unreadable:
        return ""


def keep_list(session: Session, query: str) -> None:
    """Remember which list is open, so that a case leads back to it. The session is written only when that changes."""
    if session.get(LIST, "") != query:
        session[LIST] = query


def last_list(session: Session) -> str:
    return str(session.get(LIST, ""))
