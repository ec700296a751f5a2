"""Drawings for the demo's news: plain shapes in the colours of the portal, so that no photographs are needed."""

import io

from django.core.files.images import ImageFile
from PIL import Image, ImageDraw

# The coordinates of shapes are on a sheet of 120 by 75.
SIZE, SCALE = (120, 75), 10
COLOURS = {
    "paper": "#f4efe5",
    "white": "#ffffff",
    "ink": "#15233f",
    "night": "#121d38",
    "blue": "#1a49c4",
    "sky": "#dbe5fb",
    "wheat": "#f6c445",
    "field": "#fdf1d0",
    "green": "#7fa98c",
    "stone": "#b9b1a0",
}


def render_shapes(name: str, shapes: list[str]) -> ImageFile:
    """Return a picture of shapes such as «rect blue 10 10 40 30»; each shape covers the shapes before it."""
    sheet = Image.new("RGB", (SIZE[0] * SCALE, SIZE[1] * SCALE), COLOURS["paper"])
    pen = ImageDraw.Draw(sheet)
    for shape in shapes:
        kind, colour, *numbers = shape.split()
        _draw(pen, kind, COLOURS[colour], [round(float(number) * SCALE) for number in numbers])
    buffer = io.BytesIO()
    sheet.save(buffer, "PNG", optimize=True)
    return ImageFile(buffer, name=f"{name}.png")


def _draw(pen: ImageDraw.ImageDraw, kind: str, colour: str, at: list[int]) -> None:
    if kind == "rect":
        left, top, width, height = at
        pen.rounded_rectangle((left, top, left + width, top + height), radius=min(width, height, 120) // 8, fill=colour)
    elif kind == "circle":
        x, y, radius = at
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
    elif kind == "shape":
        pen.polygon(at, fill=colour)
    else:
        *points, width = at
        pen.line(points, fill=colour, width=width, joint="curve")
