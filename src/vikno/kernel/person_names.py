"""The name of a person, and its written forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

NAME_FIELDS = ("family_name", "given_name", "patronymic")
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, kw_only=True)
class PersonName:
    """A name in three parts, any of which may be empty."""

    family: str = ""
    given: str = ""
    patronymic: str = ""

    @classmethod
    def from_details(cls, details: Mapping[str, Any]) -> Self:
        """Return the name under the keys that profiles and forms use: family_name, given_name, patronymic."""
        family, given, patronymic = (str(details.get(field) or "") for field in NAME_FIELDS)
        return cls(family=family, given=given, patronymic=patronymic)

    @property
    def full(self) -> str:
        """The name as in documents: «Коваль Олена Петрівна»."""
        return " ".join(filter(None, (self.family, self.given, self.patronymic)))

    @property
    def short(self) -> str:
        """The name as in lists: «Коваль О. П.». Initials stay on one line."""
        initials = NO_BREAK_SPACE.join(f"{name[0]}." for name in (self.given, self.patronymic) if name)
        return f"{self.family} {initials}".strip()

    @property
    def given_and_family(self) -> str:
        """The name as in a letter: «Олена Коваль»."""
        return " ".join(filter(None, (self.given, self.family)))
