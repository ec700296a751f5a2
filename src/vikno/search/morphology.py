"""Normal forms of words: «паспортів» → «паспорт». Each dictionary is loaded on first use."""

import functools
import logging
import re
from typing import Any

from vikno.search.tokenizer import has_digit, is_cyrillic, normalize_spelling

UKRAINIAN = "uk"
# Languages in Latin letters with a dictionary.
LATIN = ("cs", "en")
# The number of guesses for a word that is not in the dictionary.
MAX_GUESSES = 3

# Words without a meaning of their own, not indexed.
_STOP_WORDS = """
    а або але б без би в від він вона вони воно все всі ви вас вам ваш для до є ж за з зі із і й його її їх їхній к ко коли
    лише ми мене мені мій на над нам нас наш не ні ну о об однак по при про під та так також такий там те ти то тобі той
    тільки у усі хто це цей ця ці чи що щоб щодо я як яка які який якого якщо яку де
    a aby ale ani asi az bez by byl byla bylo byt co do i ja jak jako je jeho jen jeste jsem jsou k ke kde kdo kdyz ktera
    ktere ktery ma mi mne na nad nebo nez o od po pod pro pri s se si ta tak take tam ten to tu u uz v ve vsak z za ze
    an and are as at be but by for from how in is it its my of on or our she that the their them there they this was we
    what when where which who will with you your
"""
# Words about the request rather than its subject: they raise a text that contains them, but are not required.
_WEAK_WORDS = """
    взяти виготовити видати видача дістати замовити зробити отримання отримати отримую оформити оформлення подати подання
    потрібен потрібна потрібно потрібні треба хочу можна можу мати маю скільки куди
    chci dostat mohu potrebuji vyridit ziskat apply can get need want
"""
STOP_WORDS = frozenset(map(normalize_spelling, _STOP_WORDS.split()))
WEAK_WORDS = frozenset(map(normalize_spelling, _WEAK_WORDS.split()))
_OMITTED_APOSTROPHE = re.compile(r"([бпвмфркгх])([яюєї])")


def is_stop_word(spelling: str) -> bool:
    return spelling in STOP_WORDS


def is_weak_word(spelling: str) -> bool:
    return spelling in WEAK_WORDS


@functools.lru_cache(maxsize=60_000)
def normal_forms(written: str, languages: tuple[str, ...] = LATIN) -> frozenset[str]:
    """Return all possible normal forms of a word, and the word itself, in normalized spelling.

    Cyrillic words are Ukrainian; words in Latin letters are looked up in each of the given languages.
    """
    forms: list[str] = []
    if is_cyrillic(written) and not has_digit(written):
        forms = _ukrainian_forms(written)
    elif not has_digit(written):
        import simplemma

        known = [language for language in languages if language in LATIN]
        forms = [str(simplemma.lemmatize(written, lang=language)).lower() for language in known]
    return frozenset(map(normalize_spelling, [written, *forms]))


def _ukrainian_forms(written: str) -> list[str]:
    analyser = ukrainian_analyser()
    if not analyser.word_is_known(written):
        # The apostrophe is often omitted.
        with_apostrophe = _OMITTED_APOSTROPHE.sub(r"\1'\2", written)
        if with_apostrophe != written and analyser.word_is_known(with_apostrophe):
            written = with_apostrophe
    forms: list[str] = analyser.normal_forms(written)
    return forms if analyser.word_is_known(written) else forms[:MAX_GUESSES]


@functools.cache
def ukrainian_analyser() -> Any:
    import pymorphy3

    # It logs a line for each dictionary that it opens.
    logging.getLogger("pymorphy3").setLevel(logging.WARNING)
    return pymorphy3.MorphAnalyzer(lang=UKRAINIAN)


def may_name_a_person(written: str) -> bool:
    """Return whether a word may be a person's name; such words are not stored."""
    if has_digit(written) or not is_cyrillic(written):
        return False
    readings = ukrainian_analyser().parse(written)
    return any({"Name", "Surn", "Patr"} & set(reading.tag.grammemes) for reading in readings)


def load_dictionary() -> None:
    """Load the Ukrainian dictionary in advance, so that no request waits for it."""
    normal_forms("паспортів")
