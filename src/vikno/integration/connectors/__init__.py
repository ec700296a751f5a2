"""One module for each protocol, one line for each module."""

from vikno.integration.connectors.agency_api import AgencyApi
from vikno.integration.connectors.base import Connector
from vikno.integration.connectors.mayan import Mayan
from vikno.integration.connectors.sev_ovv import SevOvv
from vikno.integration.connectors.workspace import Workspace

CONNECTORS: dict[str, type[Connector]] = {one.code: one for one in (Workspace, Mayan, AgencyApi, SevOvv)}
