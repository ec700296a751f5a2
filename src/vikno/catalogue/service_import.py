"""Bringing in services from a JSON file, with their cards from the HTML files beside it.

A service comes as `{id, name, provider, audience, category, keywords, tags, info_html?, law_html?, faq_html?, processes?}`.
Tags become life events, but for those that begin with `_`: these are marks for staff. The first process that was imported as an
e-form becomes the form of the service; the places of a process say nothing of our centres and are left out. The texts are
cleaned by nh3.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import nh3

from vikno.catalogue.models import Audience
from vikno.catalogue.operations import ImportedCard, ImportedService, upsert_service
from vikno.eforms.imports import form_code
from vikno.eforms.models import FormVersion, VersionStatus
from vikno.kernel.data_import import ImportReport, ImportRowInvalid, clean_line, html_to_text, transliterate, truncate

TITLE_MOST, PROVIDER_MOST, CATEGORY_MOST, KEYWORDS_MOST, SOURCE_MOST, EVENT_MOST = 500, 300, 120, 500, 80, 120

_AUDIENCES = {"громадянам": Audience.CITIZENS, "організаціям": Audience.BUSINESS}
# The parts of a card by the keys of their files, with the headings under which they stand.
_PARTS = {"info_html": "", "law_html": "Нормативні акти", "faq_html": "Запитання і відповіді"}

_TEXT = {
    "p",
    "br",
    "hr",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "b",
    "strong",
    "i",
    "em",
    "u",
    "sub",
    "sup",
    "a",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
}
_TABLE = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
# Dropped with all they hold; of other tags the text stays.
_DROPPED = {
    "script",
    "style",
    "title",
    "select",
    "option",
    "textarea",
    "button",
    "iframe",
    "object",
    "svg",
    "math",
    "noscript",
    "template",
}
_CELL = {"colspan", "rowspan"}
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?([-\w]{3,20})", re.IGNORECASE)


def import_services(rows: list[Any], *, folder: Path, source: str, at: datetime) -> ImportReport:
    """Bring in each service with its card; say what could not be kept. `source` names the file in their codes."""
    report = ImportReport()
    forms = set(FormVersion.objects.filter(status=VersionStatus.PUBLISHED).values_list("form__code", flat=True))
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        own_id = clean_line(row.get("id")) if isinstance(row, Mapping) else ""
        bring_in = partial(_bring_in, row, f"{source}:{own_id}", folder=folder, forms=forms, seen=seen, at=at)
        report.import_row(f"service {own_id}" if own_id else f"entry {number}", bring_in)
    return report


def _bring_in(
    row: Any, source_id: str, *, folder: Path, forms: set[str], seen: set[str], at: datetime
) -> tuple[str, list[str]]:
    if not isinstance(row, Mapping):
        raise ImportRowInvalid("not a service")
    if source_id.endswith(":") or len(source_id) > SOURCE_MOST:
        raise ImportRowInvalid("it has no id" if source_id.endswith(":") else "its id is too long")
    if source_id in seen:
        raise ImportRowInvalid("a service with this id stands before it in the file")
    seen.add(source_id)
    lost: list[str] = []
    given, name = _given(row, forms, lost)
    is_trial = given.category.startswith("_")
    if is_trial:
        lost.append(f"not shown to residents: its category is “{given.category}”, a mark for staff")
    done = upsert_service(
        source_id=source_id,
        code=re.sub(r"[^a-z0-9]+", "-", transliterate(source_id)).strip("-"),
        given=given,
        card=ImportedCard(lead=name if name != given.title else "", more_html=_card_html(row, folder, lost)),
        is_active=not is_trial,
        at=at,
    )
    lost += [f"its {part} was changed here since it was imported, and is left as it is" for part in done.skipped_parts]
    return done.outcome, lost


def _given(row: Mapping[str, Any], forms: set[str], lost: list[str]) -> tuple[ImportedService, str]:
    """Return what the row says, and the name in full."""
    name, provider = _text(row, "name"), _text(row, "provider")
    if not name or not provider:
        raise ImportRowInvalid("it has no provider" if name else "it has no name")
    given = ImportedService(
        title=truncate(name, TITLE_MOST, what="name", lost=lost),
        authority=truncate(provider, PROVIDER_MOST, what="provider", lost=lost),
        audience=_audience(row, lost),
        category=truncate(_text(row, "category"), CATEGORY_MOST, what="category", lost=lost),
        keywords=truncate(", ".join(_texts(row, "keywords")), KEYWORDS_MOST, what="keywords", lost=lost),
        life_events=tuple(_life_events(row, lost)),
        form=_form(row, forms, lost),
    )
    return given, name


def _text(row: Mapping[str, Any], key: str) -> str:
    return clean_line(html_to_text(clean_line(row.get(key))))


def _texts(row: Mapping[str, Any], key: str) -> list[str]:
    raw = row.get(key)
    return [
        text for one in (raw if isinstance(raw, list) else []) if (text := clean_line(html_to_text(clean_line(one))))
    ]


def _audience(row: Mapping[str, Any], lost: list[str]) -> Audience:
    said = clean_line(row.get("audience"))
    named = [audience for word, audience in _AUDIENCES.items() if word in said.casefold()]
    if not named:
        lost.append(f"its audience is not known: “{said}”; it is shown to everybody")
    return named[0] if len(named) == 1 else Audience.BOTH


def _life_events(row: Mapping[str, Any], lost: list[str]) -> list[str]:
    titles = (tag for tag in _texts(row, "tags") if not tag.startswith("_"))
    return sorted({truncate(title, EVENT_MOST, what="a tag", lost=lost) for title in titles})


def _form(row: Mapping[str, Any], forms: set[str], lost: list[str]) -> str:
    """Return the code of the first process that is a published form here."""
    raw = row.get("processes")
    processes = [one for one in (raw if isinstance(raw, list) else []) if isinstance(one, Mapping)]
    ids = [id_ for one in processes if (id_ := clean_line(one.get("process_id")))]
    known = [id_ for id_ in ids if form_code(id_) in forms]
    if unknown := [id_ for id_ in ids if id_ not in known]:
        lost.append(f"no e-form for its processes: {', '.join(unknown)}")
    if len(known) > 1:
        lost.append(f"it has one e-form here, {known[0]}; not linked: {', '.join(known[1:])}")
    return form_code(known[0]) if known else ""


def _card_html(row: Mapping[str, Any], folder: Path, lost: list[str]) -> str:
    """Return the texts of the card, one after another, as clean HTML."""
    texts = list(_card_texts(row, folder, lost))
    if not texts and not any(clean_line(row.get(key)) for key in _PARTS):
        lost.append("its card has no text: it says only what it is and who decides")
    return "\n".join(texts)


def _card_texts(row: Mapping[str, Any], folder: Path, lost: list[str]) -> Iterator[str]:
    for key, heading in _PARTS.items():
        name = clean_line(row.get(key))
        if not name:
            continue
        try:
            html = clean_html(_read(folder, name, lost))
        except OSError as error:
            lost.append(f"{name} cannot be read: {error.strerror or error}")
            continue
        if html:
            yield f"<h2>{heading}</h2>\n{html}" if heading else html
        else:
            lost.append(f"{name} has no text")


def _read(folder: Path, name: str, lost: list[str]) -> str:
    """Return the text of a file in the folder, in the charset that fits: what a page declares is not always what it is in."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise PermissionError(None, "it is outside the folder")
    content = path.read_bytes()
    declared = _DECLARED.search(content[:2000])
    for charset in ("utf-8-sig", declared[1].decode() if declared else "utf-8", "windows-1251"):
        try:
            text = content.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
        if charset != "utf-8-sig":
            lost.append(f"{name} is not in UTF-8: read as {charset}")
        return text
    lost.append(f"{name} is in no charset that is known: letters were lost")
    return content.decode("utf-8", errors="replace")


def clean_html(html: str) -> str:
    """Return the HTML without what could run or draw, and without links that lead nowhere outside the site it was taken from."""
    html = nh3.clean(
        html.replace("\ufeff", "").replace("\x00", ""),
        tags=_TEXT | _TABLE,
        clean_content_tags=_DROPPED,
        attributes={"a": {"href"}, "td": _CELL, "th": _CELL},
        url_schemes={"http", "https", "mailto", "tel"},
        url_relative="deny",
        link_rel=None,
    )
    html = re.sub(r"<a>(.*?)</a>", r"\1", html, flags=re.DOTALL)
    return html.strip() if clean_line(html_to_text(html).replace("&nbsp;", " ")) else ""
