"""A place to sign a file, as czo.gov.ua/sign or a program would: choose who signs, take the signature home."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from simulators import asic_writer, choice_page, credentials, pki
from simulators.people import INVENTED_PEOPLE, PEOPLE_BY_KEY, InventedPerson

UKRAINIAN_PEOPLE = tuple(one for one in INVENTED_PEOPLE if not one.is_czech)
MAX_FILE_BYTES = 20 * 1024 * 1024
SIGNATURE_KINDS = {
    "attached": "Підпис разом із файлом (.p7s)",
    "detached": "Підпис окремо від файлу (.p7s)",
    "asice": "Контейнер ASiC-E (.asice)",
}


@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest) -> HttpResponse:
    """Sign what is brought, by the key of whom is chosen, and give the signature back as a file."""
    problem = ""
    if request.method == "POST":
        person, kind = PEOPLE_BY_KEY.get(request.POST.get("person", "")), request.POST.get("kind", "")
        files = {
            one.name or "file": one.read() for one in request.FILES.getlist("file") if (one.size or 0) <= MAX_FILE_BYTES
        }
        # A plain signature is over one file; a container holds any number.
        if person is not None and kind in SIGNATURE_KINDS and files and (kind == "asice" or len(files) == 1):
            return _download(person, kind, files)
        problem = "Оберіть файл до 20 МБ, особу та вид підпису."
    page = {"title": "Підписати файл", "people": UKRAINIAN_PEOPLE, "kinds": SIGNATURE_KINDS, "problem": problem}
    return render(request, "sign.html", page, status=422 if problem else 200)


def _download(person: InventedPerson, kind: str, files: dict[str, bytes]) -> HttpResponse:
    content = next(iter(files.values()))
    make: dict[str, Callable[[], bytes]] = {
        "attached": lambda: sign_for_person(person, content),
        "detached": lambda: sign_for_person(person, content, detached=True),
        "asice": lambda: asic_writer.build_asice(
            files, lambda manifest: sign_for_person(person, manifest, detached=True)
        ),
    }
    ending = "asice" if kind == "asice" else "p7s"
    response = HttpResponse(make[kind](), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="signed.{ending}"'
    return response


def sign_for_person(person: InventedPerson, content: bytes, *, detached: bool = False) -> bytes:
    """Return this person's CAdES-T signature: with the time-stamp of our own authority."""
    pair = credentials.person_key_pair(person)
    stamp = credentials.load_credentials()["tsa"]
    return pki.sign_cms(content, [pair], detached=detached, at=choice_page.now(), timestamp_by=stamp)
