"""Forms of enquiries: the subject, the text, the protection from robots, the look-up by number."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

from django import forms
from django.core.signing import BadSignature, TimestampSigner
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vikno.catalogue.models import Service
from vikno.centres.models import Centre
from vikno.centres.queries import main_centre
from vikno.content.application_status.forms import ApplicationStatusForm
from vikno.content.feedback.rated_page import MAX_PATH_LENGTH
from vikno.eforms.definition import Question, QuestionKind
from vikno.eforms.validation import check_answer
from vikno.enquiries.models import ComplaintCategory, EnquiryTopic
from vikno.enquiries.operations import EnquiryContent
from vikno.kernel.text import sort_key
from vikno.people.models import Person

MAX_TEXT_LENGTH = 5000
# A person needs at least this long to read the page and write a sentence.
MIN_WRITING_TIME = datetime.timedelta(seconds=3)


@dataclass(frozen=True, kw_only=True)
class EnquirySubject:
    """The subject of an enquiry from the address of the form: a topic, a service, a centre, a page of the site."""

    topic: EnquiryTopic | None
    service: Service | None
    centre: Centre | None
    page: str

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """Return the subject from the address; unknown values are ignored."""
        topic, address = query.get("topic", ""), query.get("page", "")
        is_own_page = address.startswith("/") and not address.startswith(("//", "/\\"))
        services = Service.objects.in_use().select_related("card")
        return cls(
            topic=EnquiryTopic(topic) if topic in EnquiryTopic.values else None,
            service=services.filter(code=query.get("service", "")).first(),
            centre=Centre.objects.in_use().filter(code=query.get("centre", "")).first(),
            # The query of the page may hold personal data.
            page=urlsplit(address).path[:MAX_PATH_LENGTH] if is_own_page else "",
        )

    def query_for(self, topic: EnquiryTopic) -> str:
        """Return the query of the form for a topic with the same service, centre and page."""
        about = {
            "topic": topic.value,
            "service": self.service.code if self.service else "",
            "centre": self.centre.code if self.centre else "",
            "page": self.page,
        }
        return urlencode({name: value for name, value in about.items() if value})


class EnquiryFormToken:
    """The signed token of a page with the form: the key of the future enquiry and the time of the page."""

    signer = TimestampSigner(salt="vikno.content.ask")

    def __init__(self, key: uuid.UUID, written: str) -> None:
        self.key, self.written = key, written

    @classmethod
    def new(cls) -> Self:
        key = uuid.uuid4()
        return cls(key, cls.signer.sign(str(key)))

    @classmethod
    def from_signed(cls, written: str) -> Self | None:
        """Return the token that a page sent back, or None if this site did not sign it."""
        try:
            return cls(uuid.UUID(cls.signer.unsign(written)), written)
        except (BadSignature, ValueError):
            return None

    @property
    def is_too_recent(self) -> bool:
        try:
            self.signer.unsign(self.written, max_age=MIN_WRITING_TIME)
        except BadSignature:
            return False
        return True


_TEXT_LABELS = {
    EnquiryTopic.QUESTION: gettext_lazy("Your question"),
    EnquiryTopic.COMPLAINT: gettext_lazy("What happened, where and when"),
    EnquiryTopic.SUGGESTION: gettext_lazy("What you suggest"),
    EnquiryTopic.THANKS: gettext_lazy("Whom you thank, and for what"),
    EnquiryTopic.ACCESSIBILITY: gettext_lazy("What was in the way, and where"),
}


class EnquiryForm(forms.Form):
    """The text of an enquiry and the contacts for its answer."""

    category = forms.ChoiceField(
        label=gettext_lazy("What is it about?"), choices=ComplaintCategory.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(max_length=MAX_TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 7}))
    centre = forms.ModelChoiceField(
        label=gettext_lazy("Which centre is it about?"),
        queryset=Centre.objects.none(),
        to_field_name="code",
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose a centre from the list.")},
    )
    name = forms.CharField(
        label=gettext_lazy("How to address you"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": gettext_lazy("Write the e-mail in full, for example name@example.com.")},
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    no_answer = forms.BooleanField(label=gettext_lazy("I need no answer"), required=False)
    # A trap: people do not see the field, robots fill it in.
    website = forms.CharField(
        label=gettext_lazy("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, data: QueryDict | None = None, *, about: EnquirySubject, person: Person | None) -> None:
        assert about.topic is not None
        self.about, self.topic = about, about.topic
        self.sent_token = EnquiryFormToken.from_signed(data.get("ticket", "")) if data is not None else None
        initial: dict[str, Any] = {"no_answer": self.topic == EnquiryTopic.THANKS}
        if person is not None:
            name = person.person_name.given_and_family
            initial |= {"name": name, "email": person.email or "", "phone": person.phone}
        super().__init__(data, initial=initial)
        self.fields["text"].label = _TEXT_LABELS[self.topic]
        if self.topic != EnquiryTopic.COMPLAINT:
            del self.fields["category"]
        self._offer_centres()

    def _offer_centres(self) -> None:
        centres = sorted(Centre.objects.in_use(), key=lambda centre: sort_key(centre.name))
        field = self.fields["centre"]
        assert isinstance(field, forms.ModelChoiceField)
        if len(centres) < 2:
            del self.fields["centre"]
            return
        field.queryset = Centre.objects.in_use()
        field.choices = [
            ("", _("I do not know, or it does not matter")),
            *((centre.code, centre.name) for centre in centres),
        ]
        self.initial["centre"] = self.about.centre.code if self.about.centre else ""

    @property
    def current_token(self) -> str:
        """Return the token of the page: the one that was sent, so that sending again makes the same enquiry."""
        return (self.sent_token or EnquiryFormToken.new()).written

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("This field is a trap for machines. Empty it and send again."))
        return ""

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"].strip()
        if not typed:
            return ""
        number, problems = check_answer(
            Question(key="phone", kind=QuestionKind.PHONE, label=""), typed, today=datetime.date.min
        )
        if problems:
            raise forms.ValidationError([problem.message for problem in problems])
        return str(number)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        is_reachable = {"email", "phone"} & self.errors.keys() or values.get("email") or values.get("phone")
        if not values.get("no_answer") and not is_reachable:
            self.add_error("email", _("Give an e-mail or a phone, or say that you need no answer."))
        if self.sent_token is None:
            raise forms.ValidationError(_("The page was open for too long or came from elsewhere. Send once more."))
        if self.sent_token.is_too_recent:
            raise forms.ValidationError(_("That was very quick. Look through what you wrote and send once more."))
        return values

    @property
    def addressee(self) -> Centre | None:
        """Return the centre that receives the enquiry: the chosen one, or the main one."""
        return self.cleaned_data.get("centre") or self.about.centre or main_centre()

    def enquiry_content(self) -> EnquiryContent:
        values = self.cleaned_data
        return EnquiryContent(
            topic=self.topic,
            text=values["text"],
            category=ComplaintCategory(values["category"]) if "category" in values else None,
            service=self.about.service,
            page=self.about.page,
            name=values["name"],
            email=values["email"],
            phone=values["phone"],
            wants_answer=not values["no_answer"],
        )


class EnquiryStatusForm(ApplicationStatusForm):
    """The number and the access code of an enquiry from its confirmation page."""

    number = forms.CharField(
        label=gettext_lazy("Number of the enquiry"),
        help_text=gettext_lazy("For example, E-2026-00481-2"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
