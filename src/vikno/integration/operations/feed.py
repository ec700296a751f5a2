"""The feed from which a system fetches its news."""

from datetime import datetime

from vikno.integration.connectors.agency_api import AgencyApiSettings
from vikno.integration.events import FeedGrew
from vikno.integration.models import Connection, ExternalCase, Feed, FeedItem
from vikno.outbox.models import Event
from vikno.outbox.operations import record_event


def append(*, event: Event, case: ExternalCase, at: datetime) -> FeedItem:
    """Add an event at the end of the feed, in the caller's transaction; a repeat changes nothing.

    The row of the feed is locked until that transaction ends, so numbers come in the order of commits: a reader who has read up
    to a number never gets a lower one later.
    """
    connection = Connection.objects.get(pk=case.connection_id)
    Feed.objects.get_or_create(connection=connection)
    feed = Feed.objects.select_for_update().get(connection=connection)
    if known := FeedItem.objects.filter(connection=connection, uid=event.uid).first():
        return known
    feed.last += 1
    feed.save(update_fields=["last"])
    item = FeedItem.objects.create(
        connection=connection,
        seq=feed.last,
        uid=event.uid,
        name=event.name,
        application_id=case.application_id,
        at=event.happened_at,
    )
    if AgencyApiSettings.model_validate(connection.settings).webhook_url:
        grown = FeedGrew(connection=connection.pk, seq=item.seq)
        record_event(grown, subject_id=f"feed:{connection.uid}", at=at)
    return item
