"""Which files are taken 附件类型: told by what is in them, never by their name alone."""

from dataclasses import dataclass
from pathlib import PurePath

LONGEST_NAME = 120
HEAD = 4096  # bytes of the beginning that are looked at
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class FileType:
    """One kind of file: its endings, its media type, and how its content begins."""

    endings: tuple[str, ...]
    media: str
    begins: tuple[bytes, ...] = ()
    holds: str = ""  # a name inside it, for those that are zip archives
    picture: bool = False


TYPES = (
    FileType((".jpg", ".jpeg"), "image/jpeg", (b"\xff\xd8\xff",), picture=True),
    FileType((".png",), "image/png", (b"\x89PNG\r\n\x1a\n",), picture=True),
    FileType((".gif",), "image/gif", (b"GIF87a", b"GIF89a"), picture=True),
    FileType((".webp",), "image/webp", (b"RIFF",), picture=True),
    FileType((".pdf",), "application/pdf", (b"%PDF-",)),
    FileType((".docx",), f"{OFFICE}wordprocessingml.document", (ZIP,), "word/"),
    FileType((".xlsx",), f"{OFFICE}spreadsheetml.sheet", (ZIP,), "xl/"),
    FileType((".pptx",), f"{OFFICE}presentationml.presentation", (ZIP,), "ppt/"),
    FileType((".ofd",), "application/ofd", (ZIP,), "OFD.xml"),
    FileType((".doc", ".wps"), "application/msword", (OLE,)),
    FileType((".xls", ".et"), "application/vnd.ms-excel", (OLE,)),
    FileType((".ppt", ".dps"), "application/vnd.ms-powerpoint", (OLE,)),
    FileType((".zip",), "application/zip", (ZIP,)),
    FileType((".txt",), "text/plain"),
    FileType((".csv",), "text/csv"),
)
ENDINGS = tuple(ending for one in TYPES for ending in one.endings)


class NotTaken(ValueError):
    """A file that is not taken; `why` is `ending`, `content`, `empty` or `name`."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def type_of_file(name: str, head: bytes, names_inside: tuple[str, ...]) -> FileType:
    """The type of a file, from its name and the first bytes; both must tell the same.

    `names_inside` are the names of what a zip archive holds. Raises NotTaken.
    """
    ending = PurePath(name.lower()).suffix
    found = next((one for one in TYPES if ending in one.endings), None)
    if found is None:
        raise NotTaken("ending")
    if not head:
        raise NotTaken("empty")
    good = head.startswith(found.begins) if found.begins else is_text(head)
    if found.media == "image/webp":
        good = good and head[8:12] == b"WEBP"
    if found.holds:
        good = good and any(one.startswith(found.holds) for one in names_inside)
    if not good:
        raise NotTaken("content")
    return found


def is_text(head: bytes) -> bool:
    """Whether bytes read as text in UTF-8, UTF-16 with its mark, or GB 18030, and are no page or drawing."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if any(byte < 32 and byte not in b"\t\r\n\f" for byte in head):
        return False
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):  # the last sign may be cut in two
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False


def safe_name(given: str) -> str:
    """A name without folders, control signs and signs that systems refuse; its ending stays. Raises NotTaken."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join("_" if sign in '<>:"|?*' else sign for sign in last if sign.isprintable()).strip(
        " ."
    )
    ending = PurePath(kept).suffix[:10]
    stem = kept.removesuffix(ending).strip(" .") if ending else kept
    if not stem:
        raise NotTaken("name")
    return stem[: LONGEST_NAME - len(ending)] + ending
