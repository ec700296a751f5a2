"""Draw PNG pictures from the logo: icons of the site, and the picture for previews of shared links."""

import sys
from pathlib import Path

import typst

HERE = Path(__file__).resolve().parent
DIST = HERE.parent / "src" / "vikno" / "web" / "static" / "dist"
ICON = """
#set page(width: {size}pt, height: {size}pt, margin: {margin}pt, fill: rgb("#fbf8f2"))
#image("logo.svg", width: 100%, height: 100%, fit: "contain")
"""
SHARE = """
#set page(width: 1200pt, height: 630pt, margin: 90pt, fill: rgb("#fbf8f2"))
#set text(font: "Onest", fill: rgb("#15233f"))
#set align(horizon)
#grid(
  columns: (380pt, 1fr), column-gutter: 60pt, align: horizon,
  image("logo.svg", width: 380pt),
  [#text(size: 130pt, weight: 700, tracking: -3pt)[Вікно] \\
   #v(-14pt) #text(size: 40pt, weight: 500, fill: rgb("#4b566e"))[Адміністративні послуги]],
)
"""
PICTURES = {
    "icon-180.png": ICON.format(size=180, margin=18),
    "icon-192.png": ICON.format(size=192, margin=20),
    "icon-512.png": ICON.format(size=512, margin=72),
    "share.png": SHARE,
}


def main() -> int:
    fonts = [str(HERE.parent / "src" / "vikno" / "web" / "papers" / "fonts")]
    for name, source in PICTURES.items():
        drawn = typst.compile(
            source.encode(), root=str(HERE / "images"), font_paths=fonts, ignore_system_fonts=True, format="png", ppi=72
        )
        assert isinstance(drawn, bytes)
        (DIST / name).write_bytes(drawn)
    return 0


if __name__ == "__main__":
    sys.exit(main())
