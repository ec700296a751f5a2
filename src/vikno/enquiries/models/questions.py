"""Questions with answers for everybody, written by editors."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, RevisionMixin, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from vikno.catalogue.models import Service
from vikno.kernel.previews import RegisteredPreviewMixin


class QuestionTheme(TranslatableMixin, models.Model):
    """A heading for a group of questions, such as «Documents» or «Paying»."""

    title = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    translatable_fields = [TranslatableField("title"), SynchronizedField("position")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("theme of questions")
        verbose_name_plural = _("themes of questions")

    def __str__(self) -> str:
        return self.title


class QuestionAnswer(DraftStateMixin, RevisionMixin, RegisteredPreviewMixin, TranslatableMixin, ClusterableModel):
    """A question that many people ask, with its answer as HTML, which is sanitized each time it is shown."""

    slug = models.SlugField(max_length=80)
    question = models.CharField(max_length=300)
    answer = models.TextField()
    theme = models.ForeignKey(QuestionTheme, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    services = ParentalManyToManyField(Service, blank=True, related_name="questions")
    keywords = models.CharField(max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    source_id = models.CharField(max_length=80, blank=True, editable=False)

    # The address, the theme and the services of a question are the same in all languages.
    translatable_fields = [
        TranslatableField("question"),
        TranslatableField("answer"),
        TranslatableField("keywords"),
        SynchronizedField("slug", overridable=False),
        SynchronizedField("theme", overridable=False),
        SynchronizedField("services", overridable=False),
        SynchronizedField("position", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("question and answer")
        verbose_name_plural = _("questions and answers")
        constraints = [
            models.UniqueConstraint(name="question_slug_once_a_language", fields=["slug", "locale"]),
            models.UniqueConstraint(
                name="question_once_per_source", fields=["source_id", "locale"], condition=~Q(source_id="")
            ),
        ]

    def __str__(self) -> str:
        return self.question
