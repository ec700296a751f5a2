"""Mayan EDMS 4.12, an archive and workflow of documents: an application is a document there, its status a state of a workflow.

Mayan calls the portal when a case has moved; the call is a hint. The facts are read from Mayan's events and documents
(`inbound`). `schema` describes what is set up in Mayan, `installation` sets it up. For operators: `docs/edms-mayan.md`.
"""

from vikno.integration.connectors.mayan.connector import MayanConnector
from vikno.integration.connectors.mayan.settings import MayanSettings

__all__ = ["MayanConnector", "MayanSettings"]
