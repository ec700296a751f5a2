"""Measure the search over 10,000 invented documents: `make bench-search`, on SQLite or on the database in DATABASE_URL.

Prints p50, p95 and p99 of each kind of query in milliseconds, and how many times longer a naive search takes, in which the
database looks for every word inside every title and text. The benchmark creates its own database and drops it at the end.
"""

import argparse
import gc
import itertools
import os
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vikno.conf.settings")
os.environ.setdefault("DEBUG", "1")

import django

django.setup()

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from vikno.search import queries
from vikno.search.documents import SearchDocument
from vikno.search.models import IndexedWord, SearchEntry, Synonyms
from vikno.search.morphology import normal_forms, ukrainian_analyser
from vikno.search.operations import update_index
from vikno.search.vocabulary import load_vocabulary

VOCABULARY_SIZE = 30_000
SUBJECTS = "паспорт довідка витяг субсидія реєстрація свідоцтво дозвіл ліцензія допомога пенсія посвідчення картка"
QUALIFIERS = "дитини сім’ї житла землі будинку підприємця авто місця проживання народження шлюбу переселенця"
SearchFunction = Callable[[str], object]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=200, help="questions of each kind")
    options = parser.parse_args()
    database = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        measure(options.documents, options.times)
    finally:
        connection.creation.destroy_test_db(database, verbosity=0)
    return 0


def measure(count: int, times: int) -> None:
    print_line(f"{connection.vendor}, {count} documents")
    began = time.perf_counter()
    update = update_index(documents=invent_documents(count))
    print_line(
        f"indexed anew: {update.written} in {time.perf_counter() - began:.1f} s; {IndexedWord.objects.count()} different words"
    )
    began = time.perf_counter()
    update_index(documents=invent_documents(count))
    print_line(
        f"indexed again with nothing changed: {time.perf_counter() - began:.1f} s (inventing the documents among it)"
    )
    Synonyms.objects.create(phrases="прописка\nреєстрація місця проживання", changed_at=timezone.now())
    # The web server does the same before it serves requests.
    gc.collect()
    gc.freeze()
    began = time.perf_counter()
    load_vocabulary()
    print_line(
        f"first question reads the vocabulary: {(time.perf_counter() - began) * 1000:.0f} ms, {peak_megabytes():.0f} MB in all"
    )
    print_line(f"{'':28}{'p50':>8}{'p95':>8}{'p99':>8}   plain way, p95")
    for name, (search, typed_queries) in sample_queries(times).items():
        indexed = sorted_times(search, typed_queries)
        naive = sorted_times(find_naively, typed_queries[: max(times // 10, 1)])
        ratio = percentile(naive, 0.95) / percentile(indexed, 0.95)
        columns = "".join(f"{percentile(indexed, share):8.1f}" for share in (0.5, 0.95, 0.99))
        print_line(f"{name:28}{columns}   {ratio:5.1f} times as long")


def invent_documents(count: int) -> Iterator[SearchDocument]:
    """Yield invented documents: titles of services, and texts whose words have a natural frequency."""
    draw = random.Random(5203)
    known = draw_words(draw)
    frequency = list(itertools.accumulate(1 / (rank + 2) for rank in range(len(known))))
    for number in range(count):
        text = " ".join(draw.choices(known, cum_weights=frequency, k=draw.randint(80, 320)))
        subject, qualifier = draw.choice(SUBJECTS.split()), draw.choice(QUALIFIERS.split())
        yield SearchDocument(
            kind="service" if number % 3 else "page",
            key=f"document-{number}",
            language="uk",
            title=f"{subject} {qualifier} {' '.join(draw.choices(known, k=2))}".capitalize(),
            keywords=draw.choice(SUBJECTS.split()),
            text=text,
        )


def draw_words(draw: random.Random) -> list[str]:
    """Draw words from the Ukrainian dictionary, in the forms that the dictionary has."""
    known = ukrainian_analyser().dictionary.iter_known_words
    drawn = {entry[0] for letter in "дпрсн" for entry in known(letter) if entry[0].isalpha() and 3 < len(entry[0]) < 15}
    return draw.sample(sorted(drawn), VOCABULARY_SIZE)


def sample_queries(times: int) -> dict[str, tuple[SearchFunction, list[str]]]:
    draw = random.Random(2019)
    titles = draw.sample(list(SearchEntry.objects.order_by("pk").values_list("title", flat=True)), times)
    rare = draw.sample(
        list(IndexedWord.objects.filter(count__lt=20).order_by("pk").values_list("written", flat=True)), times
    )
    common = [word.spelling for word in IndexedWord.objects.order_by("-count", "pk")[:50]]
    return {
        "a word in many texts": (find, draw.choices(common, k=times)),
        "a rare word": (find, rare),
        "three words": (find, [" ".join(title.split()[:3]) for title in titles]),
        "a whole title": (find, titles),
        "four common words": (find, [" ".join(draw.sample(common, 4)) for _ in range(times)]),
        "a sentence": (
            find,
            [f"як отримати {title.lower()} якщо {word}" for title, word in zip(titles, rare, strict=True)],
        ),
        "typing errors": (find, [misspell(title.split()[0].lower(), draw) for title in titles]),
        "typing errors, rare words": (find, [misspell(word, draw) for word in rare]),
        "on Latin keys": (find, [type_on_latin_keys(title.split()[0].lower()) for title in titles]),
        "in Latin letters": (find, [draw.choice(("pasport", "dovidka", "subsydiia", "reiestratsiia")) for _ in titles]),
        "synonyms": (find, [f"прописка {title.split()[1]}" for title in titles]),
        "nothing like it": (find, [f"{word[::-1]}щщ" for word in rare]),
        "suggestions, 2 letters": (suggest, [title[:2].lower() for title in titles]),
        "suggestions, 5 letters": (suggest, [title[:5].lower() for title in titles]),
        "suggestions, second word": (suggest, [title[: title.index(" ") + 4].lower() for title in titles]),
        "suggestions, Latin keys": (suggest, [type_on_latin_keys(title[:4].lower()) for title in titles]),
    }


def find(typed: str) -> object:
    """Search as the page does: return the first twenty hits with their excerpts."""
    found = queries.find_entries(typed, language="uk")
    return queries.result_rows(found.hits[:20], found.query)


def suggest(typed: str) -> object:
    return queries.suggest_entries(typed, language="uk", most=6, endings=3)


def find_naively(typed: str) -> object:
    condition = Q()
    for word in typed.split():
        condition &= Q(title__contains=word) | Q(text__contains=word)
    return list(SearchEntry.objects.filter(condition).values_list("pk", "title"))


def misspell(word: str, draw: random.Random) -> str:
    """Return the word with two neighbouring letters swapped, or with a letter added when it is short."""
    position = draw.randrange(1, max(len(word) - 1, 2))
    return (
        word[: position - 1] + word[position] + word[position - 1] + word[position + 1 :]
        if len(word) > 3
        else f"{word}ь"
    )


def type_on_latin_keys(word: str) -> str:
    keys = str.maketrans("йцукенгшщзхїфівапролджєячсмитьбю", "qwertyuiop[]asdfghjkl;'zxcvbnm,.")
    return word.translate(keys)


def sorted_times(search: SearchFunction, typed_queries: list[str]) -> list[float]:
    normal_forms.cache_clear()
    taken = []
    for query in typed_queries:
        began = time.perf_counter()
        search(query)
        taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)


def percentile(times: list[float], share: float) -> float:
    return times[min(int(len(times) * share), len(times) - 1)]


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def print_line(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
