"""Past calls are found and leafed through alike on either database."""

import pytest

from console.history import reading
from console.history.reading import Place, Sought, page_of
from console.links.models import PBX
from tests.history.office import PBX as NAME
from tests.history.office import Office

pytestmark = pytest.mark.usefixtures("database")


def test_calls_of_a_number_are_found_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "AT_ONCE", 2)
    office = Office()
    for number in range(5):
        office.answered(f"c{number} a", "107", tracking=f"t{number}")
        office.answered(f"d{number} a", "112", tracking=f"u{number}")
    office.write()
    pbx = PBX.objects.get(name=NAME).pk
    place, found = None, []
    while True:
        page = page_of(pbx, Sought({"107", "+107"}, ""), place)
        found += [leg.dialog for call in page.calls for leg in call.legs.all()]
        if page.next is None:
            break
        place = Place.read(str(page.next))
    assert found == ["c4", "c3", "c2", "c1", "c0"]
    assert len(page_of(pbx, Sought({"4420700"}, ""), None).calls) == 2
    assert page_of(pbx, Sought({"108"}, ""), None).calls == []
