"""Forms of the signature check: a signed file and, for a detached signature, the signed document."""

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vikno.files.operations import clean_name
from vikno.signatures.archives import ContainerFile
from vikno.web.templatetags.vikno import filesize


class SignatureCheckForm(forms.Form):
    """A signed file, and the signed document where it is another file."""

    file = forms.FileField(
        label=gettext_lazy("Signed file"),
        help_text=gettext_lazy("A file ending in .p7s, .asice, .asics or .xml, or a PDF that is signed inside"),
        error_messages={"empty": gettext_lazy("The file is empty. Choose another one.")},
    )
    document = forms.FileField(
        label=gettext_lazy("The document that was signed"),
        help_text=gettext_lazy("Only if the signature came as a file of its own beside the document"),
        required=False,
        error_messages={"empty": gettext_lazy("The file is empty. Choose another one.")},
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        return _within_limit(self.cleaned_data["file"], settings.CHECK_LIMIT_BYTES)

    def clean_document(self) -> "UploadedFile[bytes] | None":
        document = self.cleaned_data.get("document")
        return _within_limit(document, settings.CHECK_LIMIT_BYTES) if document else None

    @property
    def total_size(self) -> int:
        return sum(file.size for file in (self.cleaned_data["file"], self.cleaned_data["document"]) if file)

    def uploaded_entries(self) -> tuple[ContainerFile, tuple[ContainerFile, ...]]:
        """Return the file and the document beside it."""
        beside = self.cleaned_data["document"]
        return _entry(self.cleaned_data["file"]), (_entry(beside),) if beside else ()


class IssuedDocumentForm(forms.Form):
    """A file to compare with the issued document."""

    file = forms.FileField(
        label=gettext_lazy("The file that you have"),
        help_text=gettext_lazy("The PDF as you got it, not a scan or a photo"),
        error_messages={"empty": gettext_lazy("The file is empty. Choose another one.")},
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        return _within_limit(self.cleaned_data["file"], settings.UPLOAD_LIMIT_BYTES)

    def uploaded_entry(self) -> ContainerFile:
        return _entry(self.cleaned_data["file"])


def _within_limit(file: "UploadedFile[bytes]", most: int) -> "UploadedFile[bytes]":
    if (file.size or 0) > most:
        limit = {"limit": filesize(most)}
        raise forms.ValidationError(_("This file is too big. We can check files up to %(limit)s.") % limit)
    return file


def _entry(file: "UploadedFile[bytes]") -> ContainerFile:
    return ContainerFile(name=clean_name(file.name or ""), content=file.read())
