"""Laying the questions of a form out in steps: the person first, then a topic a page, files by themselves."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from vikno.eforms.definition import Question, QuestionKind, Step
from vikno.eforms.imports.questions import Item, TopicHeading

MOST = 8
# Most of what is asked of the person is filled in already.
MOST_OF_PERSON = 10
FEW = 3
PERSON, MATTER, DOCUMENTS = "Про Вас", "Відомості для заяви", "Документи"


@dataclass
class QuestionTopic:
    """Questions that stay together, under a title where there was one."""

    title: str = ""
    questions: list[Question] = field(default_factory=list)

    @property
    def most(self) -> int:
        return MOST_OF_PERSON if self.title == PERSON else MOST

    @property
    def is_files(self) -> bool:
        return all(question.kind in (QuestionKind.FILES, QuestionKind.INFO) for question in self.questions)


def arrange_steps(items: list[Item]) -> tuple[Step, ...]:
    """Return the steps, each with something to ask, in an order that is the published one but for the person's own data."""
    person = [item for item in items if isinstance(item, Question) and item.prefill]
    rest = [item for item in items if not (isinstance(item, Question) and item.prefill)]
    topics = [QuestionTopic(PERSON, person)] if person else []
    topics += _joined(part for topic in _topics(rest) for part in _files_apart(topic))
    pages = [page for topic in topics for page in _pages(topic)]
    return tuple(
        Step(key=f"step_{number}", title=title, questions=tuple(page.questions))
        for number, (title, page) in enumerate(_titled(pages), start=1)
    )


def _topics(items: list[Item]) -> list[QuestionTopic]:
    topics = [QuestionTopic()]
    for item in items:
        if isinstance(item, TopicHeading):
            topics.append(QuestionTopic(item.title))
        else:
            topics[-1].questions.append(item)
    return [topic for topic in topics if topic.questions]


def _files_apart(topic: QuestionTopic) -> list[QuestionTopic]:
    """Part a run of files from what is typed, when it is long enough for a page of its own."""
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


def _joined(topics: Iterable[QuestionTopic]) -> list[QuestionTopic]:
    """Join what is too small for a page to the page before it, and notes that ask nothing to what follows them."""
    joined: list[QuestionTopic] = []
    for topic in topics:
        last = joined[-1] if joined else None
        if last is not None and _asks_nothing(last):
            joined[-1] = QuestionTopic(last.title or topic.title, last.questions + topic.questions)
        elif last is not None and _fits(last, topic):
            last.questions += topic.questions
        else:
            joined.append(topic)
    if len(joined) > 1 and _asks_nothing(joined[-1]):
        trailing = joined.pop()
        joined[-1].questions += trailing.questions
    return joined


def _asks_nothing(topic: QuestionTopic) -> bool:
    return all(question.kind == QuestionKind.INFO for question in topic.questions)


def _fits(last: QuestionTopic, topic: QuestionTopic) -> bool:
    is_small = min(len(last.questions), len(topic.questions)) <= FEW
    return not topic.title and is_small and len(last.questions) + len(topic.questions) <= MOST


def _pages(topic: QuestionTopic) -> list[QuestionTopic]:
    """Part what is too long for one page into pages of about the same length; a note stays with what it is about."""
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


def _titled(pages: list[QuestionTopic]) -> list[tuple[str, QuestionTopic]]:
    """Give each page a title of its own: pages with the same one are numbered."""
    titles = [page.title or (DOCUMENTS if page.is_files else MATTER) for page in pages]
    given: list[tuple[str, QuestionTopic]] = []
    for number, (title, page) in enumerate(zip(titles, pages, strict=True)):
        same = titles.count(title)
        own = f"{title} ({titles[: number + 1].count(title)} з {same})" if same > 1 else title
        given.append((own, page))
    return given
