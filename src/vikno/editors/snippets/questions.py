"""Viewsets of questions with answers and of their themes."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList

from vikno.editors.snippets.base import EditorSnippets, address_panel, select_panel
from vikno.editors.snippets.forms import EditorModelForm
from vikno.enquiries.models import QuestionAnswer, QuestionTheme


class QuestionAnswerSnippets(EditorSnippets):
    model = QuestionAnswer
    menu_label = _("Questions and answers")
    menu_name = "questions"
    menu_order = 270
    icon = "help"
    list_display = ("question", "theme", "live")
    list_filter = ("live", "theme", "locale")
    search_fields = ("question", "answer", "keywords")
    ordering = ("position", "pk")
    related = ("theme",)
    edit_handler = ObjectList(
        [
            FieldPanel("question", heading=_("Question"), help_text=_("As people ask it, in one sentence.")),
            FieldPanel(
                "answer", heading=_("Answer"), help_text=_("HTML. What could run or break the page is left out.")
            ),
            address_panel("slug"),
            select_panel("theme", _("Theme")),
            FieldPanel("services", heading=_("Services"), help_text=_("It stands on their cards too.")),
            MultiFieldPanel(
                [
                    FieldPanel("keywords", heading=_("Words people search with")),
                    FieldPanel("position", heading=_("Place in the list")),
                ],
                heading=_("How it is found"),
            ),
        ],
        base_form_class=EditorModelForm,
    )


class QuestionThemeSnippets(EditorSnippets):
    model = QuestionTheme
    menu_label = _("Themes of questions")
    menu_name = "question-themes"
    menu_order = 280
    icon = "tag"
    list_display = ("title", "position")
    list_filter = ("locale",)
    search_fields = ("title",)
    ordering = ("position",)
    edit_handler = ObjectList(
        [
            FieldPanel("title", heading=_("Title")),
            FieldPanel("position", heading=_("Place in the list")),
        ]
    )
