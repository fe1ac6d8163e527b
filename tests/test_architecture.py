"""The house keeps its plan: who may import whom, and how large things may grow."""

import ast
import subprocess
import sys
from pathlib import Path

import rcpjournal

ROOT = Path(__file__).parents[1]
SOURCE = Path(rcpjournal.__file__).parent
MOST_LINES, MOST_FUNCTION_LINES = 300, 60


def test_the_import_contract_holds() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    ended = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout
    assert "0 broken" in ended.stdout


def test_records_need_only_the_standard_library() -> None:
    tree = ast.parse((SOURCE / "core" / "records.py").read_text("utf-8"))
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert {str(name).partition(".")[0] for name in names} <= set(sys.stdlib_module_names)


def test_engines_are_known_in_datasets_alone_and_loaded_late() -> None:
    engines = {"duckdb", "ibis", "pyarrow", "pyspark", "psycopg"}
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        known = tree.body if path.parent.name == "datasets" else ast.walk(tree)
        for node in known:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.partition(".")[0] for name in names} & engines, path.name


def test_files_and_functions_stay_small() -> None:
    sizes = {path: path.read_text("utf-8").count("\n") for path in SOURCE.rglob("*.py")}
    assert sizes
    assert not {str(path): lines for path, lines in sizes.items() if lines > MOST_LINES}
    long = {
        f"{path.name}:{node.name}": node.end_lineno - node.lineno + 1
        for path in sizes
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
        and node.end_lineno
        and node.end_lineno - node.lineno >= MOST_FUNCTION_LINES
    }
    assert not long


def test_only_the_terminal_module_and_its_kin_write_to_the_screen() -> None:
    """Whatever is shown passes the sanitiser; nobody prints past it."""
    printing = {
        path.name
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }
    assert not printing
