"""A paper as a PDF file for the archive (PDF/A-2b, ISO 19005-2), drawn by typst. Values travel as data, never as source."""

import json
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

import typst
from django.conf import settings

from jinan.platform.papers.printing.sheet import Sheet, laid_out
from jinan.platform.papers.printing.view import View

EPOCH = date(2000, 1, 1)
_one_at_a_time = Lock()  # a compiler keeps what it read, and serves one thread


@cache
def _compiler() -> Any:
    folder = Path(__file__).parent / "typ"
    return typst.Compiler(folder / "paper.typ", root=folder, font_paths=_fonts())


def _fonts() -> Any:
    """The types of papers 仿宋、宋、黑、楷 that `up` laid down, those of the system for what they lack."""
    laid_down = Path(settings.PAPER_FONTS)
    return typst.Fonts(font_paths=[laid_down] if laid_down.is_dir() else [])


def pdf(view: View) -> bytes:
    """One paper. The same view gives the same bytes."""
    return _drawn([view], numbered=False)


def volume_pdf(
    views: Sequence[View],
    cover: Sequence[tuple[str, str]],
    rows: Sequence[Sequence[str]],
    *,
    front: View | None = None,
) -> bytes:
    """A volume: cover, catalogue with the page of each paper, the papers, bookmarks.

    Pages are numbered from the first paper, front right, back left. `cover` are label and text, the title first; `front` is
    the cover that was issued as a paper and is drawn in its place. `rows`: number, number of the paper, title, day.
    """
    return _drawn(views, numbered=True, cover=cover, rows=rows, front=front)


def _drawn(
    views: Sequence[View],
    *,
    numbered: bool,
    cover: Sequence[tuple[str, str]] = (),
    rows: Sequence[Sequence[str]] = (),
    front: View | None = None,
) -> bytes:
    days = [view.issued_on for view in views if view.issued_on]
    told = {
        "numbered": numbered,
        "title": cover[0][1] if cover else views[0].title,
        "author": views[0].heading,
        "cover": [list(line) for line in cover],
        "front": _plain(laid_out(front)) if front else None,
        "rows": [list(row) for row in rows],
        "sheets": [_plain(laid_out(one)) for one in views],
    }
    given = {"told": json.dumps(told, ensure_ascii=False)}
    with _one_at_a_time:
        made = _compiler().compile(
            sys_inputs=given,
            format="pdf",
            pdf_standards=["a-2b"],
            timestamp=_midnight(max(days, default=EPOCH)),
        )
    return bytes(made)


def _midnight(on: date) -> int:
    """The beginning of a day in China [s since 1970], so that a paper has the same bytes whenever it is drawn."""
    return int(datetime.combine(on, time(), tzinfo=ZoneInfo("Asia/Shanghai")).timestamp())


def _plain(sheet: Sheet) -> dict[str, Any]:
    """The sheet as JSON; pictures as their bytes."""
    made: dict[str, Any] = _with_bytes(asdict(sheet))
    made["stamp"] = _bytes(sheet.stamp)
    return made


def _with_bytes(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _bytes(v) if k == "picture" else _with_bytes(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_with_bytes(one) for one in value]
    return value


def _bytes(picture: str) -> list[int]:
    return list(b64decode(picture.partition(",")[2]))
