"""A page that signs a file as czo.gov.ua/sign or a program does: choose a person, download the signature."""

import functools

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from simulators import asic_writer, choice_page, credentials, pki
from simulators.people import INVENTED_PEOPLE, PEOPLE_BY_KEY, InventedPerson

UKRAINIAN_PEOPLE = tuple(person for person in INVENTED_PEOPLE if not person.is_czech)
MAX_FILE_BYTES = 20 * 1024 * 1024
SIGNATURE_KINDS = {
    "attached": "Підпис разом із файлом (.p7s)",
    "detached": "Підпис окремо від файлу (.p7s)",
    "asice": "Контейнер ASiC-E (.asice)",
}


@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest) -> HttpResponse:
    """Sign the uploaded files with the chosen person's key and return the signature as a file."""
    problem = ""
    if request.method == "POST":
        person, kind = PEOPLE_BY_KEY.get(request.POST.get("person", "")), request.POST.get("kind", "")
        files = {
            upload.name or "file": upload.read()
            for upload in request.FILES.getlist("file")
            if (upload.size or 0) <= MAX_FILE_BYTES
        }
        # A plain signature is over one file; a container holds any number.
        if person is not None and kind in SIGNATURE_KINDS and files and (kind == "asice" or len(files) == 1):
            if kind == "asice":
                ending = "asice"
                content = asic_writer.build_asice(files, functools.partial(sign_for_person, person, detached=True))
            else:
                ending = "p7s"
                content = sign_for_person(person, next(iter(files.values())), detached=kind == "detached")
            headers = {"Content-Disposition": f'attachment; filename="signed.{ending}"'}
            return HttpResponse(content, content_type="application/octet-stream", headers=headers)
        problem = "Оберіть файл до 20 МБ, особу та вид підпису."
    page = {"title": "Підписати файл", "people": UKRAINIAN_PEOPLE, "kinds": SIGNATURE_KINDS, "problem": problem}
    return render(request, "sign.html", page, status=422 if problem else 200)


def sign_for_person(person: InventedPerson, content: bytes, *, detached: bool = False) -> bytes:
    """Return this person's CAdES-T signature with a time-stamp of the test authority."""
    pair = credentials.person_key_pair(person)
    stamp = credentials.load_credentials()["tsa"]
    return pki.sign_cms(content, [pair], detached=detached, at=choice_page.now(), timestamp_by=stamp)
