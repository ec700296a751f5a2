"""The parts of composite questions (address, person) as plain questions, in the interface language."""

from django.utils.translation import gettext as _

from vikno.eforms.definition import Question, QuestionKind


def address_parts(question: Question) -> tuple[Question, ...]:
    """Return the questions of a postal address; the flat and the postcode may stay empty."""
    return (
        Question(
            key="settlement", kind=QuestionKind.TEXT, label=_("Town or village"), required=question.required, most=120
        ),
        Question(key="street", kind=QuestionKind.TEXT, label=_("Street"), required=question.required, most=120),
        Question(key="house", kind=QuestionKind.TEXT, label=_("House"), required=question.required, most=20),
        Question(key="flat", kind=QuestionKind.TEXT, label=_("Flat"), required=False, most=20),
        Question(key="postcode", kind=QuestionKind.TEXT, label=_("Postcode"), required=False, most=10),
    )


def person_parts(question: Question) -> tuple[Question, ...]:
    """Return the questions of a person; the patronymic and the taxpayer number may stay empty."""
    return (
        Question(
            key="family_name", kind=QuestionKind.TEXT, label=_("Family name"), required=question.required, most=120
        ),
        Question(key="given_name", kind=QuestionKind.TEXT, label=_("Given name"), required=question.required, most=120),
        Question(
            key="patronymic", kind=QuestionKind.TEXT, label=_("Patronymic, if there is one"), required=False, most=120
        ),
        Question(
            key="born_on", kind=QuestionKind.DATE, label=_("Date of birth"), required=question.required, most="today"
        ),
        Question(key="rnokpp", kind=QuestionKind.RNOKPP, label=_("Taxpayer number (РНОКПП)"), required=False),
    )


def subquestions(question: Question) -> tuple[Question, ...]:
    """Return the questions inside an address, a person or one round of a group; none for other kinds."""
    match question.kind:
        case QuestionKind.ADDRESS:
            return address_parts(question)
        case QuestionKind.PERSON:
            return person_parts(question)
        case QuestionKind.GROUP:
            return question.questions
    return ()
