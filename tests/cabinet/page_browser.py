"""A browser without scripts: reads the form on a page and sends it as a person would, with what the page carried."""

from collections.abc import Mapping, Sequence
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from vikno.files.operations import FileUpload

# A form that is not about the page: the search, the display settings, leaving.
ASIDE = ("header", "footer", ".demo")


class BrowsedPage:
    """One page that was answered, and what can be done on it."""

    def __init__(self, client: Client, response: HttpResponse, path: str) -> None:
        self.client, self.response, self.path = client, response, path
        self.soup = BeautifulSoup(response.content, "html.parser")

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def main(self) -> Tag:
        main = self.soup.find("main")
        assert main is not None, self.response.content[:300]
        return main

    @property
    def text(self) -> str:
        """Return the words of the page, spaces evened out."""
        return " ".join(self.main.get_text(" ").split())

    @property
    def title(self) -> str:
        return " ".join(self.soup.title.get_text().split())

    @property
    def h1(self) -> str:
        return " ".join(self.main.h1.get_text(" ").split())

    @property
    def errors(self) -> dict[str, str]:
        """Return the error summary: where each line leads, and what it says."""
        links = self.main.select("[role=alert] a[href^='#']")
        return {link["href"][1:]: link.get_text(strip=True) for link in links}

    @property
    def links(self) -> dict[str, str]:
        return {" ".join(link.get_text(" ").split()): link["href"] for link in self.main.find_all("a", href=True)}

    @property
    def buttons(self) -> list[str]:
        buttons = self.main.find_all("button")
        return [" ".join(button.get_text(" ").split()) for button in buttons if not button.get("aria-hidden")]

    def value(self, name: str) -> str | list[str]:
        found = self.fields().get(name, [])
        return found[0] if len(found) == 1 else found

    def fields(self) -> dict[str, list[str]]:
        """Return what the form would send if nothing were touched."""
        fields: dict[str, list[str]] = {}
        for control in self.main.select(
            "form[method=post] input, form[method=post] textarea, form[method=post] select"
        ):
            name, kind = control.get("name"), control.get("type", "text")
            if not name or control.has_attr("disabled") or control.find_parent("fieldset", disabled=True):
                continue
            if kind in ("file", "submit", "button"):
                continue
            if kind in ("radio", "checkbox") and not control.has_attr("checked"):
                continue
            fields.setdefault(name, []).extend(_values(control))
        return fields

    def send(
        self,
        typed: Mapping[str, Any] | None = None,
        *,
        press: str = "continue",
        files: Mapping[str, Sequence[FileUpload]] | None = None,
    ) -> "BrowsedPage":
        """Fill in and press a button: `name` or `name=value`."""
        button, _equals, value = press.partition("=")
        data: dict[str, Any] = {**self.fields(), **(typed or {}), button: value or "1"}
        for name, uploads in (files or {}).items():
            data[name] = [SimpleUploadedFile(one.name, one.content) for one in uploads]
        data.pop("csrfmiddlewaretoken", None)
        return follow(self.client, self.client.post(self.path, data), self.path)

    def press(self, words: str, typed: Mapping[str, Any] | None = None) -> "BrowsedPage":
        """Press the button with these words."""
        for button in self.main.find_all("button"):
            if words in " ".join(button.get_text(" ").split()) and not button.get("aria-hidden"):
                return self.send(typed, press=f"{button.get('name', '')}={button.get('value', '')}")
        raise AssertionError(f"no button «{words}» among {self.buttons}")

    def follow(self, words: str) -> "BrowsedPage":
        """Follow the link with these words."""
        for link, href in self.links.items():
            if words in link:
                return visit(self.client, href)
        raise AssertionError(f"no link «{words}» among {list(self.links)}")


def _values(control: Tag) -> list[str]:
    if control.name == "textarea":
        return [control.get_text().removeprefix("\n")]
    if control.name == "select":
        chosen = control.find_all("option", selected=True) or control.find_all("option")[:1]
        return [option.get("value", option.get_text()) for option in chosen]
    return [control.get("value", "on" if control.get("type") in ("radio", "checkbox") else "")]


def visit(client: Client, path: str) -> BrowsedPage:
    path = path.partition("#")[0]
    return follow(client, client.get(path), path)


def follow(client: Client, response: HttpResponse, path: str) -> BrowsedPage:
    """Go where the answer leads, as a browser does."""
    while response.status_code == 302:
        path = response["Location"].partition("#")[0]
        response = client.get(path)
    return BrowsedPage(client, response, path)
