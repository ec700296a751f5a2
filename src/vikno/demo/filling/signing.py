"""Which services of the demo are applied for with an electronic signature, and whose signatures are believed there."""

import datetime

from django.conf import settings

from dstu.certificates import read_certificate
from vikno.catalogue.models import Service, Signing
from vikno.signatures.operations.trusting import pin_roots

SIGNED = {"fop-registration": Signing.REQUIRED, "land-extract": Signing.OFFERED}


def make(*, at: datetime.datetime) -> None:
    """Ask for signatures from now on: the invented cases were sent before, without."""
    for code, need in SIGNED.items():
        Service.objects.filter(code=code).update(signing=need)
    root = settings.SIMULATORS_PLACE / "for-the-portal" / "root.cer"
    if settings.SIMULATORS_URL and root.exists():
        pin_roots(certificates=[read_certificate(root.read_bytes())], at=at)
