"""The sorts of questions as the editor offers them: what each is for, how it looks, what can be set."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vikno.eforms.definition import Kind
from vikno.eforms.naming import NAMES

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Sort:
    """One sort of question. `look` names the small drawing; `example` stands in it; `options` are fields of its form."""

    kind: Kind
    about: Words
    look: str = "line"
    example: Words = ""
    options: tuple[str, ...] = ()
    prefill: tuple[str, ...] = ()

    @property
    def name(self) -> Words:
        return NAMES[self.kind]


@dataclass(frozen=True, kw_only=True)
class Family:
    """Sorts that stand together in the gallery."""

    title: Words
    sorts: tuple[Sort, ...]


FAMILIES = (
    Family(
        title=_("Words"),
        sorts=(
            Sort(
                kind=Kind.TEXT,
                about=_("One line: a name, a number of a document, a place."),
                example=_("Verbova street"),
                options=("least", "most"),
                prefill=("full_name", "family_name", "given_name", "patronymic"),
            ),
            Sort(
                kind=Kind.LONG_TEXT,
                about=_("Several lines: what happened, what is asked for."),
                look="area",
                options=("least", "most"),
            ),
        ),
    ),
    Family(
        title=_("Choice"),
        sorts=(
            Sort(kind=Kind.YES_NO, about=_("A question with two answers."), look="yes_no"),
            Sort(
                kind=Kind.ONE_OF,
                about=_("One answer from a list that You write. A long list folds up by itself."),
                look="radios",
                options=("choices",),
            ),
            Sort(
                kind=Kind.SEVERAL_OF,
                about=_("Any number of answers from a list that You write."),
                look="checkboxes",
                options=("choices", "most"),
            ),
        ),
    ),
    Family(
        title=_("Numbers and dates"),
        sorts=(
            Sort(
                kind=Kind.INTEGER, about=_("How many: people, rooms, copies."), example="3", options=("least", "most")
            ),
            Sort(
                kind=Kind.DECIMAL,
                about=_("How much: area, weight, a sum of money."),
                example="12,5",
                options=("least", "most"),
            ),
            Sort(
                kind=Kind.DATE,
                about=_("A day, written in any usual way."),
                example="27.03.1985",
                options=("least", "most"),
                prefill=("born_on",),
            ),
        ),
    ),
    Family(
        title=_("About people"),
        sorts=(
            Sort(
                kind=Kind.PERSON,
                about=_("Name, date of birth and taxpayer number, together."),
                look="several",
                prefill=("person",),
            ),
            Sort(
                kind=Kind.ADDRESS,
                about=_("Town, street, house, flat and postcode, together."),
                look="several",
                prefill=("address",),
            ),
            Sort(
                kind=Kind.PHONE,
                about=_("Checked: it must be a real number."),
                example="067 123 45 67",
                prefill=("phone",),
            ),
            Sort(kind=Kind.EMAIL, about=_("Checked by its form."), example="name@example.com", prefill=("email",)),
            Sort(
                kind=Kind.RNOKPP,
                about=_("10 digits with a check digit; “no number” can be marked."),
                example="1234567899",
                prefill=("rnokpp",),
            ),
            Sort(
                kind=Kind.DOCUMENT,
                about=_("9 digits of an ID card, or two letters and 6 digits."),
                example="123456789",
                prefill=("document_number",),
            ),
            Sort(
                kind=Kind.UNZR,
                about=_("The number of the record in the demographic register."),
                example="19900101-00018",
                prefill=("unzr",),
            ),
            Sort(kind=Kind.EDRPOU, about=_("8 digits with a check digit."), example="14360570"),
        ),
    ),
    Family(
        title=_("Files and more"),
        sorts=(
            Sort(
                kind=Kind.FILES,
                about=_("Photos and scans. Ask only for what no register has."),
                look="files",
                options=("most", "types"),
            ),
            Sort(
                kind=Kind.GROUP,
                about=_("The same questions several times: for each child, for each owner."),
                look="group",
                options=("least", "most"),
            ),
            Sort(
                kind=Kind.INFO,
                about=_("Explains something between questions. Nothing is answered."),
                look="note",
                options=("tone",),
            ),
        ),
    ),
)

SORTS = {sort.kind: sort for family in FAMILIES for sort in family.sorts}

PREFILLS: dict[str, Words] = {
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


def families(*, inside_group: bool) -> list[Family]:
    """Return what can be asked: inside a group neither files nor groups."""
    if not inside_group:
        return list(FAMILIES)
    outside = (Kind.FILES, Kind.GROUP)
    kept = (
        Family(title=family.title, sorts=tuple(sort for sort in family.sorts if sort.kind not in outside))
        for family in FAMILIES
    )
    return [family for family in kept if family.sorts]
