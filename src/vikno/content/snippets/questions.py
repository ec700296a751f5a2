"""Questions with answers, and the themes under which they stand."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList

from vikno.content.editor_forms import EditorForm
from vikno.content.snippets.base import Editable, chosen
from vikno.enquiries.models import QuestionAnswer, QuestionTheme


class QuestionSnippets(Editable):
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
            FieldPanel("slug", heading=_("Name in the address"), help_text=_("Latin letters, digits and dashes.")),
            chosen("theme", _("Theme")),
            FieldPanel("services", heading=_("Services"), help_text=_("It stands on their cards too.")),
            MultiFieldPanel(
                [
                    FieldPanel("keywords", heading=_("Words people search with")),
                    FieldPanel("position", heading=_("Place in the list")),
                ],
                heading=_("How it is found"),
            ),
        ],
        base_form_class=EditorForm,
    )


class ThemeSnippets(Editable):
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
