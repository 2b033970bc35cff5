"""Templates: no inline script or style, a token in every form that posts; committed files name no machine."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from jinan.cli.checks import forbidden
from tests.house.reading import SOURCE

TEMPLATES = sorted(
    path for folder in ("templates", "jinja") for path in SOURCE.rglob(f"{folder}/**/*.html")
)
TAG = re.compile(r"{%.*?%}|{#.*?#}", re.DOTALL)


class Reader(HTMLParser):
    """Collects what a strict content policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.faults += [
            f"<{tag} {name}>" for name in given if name.startswith("on") or name == "style"
        ]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.faults.append(f"inline <{tag}>")
        if tag in ("img", "script", "link", "iframe") and re.match(
            r"(https?:)?//", given.get("src") or given.get("href") or ""
        ):
            self.faults.append(f"<{tag}> from outside")


def faults_of(text: str) -> list[str]:
    reader = Reader()
    reader.feed(TAG.sub("", text))
    for form in re.findall(r"<form\b.*?</form>", text, re.DOTALL | re.IGNORECASE):
        if re.search(r'method="?post', form, re.IGNORECASE) and "{% csrf_token %}" not in form:
            reader.faults.append("a form that posts without a token")
    return reader.faults


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_template_obeys_the_content_policy(path: Path) -> None:
    assert faults_of(path.read_text()) == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        '<a href="#" onclick="go()">',
        "<script>go()</script>",
        "<style>p {}</style>",
        '<img src="https://example.org/a.png">',
        '<form method="post"><button>Save</button></form>',
    ],
)
def test_a_breach_is_seen(text: str) -> None:
    assert faults_of(text)


def test_no_committed_file_names_a_registry_or_a_machine() -> None:
    assert forbidden() == []
