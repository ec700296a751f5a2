"""Pictures that the load of the demo draws, so that no photos are needed and no images lie in the repository."""

import io
from collections.abc import Callable

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

WIDTH, HEIGHT = 960, 640
PAPER, SKY, INK, WALL, LIT, GREEN, GREY = "#fbf8f2", "#eaeffc", "#15233f", "#e3dbcc", "#f6c445", "#1b6745", "#b9c3da"


def entrance(draw: ImageDraw.ImageDraw) -> None:
    """Draw a house with a lit window, a door, and a ramp to the left of the door."""
    draw.rectangle((0, 0, WIDTH, HEIGHT), fill=SKY)
    draw.rectangle((0, 520, WIDTH, HEIGHT), fill=GREY)
    draw.polygon([(140, 200), (480, 70), (820, 200)], fill=INK)
    draw.rectangle((180, 200, 780, 520), fill=WALL, outline=INK, width=6)
    for left, colour in ((230, PAPER), (610, LIT)):
        draw.rectangle((left, 260, left + 120, 380), fill=colour, outline=INK, width=6)
        draw.line((left + 60, 260, left + 60, 380), fill=INK, width=6)
        draw.line((left, 320, left + 120, 320), fill=INK, width=6)
    draw.rectangle((420, 300, 540, 520), fill=GREEN, outline=INK, width=6)
    draw.rectangle((400, 240, 560, 280), fill=LIT, outline=INK, width=4)
    draw.polygon([(130, 560), (420, 500), (420, 560)], fill=PAPER, outline=INK)
    draw.line((140, 520, 410, 450), fill=INK, width=8)


def hall(draw: ImageDraw.ImageDraw) -> None:
    """Draw a hall with four desks, one of them lit, and seats."""
    draw.rectangle((0, 0, WIDTH, HEIGHT), fill=PAPER)
    draw.rectangle((0, 430, WIDTH, HEIGHT), fill=WALL)
    for number in range(4):
        left = 70 + number * 215
        draw.rectangle((left, 120, left + 170, 190), fill=LIT if number == 1 else SKY, outline=INK, width=6)
        draw.rectangle((left, 300, left + 170, 430), fill=GREY, outline=INK, width=6)
        draw.ellipse((left + 60, 220, left + 110, 270), fill=INK)
    for number in range(6):
        left = 110 + number * 130
        draw.rounded_rectangle((left, 520, left + 80, 600), radius=14, fill=INK)


def render_drawing(picture: Callable[[ImageDraw.ImageDraw], None], name: str) -> "ContentFile[bytes]":
    """Return the drawing as a PNG file with this name."""
    image = Image.new("RGB", (WIDTH, HEIGHT))
    picture(ImageDraw.Draw(image))
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return ContentFile(buffer.getvalue(), name=f"{name}.png")
