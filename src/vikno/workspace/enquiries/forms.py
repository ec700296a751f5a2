"""Forms of the enquiry pages: the shape of the input. The rules of an enquiry are those of the operations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vikno.enquiries.models import AnswerMethod, Enquiry, EnquiryTopic
from vikno.workspace.access import StaffMember


class EnquiryFilterForm(forms.Form):
    """The filters of the list. They are read from an address, so values that make no sense are ignored."""

    topic = forms.ChoiceField(
        label=_("What it is"), required=False, choices=[("", _("All topics")), *EnquiryTopic.choices]
    )
    centre = forms.ChoiceField(label=_("Centre"), required=False)
    number = forms.CharField(label=_("Number"), required=False, max_length=20)

    def __init__(self, *, data: Any, staff: StaffMember) -> None:
        super().__init__(data, auto_id="filter-%s")
        centre = self.fields["centre"]
        assert isinstance(centre, forms.ChoiceField)
        centre.choices = [("", _("All centres")), *((centre.code, centre.name) for centre in staff.centres)]
        if len(staff.centres) == 1:
            del self.fields["centre"]
        for field in self.fields.values():
            field.widget.attrs["class"] = "mini__input"

    def valid_filters(self) -> dict[str, str]:
        """Return the chosen filters whose values are valid."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def _text_field(label: Any, *, rows: int = 4, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), max_length=5000, **more)


class EnquiryAnswerForm(forms.Form):
    text = _text_field(_("The answer"), rows=9)
    by = forms.ChoiceField(label=_("How the answer is given"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, enquiry: Enquiry) -> None:
        methods = [
            (AnswerMethod.EMAIL, _("by e-mail: we send it now"), enquiry.email),
            (AnswerMethod.PHONE, _("by phone: I have told it"), enquiry.phone),
            (AnswerMethod.HERE, _("only here, by number and code"), not enquiry.email),
        ]
        offered = [(method.value, label) for method, label, is_available in methods if is_available]
        super().__init__(data, prefix="answer", initial={"by": offered[0][0]})
        field = self.fields["by"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered


class EnquiryPassOnForm(forms.Form):
    to = forms.CharField(
        label=_("To whom"), max_length=300, help_text=_("The body, and how to reach it: who asked will read this.")
    )
    words = _text_field(_("A word to who asked"), rows=3, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="pass")


class EnquiryCloseForm(forms.Form):
    reason = _text_field(_("Why there is no answer"), rows=3, help_text=_("Who asked will read this."))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="close")


class QuestionDraftForm(forms.Form):
    question = forms.CharField(
        label=_("The question, as many would ask it"), max_length=300, help_text=_("Without names and without details.")
    )
    answer = _text_field(_("The answer for everybody"), rows=7)

    def __init__(self, data: Any = None, *, answer: str = "") -> None:
        super().__init__(data, prefix="question", initial={"answer": answer})
