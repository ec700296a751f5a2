"""Staff of a centre, and their desks."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vikno.centres.models.places import Centre
from vikno.people.models import Person


class Desk(models.Model):
    """A place where an officer serves people: «desk 3»."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="desks")
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="desk_number_once_per_centre", fields=["centre", "number"])]

    def __str__(self) -> str:
        return str(self.number)


class OfficerRole(models.TextChoices):
    RECEPTION = "reception", _("Reception")
    OFFICER = "officer", _("Officer")
    HEAD = "head", _("Head of the centre")
    EDITOR = "editor", _("Editor")
    # An information system that handles cases: a post without a person who can sign in.
    SYSTEM = "system", _("Information system")


class Officer(models.Model):
    """A person's post at a centre. It is ended and never deleted, because cases refer to their officers."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="officers")
    role = models.CharField(max_length=10, choices=OfficerRole)
    desk = models.ForeignKey(Desk, on_delete=models.SET_NULL, null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="officer_one_post_per_centre", fields=["person", "centre"]),
            models.CheckConstraint(name="officer_role_known", condition=Q(role__in=OfficerRole.values)),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.person_id}"

    @property
    def is_head(self) -> bool:
        return self.role == OfficerRole.HEAD

    @property
    def is_system(self) -> bool:
        return self.role == OfficerRole.SYSTEM
