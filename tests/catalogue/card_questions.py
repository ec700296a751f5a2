"""Questions of a card as an editor leaves them: pieces with keys."""

import uuid

from vikno.catalogue.blocks import ChecklistQuestionsBlock

# What a new answer says where a test says nothing.
PLAIN = {
    "papers": [], "note": "", "fee_amount": None, "fee_text": "", "term_days": None, "term_unit": "calendar",
    "is_not_for_you": False, "elsewhere": None,
}  # fmt: skip


def key(text):
    return str(uuid.uuid5(uuid.NAMESPACE_URL, text))


def code(text):
    """Return what stands for an answer, or a paper of one, in an address."""
    return key(text)[:8]


def paper(name, **more):
    value = {"name": name, "source": "applicant", "register": "", "detail": "", **more}
    return {"type": "item", "id": key(name), "value": value}


def answer(text, *papers, **more):
    elsewhere = more.pop("elsewhere", None)
    value = {**PLAIN, **more, "text": text, "papers": list(papers), "elsewhere": elsewhere and elsewhere.pk}
    return {"type": "item", "id": key(text), "value": value}


def question(text, *answers, hint=""):
    return {"type": "question", "id": key(text), "value": {"text": text, "help": hint, "answers": list(answers)}}


def ask(card, *questions):
    """Put questions on a card, as it stands in the database."""
    card.questions = ChecklistQuestionsBlock().to_python(list(questions))
    card.save(update_fields=["questions"])
    return type(card).objects.get(pk=card.pk)
