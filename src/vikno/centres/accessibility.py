"""Accessibility facts that a visitor needs to know in advance: each yes, no or unknown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AccessibilityFeature(TextChoices):
    """A feature of the place that helps people with special needs."""

    STEP_FREE = "step_free", _("Entrance without steps")
    RAMP = "ramp", _("Ramp")
    AUTOMATIC_DOORS = "automatic_doors", _("Automatic doors")
    CALL_BUTTON = "call_button", _("Call button at the entrance")
    LIFT = "lift", _("Lift, or everything on the ground floor")
    TOILET = "toilet", _("Toilet for wheelchair users")
    LOW_DESK = "low_desk", _("Low desk for wheelchair users")
    PARKING = "parking", _("Reserved parking near the entrance")
    TACTILE = "tactile", _("Tactile guides on the floor")
    BRAILLE = "braille", _("Signs in Braille")
    HEARING_LOOP = "hearing_loop", _("Induction loop for hearing aids")
    SIGN_LANGUAGE = "sign_language", _("Sign language interpreter")
    BABY_ROOM = "baby_room", _("Room for parents with a baby")
    CHILDREN = "children", _("Place for children to play")
    GUIDE_DOG = "guide_dog", _("Guide dogs are welcome")


class FeatureAvailability(TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")
    UNKNOWN = "", _("not known")


@dataclass(frozen=True, kw_only=True)
class AccessibilityFact:
    """A feature, and whether the centre has it."""

    feature: AccessibilityFeature
    has: FeatureAvailability


def accessibility_facts_from(stored: Mapping[str, Any]) -> list[AccessibilityFact]:
    """Return every fact in order; a missing or invalid stored value means unknown."""
    known = {FeatureAvailability.YES, FeatureAvailability.NO}
    return [
        AccessibilityFact(
            feature=feature,
            has=FeatureAvailability(stored[feature]) if stored.get(feature) in known else FeatureAvailability.UNKNOWN,
        )
        for feature in AccessibilityFeature
    ]
