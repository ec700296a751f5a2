"""The connectors: one module or package for each protocol, one line here for each."""

from vikno.integration.connectors.agency_api import AgencyApiConnector
from vikno.integration.connectors.base import Connector
from vikno.integration.connectors.mayan import MayanConnector
from vikno.integration.connectors.sev_ovv import SevOvvConnector
from vikno.integration.connectors.workspace import WorkspaceConnector

CONNECTORS: dict[str, type[Connector]] = {
    connector.code: connector for connector in (WorkspaceConnector, MayanConnector, AgencyApiConnector, SevOvvConnector)
}
