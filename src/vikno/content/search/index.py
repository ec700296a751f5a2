"""The search index of the site."""

from vikno.content.search import sources
from vikno.pagecache.queries import current_stamp
from vikno.search import operations as search_operations
from vikno.search.queries import indexed_state


def index_content() -> search_operations.IndexReport:
    """Update the search index with the published content."""
    # The stamp is read before the content, so that a change in between is indexed the next time.
    now = str(current_stamp())
    return search_operations.update_index(documents=sources.all_documents(), seen=now)


def index_if_changed() -> None:
    """Update the search index if anything was written since the last time."""
    if indexed_state() != str(current_stamp()):
        index_content()
