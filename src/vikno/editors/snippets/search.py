"""Viewsets of the search: synonyms, and queries without results."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn
from wagtail.snippets.views.snippets import CreateView

from vikno.editors.snippets.base import EditorSnippets
from vikno.editors.snippets.forms import SynonymsForm
from vikno.search.models import Missed, Synonyms


class SynonymsCreateView(CreateView):
    """The page of a new group of synonyms; it can start with a query without results."""

    def get_initial_form_instance(self) -> Synonyms:
        return Synonyms(phrases=self.request.GET.get("phrases", "")[:100])


class SynonymsSnippets(EditorSnippets):
    model = Synonyms
    add_view_class = SynonymsCreateView
    menu_label = _("Synonyms for the search")
    menu_name = "synonyms"
    menu_order = 270
    icon = "resubmit"
    list_display = ("__str__",)
    search_fields = ("phrases",)
    ordering = ("phrases",)
    edit_handler = ObjectList(
        [
            FieldPanel(
                "phrases",
                heading=_("Words that mean the same"),
                help_text=_("One word or several on each line. Who looks for one of them also finds the others."),
            )
        ],
        base_form_class=SynonymsForm,
    )


def _make_synonym(missed: Missed) -> SafeString:
    address = f"{reverse('wagtailsnippets_search_synonyms:add')}?{urlencode({'phrases': missed.words})}"
    return format_html('<a class="button button-small" href="{}">{}</a>', address, gettext("Make a synonym"))


class MissedSearchSnippets(EditorSnippets):
    model = Missed
    menu_label = _("What people do not find")
    menu_name = "missed"
    menu_order = 280
    icon = "help"
    list_display = (
        "words",
        NumberColumn("count", label=_("How often"), sort_key="count"),
        DateColumn("last_at", label=_("Last time"), sort_key="last_at"),
        Column("make_synonym", label="", accessor=_make_synonym),
    )
    list_filter = ("language",)
    search_fields = ("words",)
    ordering = ("-count", "-last_at")
    edit_handler = ObjectList([FieldPanel("words", heading=_("Words"), read_only=True)])
