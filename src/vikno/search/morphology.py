"""The normal forms of words: «паспортів» → «паспорт». Dictionaries are loaded when the first word needs them."""

import functools
import logging
import re
from typing import Any

from vikno.search.tokenizer import has_digit, is_cyrillic, normalize_spelling

UKRAINIAN = "uk"
# Languages in Latin letters whose dictionaries are there.
LATIN = ("cs", "en")
# Guesses at a word that the dictionary does not know: the likely ones are enough.
MOST_GUESSES = 3

# Words that carry no meaning of their own: not kept in the index.
_STOP_WORDS = """
    а або але б без би в від він вона вони воно все всі ви вас вам ваш для до є ж за з зі із і й його її їх їхній к ко коли
    лише ми мене мені мій на над нам нас наш не ні ну о об однак по при про під та так також такий там те ти то тобі той
    тільки у усі хто це цей ця ці чи що щоб щодо я як яка які який якого якщо яку де
    a aby ale ani asi az bez by byl byla bylo byt co do i ja jak jako je jeho jen jeste jsem jsou k ke kde kdo kdyz ktera
    ktere ktery ma mi mne na nad nebo nez o od po pod pro pri s se si ta tak take tam ten to tu u uz v ve vsak z za ze
    an and are as at be but by for from how in is it its my of on or our she that the their them there they this was we
    what when where which who will with you your
"""
# Words of the asking, not of the thing asked for: they help a text up, and none has to hold them.
_WEAK_WORDS = """
    взяти виготовити видати видача дістати замовити зробити отримання отримати отримую оформити оформлення подати подання
    потрібен потрібна потрібно потрібні треба хочу можна можу мати маю скільки куди
    chci dostat mohu potrebuji vyridit ziskat apply can get need want
"""
STOP_WORDS = frozenset(map(normalize_spelling, _STOP_WORDS.split()))
WEAK_WORDS = frozenset(map(normalize_spelling, _WEAK_WORDS.split()))
_AFTER_LIPS = re.compile(r"([бпвмфркгх])([яюєї])")


def is_stop_word(spelling: str) -> bool:
    return spelling in STOP_WORDS


def is_weak_word(spelling: str) -> bool:
    return spelling in WEAK_WORDS


@functools.lru_cache(maxsize=60_000)
def normal_forms(written: str, languages: tuple[str, ...] = LATIN) -> frozenset[str]:
    """Return all normal forms a word may have, and the word itself, each in its one spelling.

    Cyrillic words are Ukrainian; Latin ones are read in each of the languages given.
    """
    forms = {normalize_spelling(written)}
    if not has_digit(written):
        if is_cyrillic(written):
            forms.update(map(normalize_spelling, _in_ukrainian(written)))
        else:
            forms.update(
                normalize_spelling(_in_latin(written, language)) for language in languages if language in LATIN
            )
    return frozenset(forms)


def _in_ukrainian(written: str) -> list[str]:
    analyser = _ukrainian()
    if not analyser.word_is_known(written):
        # Many leave the apostrophe out.
        with_apostrophe = _AFTER_LIPS.sub(r"\1'\2", written)
        if with_apostrophe != written and analyser.word_is_known(with_apostrophe):
            written = with_apostrophe
    forms: list[str] = analyser.normal_forms(written)
    return forms if analyser.word_is_known(written) else forms[:MOST_GUESSES]


def _in_latin(written: str, language: str) -> str:
    import simplemma

    return str(simplemma.lemmatize(written, lang=language)).lower()


@functools.cache
def _ukrainian() -> Any:
    import pymorphy3

    # It says a line for each dictionary it opens.
    logging.getLogger("pymorphy3").setLevel(logging.WARNING)
    return pymorphy3.MorphAnalyzer(lang=UKRAINIAN)


def may_name_a_person(written: str) -> bool:
    """Say whether a word may be somebody's name: such words are not written down."""
    if has_digit(written) or not is_cyrillic(written):
        return False
    readings = _ukrainian().parse(written)
    return any({"Name", "Surn", "Patr"} & set(reading.tag.grammemes) for reading in readings)


def load_dictionary() -> None:
    """Load the Ukrainian dictionary before somebody waits for it."""
    normal_forms("паспортів")
