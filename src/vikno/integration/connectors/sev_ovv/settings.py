"""Settings of the connector to СЕВ ОВВ."""

import pydantic

from vikno.integration.connectors.sev_ovv.mapping import ReplyWords
from vikno.integration.connectors.sev_ovv.soap import CALL_SECONDS, SILENCE_SECONDS


class SevOvvSettings(pydantic.BaseModel):
    """The settings of a connection to the bus, as its owner gives them at joining: our account, and who receives our letters."""

    address: str = "https://sev21.dir.gov.ua/csp/dirbus/bus.esb.IntegrationService.cls"
    system_id: str
    password: pydantic.SecretStr
    system_name: str = "Vikno"
    our_edrpou: str
    our_name: str
    to_edrpou: str
    to_name: str
    to_system_id: str = "СЕВ"
    to_system: str = "СЕВ"
    # Codes whose acknowledgements of delivery are accepted beside the recipient's: the bus acknowledges under its owner's code.
    also_from: list[str] = []
    most_megabytes: int = pydantic.Field(default=150, ge=1, le=1024)
    # The longest silence of the bus, and the longest call with its whole response.
    silence_seconds: float = pydantic.Field(default=SILENCE_SECONDS, gt=0, le=600)
    call_seconds: float = pydantic.Field(default=CALL_SECONDS, gt=0, le=600)
    busy_codes: list[int] = []
    repeat_codes: list[int] = []
    correction_words: list[str] = list(ReplyWords().correction)
    refusal_words: list[str] = list(ReplyWords().refusal)
    result_words: list[str] = list(ReplyWords().result)
