"""Documents for tests: a small shelf of services, and what is found on it."""

from vikno.search.document import Document
from vikno.search.operations import index
from vikno.search.queries import find


def document(title, *, key="", kind="service", language="uk", **more):
    return Document(kind=kind, key=key or title, language=language, title=title, **more)


def shelve(*titles):
    """Index documents with these titles, or documents as they are."""
    index(documents=[one if isinstance(one, Document) else document(one) for one in titles])


def keys(typed, *, language="uk", **how):
    return [hit.key for hit in find(typed, language=language, **how).hits]


def shown_for(typed, **how):
    return find(typed, language="uk", **how).sought.shown_for
