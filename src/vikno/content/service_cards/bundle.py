"""The bundle of a card: a ZIP file with the card, the templates and a list of them."""

import datetime
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vikno.catalogue.template_queries import TemplateListItem, file_name
from vikno.content.service_cards import pdf_document
from vikno.content.service_cards.page import CardPage
from vikno.files.operations import clean_name
from vikno.files.queries import read_content
from vikno.kernel import dates, public_urls

MAX_BYTES = 20 * 1024 * 1024
MAX_FILES = 30
README = "README.txt"


@dataclass(frozen=True, kw_only=True)
class CardBundle:
    """The ZIP file, the templates in it, and the templates that did not fit."""

    content: bytes
    included: Sequence[TemplateListItem]
    omitted: Sequence[TemplateListItem]


def build_bundle(
    page: CardPage, templates: Sequence[TemplateListItem], *, at: datetime.datetime, most_bytes: int = MAX_BYTES
) -> CardBundle:
    """Return the bundle of a card. Templates that exceed the limit are listed with their addresses."""
    inside, left_out = _what_fits(templates, most_bytes)
    names = _different([card_filename(page, ".pdf"), *(file_name(row.version) for row in inside)])
    made_at = timezone.localtime(at)
    with io.BytesIO() as buffer:
        with zipfile.ZipFile(buffer, "w") as archive:
            _put(archive, README, _readme(page, names, inside, left_out, at=made_at).encode(), at=made_at)
            _put(archive, names[0], pdf_document.render_card(page, at=at), at=made_at)
            for name, row in zip(names[1:], inside, strict=True):
                _put(archive, name, read_content(row.version.file), at=made_at)
        return CardBundle(content=buffer.getvalue(), included=inside, omitted=left_out)


def card_filename(page: CardPage, ending: str) -> str:
    """Return the name of a file made from this card."""
    return clean_name(page.title.replace("/", "-") + ending)


def _what_fits(
    templates: Sequence[TemplateListItem], room: int
) -> tuple[list[TemplateListItem], list[TemplateListItem]]:
    inside: list[TemplateListItem] = []
    left_out: list[TemplateListItem] = []
    for row in templates:
        fits = row.version.file.size <= room and len(inside) < MAX_FILES
        (inside if fits else left_out).append(row)
        room -= row.version.file.size if fits else 0
    return inside, left_out


def _different(names: Sequence[str]) -> list[str]:
    """Return names that are unique regardless of case, because some file systems ignore it."""
    taken = {README.casefold()}
    different = []
    for name in names:
        stem, dot, ending = name.rpartition(".")
        number, free = 1, name
        while free.casefold() in taken:
            number += 1
            free = f"{stem}_{number}{dot}{ending}"
        taken.add(free.casefold())
        different.append(free)
    return different


def _put(archive: zipfile.ZipFile, name: str, content: bytes, *, at: datetime.datetime) -> None:
    info = zipfile.ZipInfo(name, date_time=(at.year, at.month, at.day, at.hour, at.minute, at.second))
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, content)


def _readme(
    page: CardPage,
    names: Sequence[str],
    inside: Sequence[TemplateListItem],
    left_out: Sequence[TemplateListItem],
    *,
    at: datetime.datetime,
) -> str:
    """Return the list of the files, with CRLF line ends for every text editor."""
    language = get_language() or settings.LANGUAGE_CODE
    about_card = _("Information card of a service")
    lines = [
        page.title,
        _("Made on %s") % dates.format_date(at.date()),
        "",
        _("What is inside:"),
        f"- {names[0]}: {about_card}",
        *(f"- {name}: {_about(row)}" for name, row in zip(names[1:], inside, strict=True)),
        *_left_out(left_out, language),
        *_where(page),
        "",
        _("The card and templates in force are on the site:"),
        public_urls.public_url("content:service", page.service.code, language=language),
    ]
    return "\r\n".join([*lines, ""])


def _about(row: TemplateListItem) -> str:
    parts = (str(row.template.get_kind_display()), row.version.label, dates.format_date(row.version.dated_on))
    return ", ".join(filter(None, parts))


def _left_out(rows: Sequence[TemplateListItem], language: str) -> Iterator[str]:
    if rows:
        yield from ("", _("Too big for one file, take them from the site:"))
    for row in rows:
        yield f"- {row.template.title}: {public_urls.public_url('content:template', row.template.code, language=language)}"


def _where(page: CardPage) -> Iterator[str]:
    desks = [offering.centre for offering in page.ways.offerings if offering.at_desk]
    if desks:
        yield from ("", _("Where to come:"))
    for centre in desks:
        yield "- " + ", ".join(filter(None, (centre.name, centre.address, centre.phones)))
