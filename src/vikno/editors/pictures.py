"""The form of uploaded pictures, which removes the metadata of the camera."""

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageOps
from wagtail.images.forms import BaseImageForm

JPEG_QUALITY = 92


class PictureForm(BaseImageForm):
    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        return strip_metadata(file) if "file" in self.changed_data and file else file


def strip_metadata(file: Any) -> Any:
    """Return the picture without metadata: place, time, device, author.

    Renditions would copy it. An animated picture is left unchanged: saving would keep one frame, and it has no such data.
    """
    file.seek(0)
    picture: Any = Image.open(file)
    if getattr(picture, "is_animated", False):
        file.seek(0)
        return file
    kind, profile = picture.format, picture.info.get("icc_profile")
    more = {"quality": JPEG_QUALITY} if kind in ("JPEG", "WEBP") else {}
    bare = io.BytesIO()
    _upright_pixels(picture).save(bare, kind, exif=b"", icc_profile=profile, **more)
    return SimpleUploadedFile(file.name, bare.getvalue(), content_type=Image.MIME[kind])


def _upright_pixels(picture: Any) -> Any:
    """Return the picture in its intended orientation, without comments and XMP, which Pillow would copy."""
    upright: Any = ImageOps.exif_transpose(picture)
    upright.info = {}
    return upright
