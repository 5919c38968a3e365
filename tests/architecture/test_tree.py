"""The tree is the map: names that say something, tests beside what they test, actors in services."""

import ast
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("core", "services", "gateway", "sandbox", "devstack")
MODULES = sorted(
    path.relative_to(ROOT)
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if "__pycache__" not in path.parts
)
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base"}
MONEY = [
    *(ROOT / "core/domain").rglob("*.py"),
    *(ROOT / "core/clients").glob("*/translate.py"),
    *(ROOT / "core/clients").glob("*/fields.py"),
    *(ROOT / "core/clients").glob("*/payloads.py"),
    *(ROOT / "core/clients").glob("exact_json.py"),
    ROOT / "core/store/bson_money.py",
    ROOT / "core/store/invoice_form.py",
]


def test_modules_are_named_for_what_they_hold() -> None:
    says_nothing = re.compile(r"^new_|_v\d+$|enhanced|_new$|_old$")
    assert [
        str(module)
        for module in MODULES
        for name in (*module.parts[:-1], module.stem)
        if name in EMPTY_NAMES or says_nothing.search(name)
    ] == []


def test_each_module_opens_with_a_sentence_about_itself() -> None:
    silent = []
    for module in MODULES:
        opening = ast.get_docstring(ast.parse((ROOT / module).read_text())) or ""
        if not re.search(r"[.:?]$", opening.split("\n\n")[0].strip()):
            silent.append(str(module))
    assert silent == []


@pytest.mark.parametrize("path", MONEY, ids=lambda path: str(path.relative_to(ROOT)))
def test_money_never_passes_through_a_float(path: Path) -> None:
    tree = ast.parse(path.read_text())
    floats = [
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.Constant) and isinstance(node.value, float))
    ]
    assert floats == []


def test_tests_of_units_lie_where_their_units_lie() -> None:
    """tests/unit/<package>, where the packages of core may leave out `core`."""
    for folder in (ROOT / "tests/unit").rglob("*"):
        if not folder.is_dir() or folder.name == "__pycache__":
            continue
        place = folder.relative_to(ROOT / "tests/unit")
        assert (ROOT / place).is_dir() or (ROOT / "core" / place).is_dir(), place


@pytest.mark.parametrize("unit", ["core/domain", "services/xero_posting"])
def test_each_test_module_names_the_module_it_tests(unit: str) -> None:
    across = {"test_crashes"}
    for path in (ROOT / "tests/unit" / unit).glob("test_*.py"):
        module = ROOT / unit / f"{path.stem.removeprefix('test_')}.py"
        assert module.exists() or path.stem in across, path.name


def test_each_module_of_the_domain_has_its_tests() -> None:
    for path in (ROOT / "core/domain").glob("[!_]*.py"):
        assert (ROOT / "tests/unit/core/domain" / f"test_{path.stem}.py").exists(), path.name


def test_only_actors_live_in_services_and_each_of_them_runs() -> None:
    folders = {
        path.name
        for path in (ROOT / "services").iterdir()
        if path.is_dir() and path.name != "__pycache__"
    }
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    launched = {
        name for name, service in compose.items() if "services." in str(service.get("command"))
    }
    assert folders == launched
    assert all((ROOT / "services" / name / "service.py").exists() for name in folders)


def test_an_actor_is_a_doorway() -> None:
    """`service.py` hands over: no loops, no conditions but what picks the work, no errors caught."""
    for path in (ROOT / "services").glob("*/service.py"):
        tree = ast.parse(path.read_text())
        assert not [node for node in ast.walk(tree) if isinstance(node, (ast.Try, ast.While))]


def test_nothing_but_the_store_knows_the_database() -> None:
    for module in MODULES:
        if module.parts[:2] == ("core", "store") or module.parts[0] in ("devstack", "sandbox"):
            continue
        text = (ROOT / module).read_text()
        assert not re.search(
            r"^\s*(?:from|import) (?:pymongo|mongoengine|bson)\b", text, re.MULTILINE
        ), module


def test_nothing_but_the_http_door_opens_a_connection_to_a_vendor() -> None:
    for module in MODULES:
        text = (ROOT / module).read_text()
        if re.search(r"^\s*(?:from|import) (?:requests|urllib3|httpx)\b", text, re.MULTILINE):
            assert module.parts[0] in ("devstack", "sandbox") or str(module) in (
                "core/clients/http.py",
                "core/clients/transport_failures.py",
            ), module
