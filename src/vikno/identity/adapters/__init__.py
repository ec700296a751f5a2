"""One module for each protocol, one line for each module."""

from vikno.identity.adapters.bankid import BankId
from vikno.identity.adapters.base import Adapter
from vikno.identity.adapters.diia import DiiaSignature
from vikno.identity.adapters.idgov import IdGovUa
from vikno.identity.adapters.kep import SignedChallenge
from vikno.identity.adapters.oidc import OpenId
from vikno.identity.models import Kind

ADAPTERS: dict[str, Adapter] = {
    Kind.BANKID_NBU: BankId(),
    Kind.ID_GOV_UA: IdGovUa(),
    Kind.KEP: SignedChallenge(),
    Kind.DIIA: DiiaSignature(),
    Kind.OIDC: OpenId(),
}
