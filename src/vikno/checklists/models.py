"""Lists of documents saved by residents: the service, their answers, and the documents that they have."""

import uuid

from django.db import models

from vikno.catalogue.models import Service
from vikno.kernel.fields import EncryptedJSONField
from vikno.people.models import Person


class SavedChecklistQuerySet(models.QuerySet["SavedChecklist"]):
    def of(self, person: Person) -> "SavedChecklistQuerySet":
        """Keep the lists that this resident may see: their own."""
        return self.filter(person=person)


class SavedChecklist(models.Model):
    """The answers of a resident to the questions of a card, and the documents that they have: encrypted codes only.

    The list itself is computed from the current card when it is read.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="checklists")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="kept_checklists")
    answers = EncryptedJSONField(default=list)
    ticks = EncryptedJSONField(default=list)
    made_at = models.DateTimeField()

    objects = SavedChecklistQuerySet.as_manager()

    class Meta:
        db_table = "checklists_keptchecklist"
        constraints = [models.UniqueConstraint(name="checklist_once_per_service", fields=["person", "service"])]

    def __str__(self) -> str:
        return f"checklist {self.uid}"
