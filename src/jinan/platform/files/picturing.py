"""Small pictures of pictures and of first pages, made by a program of their own with little memory and time.

    python -m jinan.platform.files.picturing SOURCE TARGET

A file that would unpack to a great deal, or that breaks its reader, ends this program and nothing else.
"""

import resource
import sys
from pathlib import Path

SIDE = 480  # pixels
MOST_PIXELS = 80_000_000
MEMORY = 1536 * 2**20  # bytes
SECONDS = 20
QUALITY = 80


def small(source: Path, target: Path) -> None:
    """Write a small picture of a file, upright, without what the camera noted."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # twice as many are an error to the library
    with source.open("rb") as file:
        is_document = file.read(5) == b"%PDF-"
    picture = first_page(source) if is_document else Image.open(source)
    if picture.width * picture.height > MOST_PIXELS:
        raise ValueError("too many pixels")
    picture.draft("RGB", (SIDE * 2, SIDE * 2))
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((SIDE, SIDE))
    ground = Image.new("RGB", upright.size, "white")
    plain = upright.convert("RGBA")
    ground.paste(plain, mask=plain.getchannel("A"))
    ground.save(target, "WEBP", quality=QUALITY)


def first_page(source: Path):  # type: ignore[no-untyped-def]
    from pypdfium2 import PdfDocument

    page = PdfDocument(source)[0]
    return page.render(scale=2 * SIDE / max(*page.get_size(), 1)).to_pil()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    small(Path(sys.argv[1]), Path(sys.argv[2]))
