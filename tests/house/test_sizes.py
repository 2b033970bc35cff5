"""Sizes: a file of 400 lines, a function of 40, six arguments, three levels deep."""

from jinan.cli.node import ROOT
from tests.house.exemptions import FILES, FUNCTIONS
from tests.house.reading import SOURCE, arguments, functions, length, modules, nesting

FILE, FUNCTION, ARGUMENTS, NESTING = 400, 40, 6, 3
KINDS = ("*.py", "*.ts", "*.css", "*.html", "*.sql", "*.mjs")


def oversized_files() -> set[str]:
    return {
        str(path.relative_to(SOURCE))
        for kind in KINDS
        for path in SOURCE.rglob(kind)
        if not {"migrations", "built"} & set(path.parts)
        and len(path.read_text().splitlines()) > FILE
    }


def oversized_functions() -> dict[str, str]:
    found = {}
    for path, tree in modules().items():
        for name, function in functions(tree):
            measured = (
                ("lines", length(function), FUNCTION),
                ("arguments", arguments(function), ARGUMENTS),
                ("levels", nesting(function), NESTING),
            )
            faults = [f"{value} {what}" for what, value, most in measured if value > most]
            if faults:
                found[f"{path}:{name}"] = ", ".join(faults)
    return found


def test_no_file_is_longer_than_a_sitting() -> None:
    assert oversized_files() - set(FILES) == set()


def test_tests_are_short_files_too() -> None:
    long = [p for p in (ROOT / "tests").rglob("*.py") if len(p.read_text().splitlines()) > FILE]
    assert long == []


def test_no_function_is_too_long_too_wide_or_too_deep() -> None:
    faults = {k: v for k, v in oversized_functions().items() if k not in FUNCTIONS}
    assert not faults, "\n".join(f"{name}: {fault}" for name, fault in faults.items())


def test_no_exemption_is_out_of_date() -> None:
    assert set(FILES) <= oversized_files()
    assert set(FUNCTIONS) <= set(oversized_functions())
