"""Forms of the cabinet that are not e-forms."""

from django import forms
from django.http import HttpRequest

from vikno.people.models import Person


class NameForm(forms.Form):
    """What registration asks beside e-mail and password."""

    def signup(self, request: HttpRequest, user: Person) -> None: ...
