"""Connections to other systems, the cases that they have, and what they send."""

from vikno.integration.models.cases import ExternalCase, Milestone
from vikno.integration.models.connections import (
    EDMS_LINE_FAMILY,
    WEBHOOK_LINE_FAMILY,
    Connection,
    ConnectionAlert,
    Route,
    StatusMapping,
)
from vikno.integration.models.feeds import Feed, FeedItem
from vikno.integration.models.inbound_messages import InboundMessage
from vikno.integration.models.partner_figures import PartnerFigure
from vikno.integration.models.result_uploads import ResultUpload, ResultUploadChunk

__all__ = [
    "EDMS_LINE_FAMILY",
    "WEBHOOK_LINE_FAMILY",
    "Connection",
    "ConnectionAlert",
    "ExternalCase",
    "Feed",
    "FeedItem",
    "InboundMessage",
    "Milestone",
    "PartnerFigure",
    "ResultUpload",
    "ResultUploadChunk",
    "Route",
    "StatusMapping",
]
