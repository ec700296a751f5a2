"""Services of the demo whose applications need or allow an electronic signature."""

from vikno.catalogue.models import Service, SigningRequirement

SIGNED = {"fop-registration": SigningRequirement.REQUIRED, "land-extract": SigningRequirement.OFFERED}


def make() -> None:
    """Set the signing requirements after the cases exist, because the invented cases have no signatures."""
    for code, requirement in SIGNED.items():
        Service.objects.filter(code=code).update(signing=requirement)
