"""The types of papers are laid down once; where they cannot be had, nothing fails."""

import subprocess
from pathlib import Path

import pytest

from jinan.cli import fonts


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(fonts, "FONTS", tmp_path / "fonts")
    return tmp_path


def test_without_the_package_nothing_fails_and_it_is_said(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JINAN_FONT_PACKAGE", str(place / "none.deb"))
    assert "Noto" in fonts.fetch_fonts()
    assert not fonts.have_fonts()


def test_only_the_types_are_taken_out_of_a_package(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = place / "tree"
    inside = tree / fonts.INSIDE
    inside.mkdir(parents=True)
    for name in (*fonts.NAMES, "Other"):
        (inside / f"{name}.otf").write_bytes(b"type")
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN" / "control").write_text(
        "Package: types\nVersion: 1\nArchitecture: all\nMaintainer: nobody\nDescription: types\n"
    )
    package = place / "types.deb"
    subprocess.run(["dpkg-deb", "--build", tree, package], check=True, capture_output=True)
    monkeypatch.setenv("JINAN_FONT_PACKAGE", str(package))
    assert fonts.fetch_fonts().startswith("5 laid down")
    assert sorted(p.stem for p in fonts.FONTS.iterdir()) == sorted(fonts.NAMES)
    assert fonts.fetch_fonts() == "unchanged,"
