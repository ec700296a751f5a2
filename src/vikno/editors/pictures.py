"""Pictures that editors put up: what a camera wrote into them stays out."""

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
    """Return the picture without what a camera hid in it: where and when it was taken, with what, by whom.

    Renditions would carry it on. A moving picture is left as it is: saving one frame of it would stop it, and it has no such
    data.
    """
    file.seek(0)
    picture: Any = Image.open(file)
    if getattr(picture, "is_animated", False):
        file.seek(0)
        return file
    kind, profile = picture.format, picture.info.get("icc_profile")
    more = {"quality": JPEG_QUALITY} if kind in ("JPEG", "WEBP") else {}
    bare = io.BytesIO()
    _only_pixels(picture).save(bare, kind, exif=b"", icc_profile=profile, **more)
    return SimpleUploadedFile(file.name, bare.getvalue(), content_type=Image.MIME[kind])


def _only_pixels(picture: Any) -> Any:
    """Return the picture upright, as its camera meant it, and without comments and XMP, which Pillow would carry over."""
    upright: Any = ImageOps.exif_transpose(picture)
    upright.info = {}
    return upright
