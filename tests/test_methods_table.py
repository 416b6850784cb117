"""The table of methods is complete, and says what the code says."""

from pathlib import Path

import pytest

from console.portasip.catalogue import CALL_CONTROL, CATALOGUE, PORTABILLING, SESSION
from console.portasip.media.methods import METHODS
from docs import methods_table

# Every method that the document describes, by its sections.
DOCUMENTED = (Path(__file__).parent / "fixtures" / "documented_methods.txt").read_text().split()
EVERY = (*SESSION, *CALL_CONTROL, *PORTABILLING, *METHODS)


def test_the_table_is_that_of_the_code() -> None:
    assert methods_table.TABLE.read_text() == methods_table.table(), "run `make methods`"


@pytest.mark.parametrize("documented", DOCUMENTED)
def test_each_method_of_the_document_has_client_simulator_and_test(documented: str) -> None:
    rows = [line for line in methods_table.table().splitlines() if f"| `{documented}` |" in line]
    assert rows
    for row in rows:
        assert "—" not in row, f"something is missing: {row}"


def test_each_method_can_be_called_from_the_command_line() -> None:
    known = {str(method) for service in CATALOGUE.values() for method in service.values()}
    assert {str(method) for method in EVERY} == known
    assert set(DOCUMENTED) <= known
