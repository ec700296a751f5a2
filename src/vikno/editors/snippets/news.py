"""The viewset of categories of news."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList

from vikno.content.models import NewsCategory
from vikno.editors.snippets.base import EditorSnippets, address_panel


class NewsCategorySnippets(EditorSnippets):
    model = NewsCategory
    menu_label = _("Categories of news")
    menu_name = "news-categories"
    menu_order = 260
    icon = "tag"
    list_display = ("name", "name_cs", "name_en", "slug")
    search_fields = ("name", "name_cs", "name_en")
    ordering = ("name",)
    edit_handler = ObjectList(
        [
            FieldPanel("name", heading=_("Name in Ukrainian")),
            FieldPanel("name_cs", heading=_("Name in Czech")),
            FieldPanel("name_en", heading=_("Name in English")),
            address_panel("slug"),
        ]
    )
