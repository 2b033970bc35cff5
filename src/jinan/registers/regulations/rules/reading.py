"""The text of an uploaded file: which encoding it is in, and where it cannot be read."""

import codecs

MOST = 5 * 2**20  # bytes
ENCODINGS = ("utf-8-sig", "gb18030")
MARKS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
FOREIGN = ((b"PK\x03\x04", "docx"), (b"\xd0\xcf\x11\xe0", "doc"), (b"%PDF", "pdf"))


class Unreadable(Exception):
    """A file that is no text: `why` is `large`, `foreign`, `signs` or `empty`; `line` is where."""

    def __init__(self, why: str, line: int = 0) -> None:
        self.why, self.line = why, line
        super().__init__(why)


def text_of(content: bytes) -> str:
    """The text of a .txt or .md file in UTF-8, UTF-16 or GB18030. Raises Unreadable."""
    if len(content) > MOST:
        raise Unreadable("large")
    if any(content.startswith(mark) for mark, _name in FOREIGN):
        raise Unreadable("foreign")
    if not content.strip():
        raise Unreadable("empty")
    marked = next((name for mark, name in MARKS if content.startswith(mark)), None)
    far = 0  # the reading that came furthest tells best where the fault is
    for encoding in (marked,) if marked else ENCODINGS:
        try:
            return tidy(content.decode(encoding))
        except UnicodeDecodeError as error:
            far = max(far, error.start)
    raise Unreadable("signs", content.count(b"\n", 0, far) + 1)


def tidy(text: str) -> str:
    """Line ends as \\n; signs that no text has are refused at their line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for line, words in enumerate(text.split("\n"), 1):
        if any(ord(sign) < 32 and sign not in "\t\f" for sign in words):
            raise Unreadable("signs", line)
    return text.replace("\f", "\n")
