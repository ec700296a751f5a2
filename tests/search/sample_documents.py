"""Documents of a small catalogue for tests of the search."""

from vikno.search.documents import SearchDocument
from vikno.search.operations import update_index
from vikno.search.queries import find_entries


def document(title, *, key="", kind="service", language="uk", **more):
    return SearchDocument(kind=kind, key=key or title, language=language, title=title, **more)


def shelve(*titles):
    """Index documents with these titles, or documents as they are."""
    update_index(documents=[one if isinstance(one, SearchDocument) else document(one) for one in titles])


def keys(typed, *, language="uk", **how):
    return [hit.key for hit in find_entries(typed, language=language, **how).hits]


def shown_for(typed, **how):
    return find_entries(typed, language="uk", **how).query.understood_as
