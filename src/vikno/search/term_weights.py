"""Weights of the words in a document."""

import math
from collections import Counter
from dataclasses import dataclass

from vikno.search.documents import TEXT_LIMIT, SearchDocument
from vikno.search.morphology import is_stop_word, normal_forms
from vikno.search.tokenizer import tokenize

IN_TITLE = 60
IN_KEYWORDS = 40
IN_TEXT = 6
MAX_IN_TEXT = 24


@dataclass(frozen=True, kw_only=True)
class WeightedDocument:
    """A document with the weight, written form and normal forms of its words, by spelling."""

    document: SearchDocument
    weights: dict[str, int]
    written: dict[str, str]
    forms: dict[str, frozenset[str]]


def weigh_document(document: SearchDocument) -> WeightedDocument:
    title = _count_words(document, document.title)
    keywords = _count_words(document, document.keywords)
    text = _count_words(document, document.text[:TEXT_LIMIT])
    weights: Counter[str] = Counter()
    forms: dict[str, frozenset[str]] = {}
    for found, worth in ((title, IN_TITLE), (keywords, IN_KEYWORDS)):
        weights.update(dict.fromkeys((spelling for spelling, _written in found), worth))
    for (spelling, _written), times in text.items():
        weights[spelling] += min(round(IN_TEXT * (1 + math.log2(times))), MAX_IN_TEXT)
    written = dict((*text, *keywords, *title))
    for spelling, word in (*title, *keywords, *text):
        forms[spelling] = forms.get(spelling, frozenset()) | normal_forms(word, (document.language,))
    return WeightedDocument(document=document, weights=dict(weights), written=written, forms=forms)


def _count_words(document: SearchDocument, text: str) -> Counter[tuple[str, str]]:
    found = ((token.spelling, token.written) for token in tokenize(text))
    return Counter((spelling, written) for spelling, written in found if not is_stop_word(spelling))
