"""Models of the catalogue: services, their cards and templates of papers."""

from vikno.catalogue.models.card_parts import (
    CARD_PARTS,
    CardDocument,
    CardPart,
    CardStage,
    DocumentCopyKind,
    DocumentSource,
    LegalAct,
    RefusalGround,
)
from vikno.catalogue.models.cards import (
    CardVersion,
    ServiceCard,
)
from vikno.catalogue.models.services import (
    Audience,
    Authority,
    Category,
    LifeEvent,
    Offering,
    Service,
    ServiceQuerySet,
    SigningRequirement,
    TranslatedNameModel,
)
from vikno.catalogue.models.templates import (
    Template,
    TemplateDownload,
    TemplateKind,
    TemplateQuerySet,
    TemplateService,
    TemplateVersion,
)

__all__ = [
    "CARD_PARTS",
    "Audience",
    "Authority",
    "CardDocument",
    "CardPart",
    "CardStage",
    "CardVersion",
    "Category",
    "DocumentCopyKind",
    "DocumentSource",
    "LegalAct",
    "LifeEvent",
    "Offering",
    "RefusalGround",
    "Service",
    "ServiceCard",
    "ServiceQuerySet",
    "SigningRequirement",
    "Template",
    "TemplateDownload",
    "TemplateKind",
    "TemplateQuerySet",
    "TemplateService",
    "TemplateVersion",
    "TranslatedNameModel",
]
