"""Which services of the demo are applied for with an electronic signature."""

from vikno.catalogue.models import Service, SigningRequirement

SIGNED = {"fop-registration": SigningRequirement.REQUIRED, "land-extract": SigningRequirement.OFFERED}


def make() -> None:
    """Ask for signatures from now on: the invented cases were sent before, without."""
    for code, need in SIGNED.items():
        Service.objects.filter(code=code).update(signing=need)
