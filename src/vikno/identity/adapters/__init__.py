"""The adapters of identification protocols by kind of provider."""

from vikno.identity.adapters.bankid_nbu import BankIdNbuAdapter
from vikno.identity.adapters.base import IdentityAdapter
from vikno.identity.adapters.diia import DiiaSignatureAdapter
from vikno.identity.adapters.id_gov_ua import IdGovUaAdapter
from vikno.identity.adapters.oidc import OidcAdapter
from vikno.identity.adapters.qualified_signature import QualifiedSignatureAdapter
from vikno.identity.models import ProviderKind

ADAPTERS: dict[str, IdentityAdapter] = {
    ProviderKind.BANKID_NBU: BankIdNbuAdapter(),
    ProviderKind.ID_GOV_UA: IdGovUaAdapter(),
    ProviderKind.KEP: QualifiedSignatureAdapter(),
    ProviderKind.DIIA: DiiaSignatureAdapter(),
    ProviderKind.OIDC: OidcAdapter(),
}
