"""Which files are taken: by content and name together."""

import pytest

from jinan.platform.files.rules import OLE, ZIP, NotTaken, safe_name, type_of_file

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("name", "head", "inside", "media"),
    [
        ("a.PNG", PNG, (), "image/png"),
        ("a.jpeg", b"\xff\xd8\xff\xe0", (), "image/jpeg"),
        ("a.webp", b"RIFF\0\0\0\0WEBP", (), "image/webp"),
        ("a.pdf", b"%PDF-1.7", (), "application/pdf"),
        ("a.zip", ZIP, ("x",), "application/zip"),
        ("a.wps", OLE, (), "application/msword"),
        ("说明.txt", "安全".encode("gb18030"), (), "text/plain"),
        ("a.csv", "名称,数量".encode()[:-1], (), "text/csv"),
    ],
)
def test_content_and_name_agree(
    name: str, head: bytes, inside: tuple[str, ...], media: str
) -> None:
    assert type_of_file(name, head, inside).media == media


@pytest.mark.parametrize(
    ("name", "head", "inside", "why"),
    [
        ("a.exe", b"MZ", (), "ending"),
        ("a.html", b"<html>", (), "ending"),
        ("a.svg", b"<svg", (), "ending"),
        ("a", PNG, (), "ending"),
        ("a.png", b"", (), "empty"),
        ("a.png", b"MZ\x90\0", (), "content"),
        ("a.webp", b"RIFF\0\0\0\0WAVE", (), "content"),
        ("a.docx", ZIP, ("xl/workbook.xml",), "content"),
        ("a.txt", b"MZ\x90\0\x03", (), "content"),
    ],
)
def test_what_is_not_taken_says_why(
    name: str, head: bytes, inside: tuple[str, ...], why: str
) -> None:
    with pytest.raises(NotTaken) as refused:
        type_of_file(name, head, inside)
    assert refused.value.why == why


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\图\\尾矿库.jpg", "尾矿库.jpg"),
        ('a<b>"c".png', "a_b__c_.png"),
        ("a\u202egnp.pdf", "agnp.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_names_are_safe(given: str, safe: str) -> None:
    assert safe_name(given) == safe


def test_a_name_of_nothing_is_refused() -> None:
    with pytest.raises(NotTaken):
        safe_name("../..")
