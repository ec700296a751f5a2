"""СЕВ ОВВ 2.0, the State's bus between document management systems: applications as letters of order 1207, and their replies."""

from vikno.integration.connectors.sev_ovv.connector import SevOvvConnector
from vikno.integration.connectors.sev_ovv.settings import SevOvvSettings

__all__ = ["SevOvvConnector", "SevOvvSettings"]
