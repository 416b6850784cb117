import pytest

from tests.board.office import Office


@pytest.fixture
def office() -> Office:
    return Office()
