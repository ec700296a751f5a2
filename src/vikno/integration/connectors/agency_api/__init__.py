"""The agency API as a connector: nothing is sent, the other side fetches its news from a feed and posts its updates.

A delivery is an entry in the feed, which the operation that delivers writes. An update of the other side is stored as the
`CaseUpdate` that it means. A webhook (`outbound`) tells the system that its feed has grown.
"""

from vikno.integration.connectors.agency_api.connector import AgencyApiConnector
from vikno.integration.connectors.agency_api.inbound import serialize_update
from vikno.integration.connectors.agency_api.outbound import WebhookEndpoint
from vikno.integration.connectors.agency_api.settings import AgencyApiSettings

__all__ = ["AgencyApiConnector", "AgencyApiSettings", "WebhookEndpoint", "serialize_update"]
