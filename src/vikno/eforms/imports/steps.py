"""Arrangement of imported questions in steps: the person first, then a topic a page, files apart."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from vikno.eforms.definition import Question, QuestionKind, Step
from vikno.eforms.imports.questions import Item, TopicHeading

MOST = 8
# Most answers about the person are prefilled.
MOST_OF_PERSON = 10
FEW = 3
PERSON, MATTER, DOCUMENTS = "Про Вас", "Відомості для заяви", "Документи"


@dataclass
class QuestionTopic:
    """Questions that stay together, with a title where the form had one."""

    title: str = ""
    questions: list[Question] = field(default_factory=list)

    @property
    def most(self) -> int:
        return MOST_OF_PERSON if self.title == PERSON else MOST

    @property
    def is_files(self) -> bool:
        return all(question.kind in (QuestionKind.FILES, QuestionKind.INFO) for question in self.questions)


def arrange_steps(items: list[Item]) -> tuple[Step, ...]:
    """Return the steps, each with a question, in the published order, but the data of the person first."""
    person, topics = QuestionTopic(PERSON), [QuestionTopic()]
    for item in items:
        if isinstance(item, TopicHeading):
            topics.append(QuestionTopic(item.title))
        elif item.prefill:
            person.questions.append(item)
        else:
            topics[-1].questions.append(item)
    joined = _join_small(part for topic in topics for part in _split_files(topic))
    pages = [page for topic in [person, *joined] for page in _pages(topic)]
    titles = [page.title or (DOCUMENTS if page.is_files else MATTER) for page in pages]
    steps = []
    for number, (title, page) in enumerate(zip(titles, pages, strict=True), start=1):
        # Pages with the same title are numbered.
        same = titles.count(title)
        own_title = f"{title} ({titles[:number].count(title)} з {same})" if same > 1 else title
        steps.append(Step(key=f"step_{number}", title=own_title, questions=tuple(page.questions)))
    return tuple(steps)


def _split_files(topic: QuestionTopic) -> list[QuestionTopic]:
    """Split a run of files from other questions when it is long enough for a page of its own."""
    parts: list[QuestionTopic] = []
    for is_file, run in groupby(topic.questions, key=lambda question: question.kind == QuestionKind.FILES):
        questions = list(run)
        stands_apart = not parts or (
            is_file != parts[-1].is_files and min(len(questions), len(parts[-1].questions)) > 1
        )
        if stands_apart:
            parts.append(QuestionTopic(topic.title if not parts else "", questions))
        else:
            parts[-1].questions += questions
    return parts


def _join_small(topics: Iterable[QuestionTopic]) -> list[QuestionTopic]:
    """Join a topic too small for a page to the one before it, and a topic of notes to the one after it."""
    joined: list[QuestionTopic] = []
    for topic in topics:
        if not joined:
            joined.append(topic)
            continue
        last = joined[-1]
        sizes = len(last.questions), len(topic.questions)
        if _asks_nothing(last):
            joined[-1] = QuestionTopic(last.title or topic.title, last.questions + topic.questions)
        elif not topic.title and min(sizes) <= FEW and sum(sizes) <= MOST:
            last.questions += topic.questions
        else:
            joined.append(topic)
    if len(joined) > 1 and _asks_nothing(joined[-1]):
        trailing = joined.pop()
        joined[-1].questions += trailing.questions
    return joined


def _asks_nothing(topic: QuestionTopic) -> bool:
    return all(question.kind == QuestionKind.INFO for question in topic.questions)


def _pages(topic: QuestionTopic) -> list[QuestionTopic]:
    """Split a topic into pages of about the same length; a note stays with the question after it."""
    count = -(-len(topic.questions) // topic.most)
    pages: list[QuestionTopic] = []
    start = 0
    for number in range(1, count + 1):
        end = max(start, round(len(topic.questions) * number / count))
        while start < end < len(topic.questions) and topic.questions[end - 1].kind == QuestionKind.INFO:
            end -= 1
        if end > start:
            pages.append(QuestionTopic(topic.title, topic.questions[start:end]))
        start = end
    return pages
