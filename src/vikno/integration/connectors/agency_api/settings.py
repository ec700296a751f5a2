"""Settings of the connector for the agency API."""

import pydantic

from vikno.integration.connectors.transport import DIRECT, PartnerTransport


class AgencyApiSettings(pydantic.BaseModel):
    """The settings of a system that uses the agency API: its webhook, if it has one, signed with each secret there is."""

    webhook_url: str = pydantic.Field(default="", max_length=500, pattern=r"^($|https?://)")
    webhook_secret: str = pydantic.Field(default="", max_length=120, pattern=r"^($|whsec_)")
    webhook_secret_before: str = pydantic.Field(default="", max_length=120, pattern=r"^($|whsec_)")
    # The way of the webhook.
    transport: PartnerTransport = DIRECT

    @pydantic.model_validator(mode="after")
    def _check_secret(self) -> "AgencyApiSettings":
        if self.webhook_url and not self.webhook_secret:
            raise ValueError("a webhook needs a secret to be signed with")
        return self

    @property
    def secrets(self) -> list[str]:
        return list(filter(None, (self.webhook_secret, self.webhook_secret_before)))
