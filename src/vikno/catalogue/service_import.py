"""Import of services from a JSON file, with their cards from the HTML files in the same folder.

A service has the form `{id, name, provider, audience, category, keywords, tags, info_html?, law_html?, faq_html?, processes?}`.
Tags become life events, except those that begin with `_`, which are marks for staff. The first process that was imported as an
e-form becomes the form of the service; the places of a process do not name centres of this portal and are ignored. nh3 cleans
the texts.
"""

import re
from collections.abc import Mapping
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

MAX_TITLE = 500
MAX_PROVIDER = 300
MAX_CATEGORY = 120
MAX_KEYWORDS = 500
MAX_SOURCE_ID = 80
MAX_LIFE_EVENT = 120

_AUDIENCES = {"громадянам": Audience.CITIZENS, "організаціям": Audience.BUSINESS}
# The parts of a card by the keys of their files, with their headings.
_PARTS = {"info_html": "", "law_html": "Нормативні акти", "faq_html": "Запитання і відповіді"}

_TEXT_TAGS = {
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
_TABLE_TAGS = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
# Removed with their content; of other tags the text stays.
_REMOVED_TAGS = {
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
_CELL_ATTRIBUTES = {"colspan", "rowspan"}
_DECLARED_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([-\w]{3,20})", re.IGNORECASE)


def import_services(rows: list[Any], *, folder: Path, source: str, at: datetime) -> ImportReport:
    """Import each service with its card and report what was lost. `source` names the file in their codes."""
    report = ImportReport()
    forms = set(FormVersion.objects.filter(status=VersionStatus.PUBLISHED).values_list("form__code", flat=True))
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        own_id = clean_line(row.get("id")) if isinstance(row, Mapping) else ""
        import_one = partial(_import_service, row, f"{source}:{own_id}", folder=folder, forms=forms, seen=seen, at=at)
        report.import_row(f"service {own_id}" if own_id else f"entry {number}", import_one)
    return report


def _import_service(
    row: Any, source_id: str, *, folder: Path, forms: set[str], seen: set[str], at: datetime
) -> tuple[str, list[str]]:
    if not isinstance(row, Mapping):
        raise ImportRowInvalid("not a service")
    if source_id.endswith(":") or len(source_id) > MAX_SOURCE_ID:
        raise ImportRowInvalid("it has no id" if source_id.endswith(":") else "its id is too long")
    if source_id in seen:
        raise ImportRowInvalid("a service with this id stands before it in the file")
    seen.add(source_id)
    lost: list[str] = []
    given, full_name = _parse_service(row, forms, lost)
    is_trial = given.category.startswith("_")
    if is_trial:
        lost.append(f"not shown to residents: its category is “{given.category}”, a mark for staff")
    result = upsert_service(
        source_id=source_id,
        code=re.sub(r"[^a-z0-9]+", "-", transliterate(source_id)).strip("-"),
        given=given,
        card=ImportedCard(lead=full_name if full_name != given.title else "", more_html=_card_html(row, folder, lost)),
        is_active=not is_trial,
        at=at,
    )
    lost += [
        f"its {part} was changed here since it was imported, and is left as it is" for part in result.skipped_parts
    ]
    return result.outcome, lost


def _parse_service(row: Mapping[str, Any], forms: set[str], lost: list[str]) -> tuple[ImportedService, str]:
    """Return the service that a row describes, and its full name."""
    name, provider = _text(row, "name"), _text(row, "provider")
    if not name or not provider:
        raise ImportRowInvalid("it has no provider" if name else "it has no name")
    title = truncate(name, MAX_TITLE, what="name", lost=lost)
    authority = truncate(provider, MAX_PROVIDER, what="provider", lost=lost)
    audience = clean_line(row.get("audience"))
    audiences = [known for word, known in _AUDIENCES.items() if word in audience.casefold()]
    if not audiences:
        lost.append(f"its audience is not known: “{audience}”; it is shown to everybody")
    tags = _texts(row, "tags")
    given = ImportedService(
        title=title,
        authority=authority,
        audience=audiences[0] if len(audiences) == 1 else Audience.BOTH,
        category=truncate(_text(row, "category"), MAX_CATEGORY, what="category", lost=lost),
        keywords=truncate(", ".join(_texts(row, "keywords")), MAX_KEYWORDS, what="keywords", lost=lost),
        life_events=tuple(
            sorted({truncate(tag, MAX_LIFE_EVENT, what="a tag", lost=lost) for tag in tags if not tag.startswith("_")})
        ),
        form=_form(row, forms, lost),
    )
    return given, name


def _text(row: Mapping[str, Any], key: str) -> str:
    return clean_line(html_to_text(clean_line(row.get(key))))


def _texts(row: Mapping[str, Any], key: str) -> list[str]:
    raw = row.get(key)
    return [
        text for item in (raw if isinstance(raw, list) else []) if (text := clean_line(html_to_text(clean_line(item))))
    ]


def _form(row: Mapping[str, Any], forms: set[str], lost: list[str]) -> str:
    """Return the code of the first process that is a published form here, or an empty text."""
    raw = row.get("processes")
    processes = [process for process in (raw if isinstance(raw, list) else []) if isinstance(process, Mapping)]
    ids = [id_ for process in processes if (id_ := clean_line(process.get("process_id")))]
    known = [id_ for id_ in ids if form_code(id_) in forms]
    if unknown := [id_ for id_ in ids if id_ not in known]:
        lost.append(f"no e-form for its processes: {', '.join(unknown)}")
    if len(known) > 1:
        lost.append(f"it has one e-form here, {known[0]}; not linked: {', '.join(known[1:])}")
    return form_code(known[0]) if known else ""


def _card_html(row: Mapping[str, Any], folder: Path, lost: list[str]) -> str:
    """Return the texts of the card in sequence, as clean HTML."""
    names = {key: name for key in _PARTS if (name := clean_line(row.get(key)))}
    if not names:
        lost.append("its card has no text: it says only what it is and who decides")
    texts = []
    for key, name in names.items():
        try:
            html = clean_html(_read(folder, name, lost))
        except OSError as error:
            lost.append(f"{name} cannot be read: {error.strerror or error}")
            continue
        if html:
            texts.append(f"<h2>{_PARTS[key]}</h2>\n{html}" if _PARTS[key] else html)
        else:
            lost.append(f"{name} has no text")
    return "\n".join(texts)


def _read(folder: Path, name: str, lost: list[str]) -> str:
    """Return the text of a file in the folder, decoded with the first charset that fits: a page may declare a wrong one."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise PermissionError(None, "it is outside the folder")
    content = path.read_bytes()
    declaration = _DECLARED_CHARSET.search(content[:2000])
    for charset in ("utf-8-sig", declaration[1].decode() if declaration else "utf-8", "windows-1251"):
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
    """Return the HTML without scripts, styles and graphics, and without relative links, which work only on its own site."""
    html = nh3.clean(
        html.replace("\ufeff", "").replace("\x00", ""),
        tags=_TEXT_TAGS | _TABLE_TAGS,
        clean_content_tags=_REMOVED_TAGS,
        attributes={"a": {"href"}, "td": _CELL_ATTRIBUTES, "th": _CELL_ATTRIBUTES},
        url_schemes={"http", "https", "mailto", "tel"},
        url_relative="deny",
        link_rel=None,
    )
    html = re.sub(r"<a>(.*?)</a>", r"\1", html, flags=re.DOTALL)
    return html.strip() if clean_line(html_to_text(html).replace("&nbsp;", " ")) else ""
