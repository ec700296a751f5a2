"""Measure the search over 10,000 invented documents: `make bench-search`, on SQLite or on the database in DATABASE_URL.

Prints p50, p95 and p99 of each kind of question in milliseconds, and how many times longer the plain way takes: every word
looked for inside every title and text by the database. The database is made for it and dropped again.
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

WORDS_KNOWN = 30_000
THINGS = "паспорт довідка витяг субсидія реєстрація свідоцтво дозвіл ліцензія допомога пенсія посвідчення картка"
WHOSE = "дитини сім’ї житла землі будинку підприємця авто місця проживання народження шлюбу переселенця"
Ask = Callable[[str], object]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=200, help="questions of each kind")
    chosen = parser.parse_args()
    database = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        measure(chosen.documents, chosen.times)
    finally:
        connection.creation.destroy_test_db(database, verbosity=0)
    return 0


def measure(count: int, times: int) -> None:
    say(f"{connection.vendor}, {count} documents")
    began = time.perf_counter()
    done = update_index(documents=documents(count))
    say(
        f"indexed anew: {done.written} in {time.perf_counter() - began:.1f} s; {IndexedWord.objects.count()} different words"
    )
    began = time.perf_counter()
    update_index(documents=documents(count))
    say(f"indexed again with nothing changed: {time.perf_counter() - began:.1f} s (inventing the documents among it)")
    Synonyms.objects.create(phrases="прописка\nреєстрація місця проживання", changed_at=timezone.now())
    # As the web server does.
    gc.collect()
    gc.freeze()
    began = time.perf_counter()
    load_vocabulary()
    say(f"first question reads the vocabulary: {(time.perf_counter() - began) * 1000:.0f} ms, {memory():.0f} MB in all")
    say(f"{'':28}{'p50':>8}{'p95':>8}{'p99':>8}   plain way, p95")
    for name, (ask, typed) in questions(times).items():
        ours = timed(ask, typed)
        plain = timed(the_plain_way, typed[: max(times // 10, 1)])
        ratio = at(plain, 0.95) / at(ours, 0.95)
        say(f"{name:28}{at(ours, 0.5):8.1f}{at(ours, 0.95):8.1f}{at(ours, 0.99):8.1f}   {ratio:5.1f} times as long")


def documents(count: int) -> Iterator[SearchDocument]:
    """Invent documents: titles of services, texts of words that are as frequent as words are."""
    draw = random.Random(5203)
    known = words(draw)
    frequency = list(itertools.accumulate(1 / (rank + 2) for rank in range(len(known))))
    for number in range(count):
        text = " ".join(draw.choices(known, cum_weights=frequency, k=draw.randint(80, 320)))
        yield SearchDocument(
            kind="service" if number % 3 else "page",
            key=f"document-{number}",
            language="uk",
            title=f"{draw.choice(THINGS.split())} {draw.choice(WHOSE.split())} {' '.join(draw.choices(known, k=2))}".capitalize(),
            keywords=draw.choice(THINGS.split()),
            text=text,
        )


def words(draw: random.Random) -> list[str]:
    """Draw words of the Ukrainian dictionary, in the forms in which they stand there."""
    known = ukrainian_analyser().dictionary.iter_known_words
    drawn = {entry[0] for letter in "дпрсн" for entry in known(letter) if entry[0].isalpha() and 3 < len(entry[0]) < 15}
    return draw.sample(sorted(drawn), WORDS_KNOWN)


def questions(times: int) -> dict[str, tuple[Ask, list[str]]]:
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
        "typing errors": (find, [slip(title.split()[0].lower(), draw) for title in titles]),
        "typing errors, rare words": (find, [slip(word, draw) for word in rare]),
        "on Latin keys": (find, [on_latin_keys(title.split()[0].lower()) for title in titles]),
        "in Latin letters": (find, [draw.choice(("pasport", "dovidka", "subsydiia", "reiestratsiia")) for _ in titles]),
        "synonyms": (find, [f"прописка {title.split()[1]}" for title in titles]),
        "nothing like it": (find, [f"{word[::-1]}щщ" for word in rare]),
        "suggestions, 2 letters": (suggest, [title[:2].lower() for title in titles]),
        "suggestions, 5 letters": (suggest, [title[:5].lower() for title in titles]),
        "suggestions, second word": (suggest, [title[: title.index(" ") + 4].lower() for title in titles]),
        "suggestions, Latin keys": (suggest, [on_latin_keys(title[:4].lower()) for title in titles]),
    }


def find(typed: str) -> object:
    """Ask as the page does: the first twenty answers with their excerpts."""
    found = queries.find_entries(typed, language="uk")
    return queries.result_rows(found.hits[:20], found.query)


def suggest(typed: str) -> object:
    return queries.suggest_entries(typed, language="uk", most=6, endings=3)


def the_plain_way(typed: str) -> object:
    wanted = Q()
    for word in typed.split():
        wanted &= Q(title__contains=word) | Q(text__contains=word)
    return list(SearchEntry.objects.filter(wanted).values_list("pk", "title"))


def slip(word: str, draw: random.Random) -> str:
    """Swap two letters, as fingers do."""
    place = draw.randrange(1, max(len(word) - 1, 2))
    return word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :] if len(word) > 3 else f"{word}ь"


def on_latin_keys(word: str) -> str:
    keys = str.maketrans("йцукенгшщзхїфівапролджєячсмитьбю", "qwertyuiop[]asdfghjkl;'zxcvbnm,.")
    return word.translate(keys)


def timed(ask: Ask, typed: list[str]) -> list[float]:
    normal_forms.cache_clear()
    taken = []
    for words_typed in typed:
        began = time.perf_counter()
        ask(words_typed)
        taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)


def at(taken: list[float], share: float) -> float:
    return taken[min(int(len(taken) * share), len(taken) - 1)]


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
