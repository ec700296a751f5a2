"""The bundle of a card: a ZIP file with the card, the templates and a list of them."""

import datetime
import io
import zipfile
from collections.abc import Sequence
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
    included, omitted, room = list[TemplateListItem](), list[TemplateListItem](), most_bytes
    for row in templates:
        if row.version.file.size <= room and len(included) < MAX_FILES:
            included.append(row)
            room -= row.version.file.size
        else:
            omitted.append(row)
    names = _unique_names([card_filename(page, ".pdf"), *(file_name(row.version) for row in included)])
    made_at = timezone.localtime(at)
    with io.BytesIO() as buffer:
        with zipfile.ZipFile(buffer, "w") as archive:
            _put(archive, README, _readme(page, names, included, omitted, at=made_at).encode(), at=made_at)
            _put(archive, names[0], pdf_document.render_card(page, at=at), at=made_at)
            for name, row in zip(names[1:], included, strict=True):
                _put(archive, name, read_content(row.version.file), at=made_at)
        return CardBundle(content=buffer.getvalue(), included=included, omitted=omitted)


def card_filename(page: CardPage, ending: str) -> str:
    """Return the name of a file made from this card."""
    return clean_name(page.title.replace("/", "-") + ending)


def _unique_names(names: Sequence[str]) -> list[str]:
    """Return names that are unique regardless of case, because some file systems ignore it."""
    taken = {README.casefold()}
    unique = []
    for name in names:
        stem, dot, ending = name.rpartition(".")
        number, free = 1, name
        while free.casefold() in taken:
            number += 1
            free = f"{stem}_{number}{dot}{ending}"
        taken.add(free.casefold())
        unique.append(free)
    return unique


def _put(archive: zipfile.ZipFile, name: str, content: bytes, *, at: datetime.datetime) -> None:
    info = zipfile.ZipInfo(name, date_time=(at.year, at.month, at.day, at.hour, at.minute, at.second))
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, content)


def _readme(
    page: CardPage,
    names: Sequence[str],
    included: Sequence[TemplateListItem],
    omitted: Sequence[TemplateListItem],
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
    ]
    for name, row in zip(names[1:], included, strict=True):
        details = (str(row.template.get_kind_display()), row.version.label, dates.format_date(row.version.dated_on))
        lines.append(f"- {name}: {', '.join(filter(None, details))}")
    if omitted:
        lines += ["", _("Too big for one file, take them from the site:")]
    for template in (row.template for row in omitted):
        address = public_urls.public_url("content:template", template.code, language=language)
        lines.append(f"- {template.title}: {address}")
    if desks := [offering.centre for offering in page.ways.offerings if offering.at_desk]:
        lines += ["", _("Where to come:")]
        lines += ["- " + ", ".join(filter(None, (centre.name, centre.address, centre.phones))) for centre in desks]
    address = public_urls.public_url("content:service", page.service.code, language=language)
    lines += ["", _("The card and templates in force are on the site:"), address]
    return "\r\n".join([*lines, ""])
