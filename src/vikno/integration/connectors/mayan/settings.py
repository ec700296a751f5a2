"""Settings of the connector to Mayan."""

import pydantic

from vikno.integration.connectors.transport import DIRECT, PartnerTransport


class MayanSettings(pydantic.BaseModel):
    """The settings of a connection to Mayan. `url` is its address, or that of the security server that leads to it."""

    model_config = pydantic.ConfigDict(extra="forbid")

    url: pydantic.HttpUrl = pydantic.Field(title="Address of Mayan")
    token: str = pydantic.Field(title="Token of the portal’s user in Mayan", min_length=1, repr=False)
    transport: PartnerTransport = pydantic.Field(default=DIRECT, title="Way there: certificates, X-Road or UXP")
    hook: str = pydantic.Field(default="", title="Address that Mayan calls when a case moves, if not the usual one")
    hook_secret: str = pydantic.Field(default="", title="Secret that Mayan calls with", repr=False)
