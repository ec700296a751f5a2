"""The kinds of questions in the gallery of the editor: purpose, drawing and settings."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vikno.eforms.definition import OUTSIDE_GROUPS, QuestionKind
from vikno.eforms.kind_names import KIND_NAMES

LazyText = str | Promise


@dataclass(frozen=True, kw_only=True)
class QuestionKindOption:
    """A kind of question. `look` names its drawing, with `example` in it; `options` are the fields of its form."""

    kind: QuestionKind
    about: LazyText
    look: str = "line"
    example: LazyText = ""
    options: tuple[str, ...] = ()
    prefill: tuple[str, ...] = ()

    @property
    def name(self) -> LazyText:
        return KIND_NAMES[self.kind]


@dataclass(frozen=True, kw_only=True)
class QuestionKindFamily:
    """Kinds that stand together in the gallery."""

    title: LazyText
    kinds: tuple[QuestionKindOption, ...]


KIND_FAMILIES = (
    QuestionKindFamily(
        title=_("Words"),
        kinds=(
            QuestionKindOption(
                kind=QuestionKind.TEXT,
                about=_("One line: a name, a number of a document, a place."),
                example=_("Verbova street"),
                options=("least", "most"),
                prefill=("full_name", "family_name", "given_name", "patronymic"),
            ),
            QuestionKindOption(
                kind=QuestionKind.LONG_TEXT,
                about=_("Several lines: what happened, what is asked for."),
                look="area",
                options=("least", "most"),
            ),
        ),
    ),
    QuestionKindFamily(
        title=_("Choice"),
        kinds=(
            QuestionKindOption(kind=QuestionKind.YES_NO, about=_("A question with two answers."), look="yes_no"),
            QuestionKindOption(
                kind=QuestionKind.ONE_OF,
                about=_("One answer from a list that you write. A long list folds up by itself."),
                look="radios",
                options=("choices",),
            ),
            QuestionKindOption(
                kind=QuestionKind.SEVERAL_OF,
                about=_("Any number of answers from a list that you write."),
                look="checkboxes",
                options=("choices", "most"),
            ),
        ),
    ),
    QuestionKindFamily(
        title=_("Numbers and dates"),
        kinds=(
            QuestionKindOption(
                kind=QuestionKind.INTEGER,
                about=_("How many: people, rooms, copies."),
                example="3",
                options=("least", "most"),
            ),
            QuestionKindOption(
                kind=QuestionKind.DECIMAL,
                about=_("How much: area, weight, a sum of money."),
                example="12,5",
                options=("least", "most"),
            ),
            QuestionKindOption(
                kind=QuestionKind.DATE,
                about=_("A day, written in any usual way."),
                example="27.03.1985",
                options=("least", "most"),
                prefill=("born_on",),
            ),
        ),
    ),
    QuestionKindFamily(
        title=_("About people"),
        kinds=(
            QuestionKindOption(
                kind=QuestionKind.PERSON,
                about=_("Name, date of birth and taxpayer number, together."),
                look="several",
                prefill=("person",),
            ),
            QuestionKindOption(
                kind=QuestionKind.ADDRESS,
                about=_("Town, street, house, flat and postcode, together."),
                look="several",
                prefill=("address",),
            ),
            QuestionKindOption(
                kind=QuestionKind.PHONE,
                about=_("Checked: it must be a real number."),
                example="067 123 45 67",
                prefill=("phone",),
            ),
            QuestionKindOption(
                kind=QuestionKind.EMAIL, about=_("Checked by its form."), example="name@example.com", prefill=("email",)
            ),
            QuestionKindOption(
                kind=QuestionKind.RNOKPP,
                about=_("10 digits with a check digit; “no number” can be marked."),
                example="1234567899",
                prefill=("rnokpp",),
            ),
            QuestionKindOption(
                kind=QuestionKind.DOCUMENT,
                about=_("9 digits of an ID card, or two letters and 6 digits."),
                example="123456789",
                prefill=("document_number",),
            ),
            QuestionKindOption(
                kind=QuestionKind.UNZR,
                about=_("The number of the record in the demographic register."),
                example="19900101-00018",
                prefill=("unzr",),
            ),
            QuestionKindOption(kind=QuestionKind.EDRPOU, about=_("8 digits with a check digit."), example="14360570"),
        ),
    ),
    QuestionKindFamily(
        title=_("Files and more"),
        kinds=(
            QuestionKindOption(
                kind=QuestionKind.FILES,
                about=_("Photos and scans. Ask only for what no register has."),
                look="files",
                options=("most", "types"),
            ),
            QuestionKindOption(
                kind=QuestionKind.GROUP,
                about=_("The same questions several times: for each child, for each owner."),
                look="group",
                options=("least", "most"),
            ),
            QuestionKindOption(
                kind=QuestionKind.INFO,
                about=_("Explains something between questions. Nothing is answered."),
                look="note",
                options=("tone",),
            ),
        ),
    ),
)

KIND_OPTIONS = {option.kind: option for family in KIND_FAMILIES for option in family.kinds}

PREFILL_LABELS: dict[str, LazyText] = {
    "person": _("everything that the profile knows"),
    "address": _("the address"),
    "full_name": _("family name, given name, patronymic"),
    "family_name": _("the family name"),
    "given_name": _("the given name"),
    "patronymic": _("the patronymic"),
    "born_on": _("the date of birth"),
    "phone": _("the phone"),
    "email": _("the e-mail"),
    "rnokpp": _("the taxpayer number"),
    "document_number": _("the number of the passport"),
    "unzr": _("the УНЗР number"),
}


def kind_families(*, inside_group: bool) -> list[QuestionKindFamily]:
    """Return the kinds for a new question; inside a group without files and groups."""
    if not inside_group:
        return list(KIND_FAMILIES)
    inside = (
        (family.title, tuple(option for option in family.kinds if option.kind not in OUTSIDE_GROUPS))
        for family in KIND_FAMILIES
    )
    return [QuestionKindFamily(title=title, kinds=kinds) for title, kinds in inside if kinds]
