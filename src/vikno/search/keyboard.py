"""Corrections of words typed with the wrong keyboard layout or in another script."""

from collections.abc import Iterator

from vikno.search.tokenizer import is_cyrillic

_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`\\"
_UKRAINIAN_KEYS = "йцукенгшщзхїфівапролджєячсмитьбю'ґ"
_TO_UKRAINIAN = str.maketrans(_LATIN_KEYS + '{}:"<>', _UKRAINIAN_KEYS + "хїжєбю")
_TO_LATIN = str.maketrans(_UKRAINIAN_KEYS, _LATIN_KEYS)
# The same keys on a Russian keyboard; and the Ukrainian letters nearest to Russian ones.
_RUSSIAN_KEYS = str.maketrans("ыэъё", "ієї'")
_RUSSIAN_SOUNDS = str.maketrans("ыэъё", "ие'е")

# Ukrainian in Latin letters: the official table of 2010, and other common spellings. Longer ones first.
_SOUNDS = {
    "shch": "щ", "zgh": "зг", "sch": "щ",
    "zh": "ж", "kh": "х", "ts": "ц", "ch": "ч", "sh": "ш", "ck": "к",
    "ye": "є", "ie": "є", "je": "є", "yi": "ї", "ji": "ї", "yu": "ю", "iu": "ю", "ju": "ю",
    "ya": "я", "ia": "я", "ja": "я", "yo": "йо", "jo": "йо", "ce": "це", "ci": "ці", "cy": "ци",
    "a": "а", "b": "б", "c": "к", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "г", "i": "і", "j": "й", "k": "к", "l": "л",
    "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в", "w": "в", "x": "кс",
    "y": "и", "z": "з",
}  # fmt: skip
_LONGEST = max(map(len, _SOUNDS))


def likely_meanings(typed: str) -> Iterator[str]:
    """Yield the likely meanings of an unknown word, the likeliest first."""
    if is_cyrillic(typed):
        yield typed.translate(_RUSSIAN_KEYS)
        yield typed.translate(_RUSSIAN_SOUNDS)
        yield typed.translate(_RUSSIAN_KEYS).translate(_TO_LATIN)
    else:
        yield typed.translate(_TO_UKRAINIAN)
        yield transliterate(typed)


def transliterate(typed: str) -> str:
    """Return a word in Latin letters in Ukrainian spelling."""
    position, letters = 0, []
    while position < len(typed):
        for length in range(_LONGEST, 0, -1):
            sound = _SOUNDS.get(typed[position : position + length])
            if sound is not None:
                letters.append(sound)
                position += length
                break
        else:
            letters.append(typed[position])
            position += 1
    return "".join(letters)
