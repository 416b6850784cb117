"""Contacts as files: what others write is read, and what we write is safe and comes back."""

import pytest

from console.directory import importing
from console.directory.files_csv import quoted, read_csv, unquoted, write_csv
from console.directory.files_vcard import read_vcards, write_vcards
from console.directory.records import NotReadable, Read, Record

FULL = Record(
    2, "k1", "Helen Marsh", "Marsh & Sons; Builders", "Sales, North", "helen@marsh.example",
    "Asks for Anna\nnever on Friday; 50 % off",
    [("work", "+442079460812"), ("work", "+442079460813"), ("mobile", "+447700900341"),
     ("home", "02079460000"), ("fax", "+442079460899"), ("other", "*98")],
)  # fmt: skip


def only(read: Read) -> Record:
    assert read.failures == []
    (record,) = read.records
    return record


class TestCSV:
    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    def test_cells_are_parted_by_commas_semicolons_or_tabs(self, separator: str) -> None:
        text = separator.join(["Name", "Phone"]) + "\n" + separator.join(["Ann", "+44 118 4960233"])
        assert only(read_csv(text)) == Record(2, name="Ann", numbers=[("work", "+441184960233")])

    @pytest.mark.parametrize(
        "header",
        [
            "First Name,Last Name,Company,Department,Mobile Phone,E-mail Address,Notes",
            "Vorname;Nachname;Firma;Abteilung;Handy;E-Mail;Notiz",
            "Ім’я (особисте);Прізвище;Компанія;Відділ;Мобільний;Електронна пошта;Нотатка",
            "Nombre;Apellidos;Empresa;Departamento;Móvil;Correo electrónico;Notas",
        ],
    )
    def test_columns_are_named_in_four_languages(self, header: str) -> None:
        separator = ";" if ";" in header else ","
        cells = ["Anna", "Keller", "Vale", "Legal", "+447700900112", "a@vale.example", "Tall"]
        record = only(read_csv(f"{header}\n{separator.join(cells)}"))
        assert (record.name, record.company, record.department) == ("Anna Keller", "Vale", "Legal")
        assert record.numbers == [("mobile", "+447700900112")]
        assert (record.email, record.note) == ("a@vale.example", "Tall")

    def test_columns_that_nobody_knows_are_left_out_and_named(self) -> None:
        read = read_csv("name,shoe size\nAnn,42")
        assert only(read).name == "Ann"
        assert "shoe size" in read.remarks[0]

    def test_lines_that_fail_say_why_and_where(self) -> None:
        read = read_csv(
            'name,work,email\nAnn,12x,\n,+44118,\nBen,"+44\n118",\nCy,,no\n\nDi,1,,,what\nEd,1,\n'
        )
        assert [(one.line, one.why) for one in read.failures] == [
            (2, "“12x” is no telephone number."),
            (3, "There is no name."),
            (6, "“no” is no e-mail address."),
            (8, "There are more cells than columns. Is a text with a separator unquoted?"),
        ]
        assert [(one.line, one.name) for one in read.records] == [(4, "Ben"), (9, "Ed")]

    def test_a_company_without_a_person_is_named_by_itself(self) -> None:
        assert only(read_csv("company,work\nVale,+44118")).name == "Vale"

    @pytest.mark.parametrize("text", ["", "\n\n", "12,13\n14,15", 'name\n"' + "x" * 30_000 + '"'])
    def test_a_file_that_is_no_list_of_contacts_says_so(self, text: str) -> None:
        with pytest.raises(NotReadable):
            read_csv(text)

    def test_a_file_without_end_is_refused(self) -> None:
        with pytest.raises(NotReadable, match="20000 lines"):
            read_csv("name\n" + "Ann\n" * 20_001)

    @pytest.mark.parametrize(
        "cell", ["=1+1", "+44", "-1", "@x", "\tx", "'=1", "''=1", "=cmd|' /C'"]
    )
    def test_a_cell_that_opens_as_a_formula_is_written_safe_and_read_back(self, cell: str) -> None:
        assert quoted(cell)[0] == "'"
        assert unquoted(quoted(cell)) == cell

    @pytest.mark.parametrize("cell", ["", "Ann", "'Ann", "1+1", "d'Arc"])
    def test_other_cells_stay_as_they_are(self, cell: str) -> None:
        assert quoted(cell) == unquoted(cell) == cell

    def test_what_is_written_comes_back(self) -> None:
        risky = Record(9, "k2", "=SUM(A1)", note="@home")
        records = read_csv(write_csv([FULL, risky])).records
        assert [(one.key, one.name, one.note) for one in records] == [
            (FULL.key, FULL.name, FULL.note), (risky.key, risky.name, risky.note),
        ]  # fmt: skip
        assert sorted(records[0].numbers) == sorted(FULL.numbers)
        assert (records[0].company, records[0].department) == (FULL.company, FULL.department)


CARD = """BEGIN:VCARD
VERSION:3.0
UID:urn:uuid:4fbe8971
FN:Helen Marsh
N:Marsh;Helen;;;
ORG:Marsh \\& Sons\\, Builders;Sales;North
item1.TEL;TYPE=CELL,VOICE:+44 7700 900341
TEL;TYPE="work,voice":+44 20 7946 0812
TEL;HOME:020 7946 0000
TEL;TYPE=FAX,WORK:+442079460899
EMAIL;TYPE=INTERNET;TYPE=PREF:helen@marsh.example
NOTE:Asks for Anna\\nnever on Fri
 day
PHOTO;ENCODING=b;TYPE=JPEG:AAAA
 BBBB
END:VCARD
"""


class TestVCard:
    @pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
    def test_a_card_of_version_three_is_read(self, ends: str) -> None:
        record = only(read_vcards(CARD.replace("\n", ends)))
        assert (record.key, record.name) == ("urn:uuid:4fbe8971", "Helen Marsh")
        assert (record.company, record.department) == ("Marsh & Sons, Builders", "Sales, North")
        assert record.numbers == [
            ("mobile", "+447700900341"), ("work", "+442079460812"), ("home", "02079460000"),
            ("fax", "+442079460899"),
        ]  # fmt: skip
        assert (record.email, record.note) == (
            "helen@marsh.example",
            "Asks for Anna\nnever on Friday",
        )

    def test_a_card_of_version_four_writes_numbers_as_addresses(self) -> None:
        card = (
            "BEGIN:VCARD\nVERSION:4.0\nN:Їжак;Марія;;;\n"
            'TEL;VALUE=uri;PREF=1;TYPE="cell,text":tel:+380-44-123-4567;ext=5\nEND:VCARD'
        )
        record = only(read_vcards(card))
        assert (record.name, record.numbers) == ("Марія Їжак", [("mobile", "+380441234567")])

    def test_what_cannot_be_read_says_why_and_where(self) -> None:
        old = "BEGIN:VCARD\nVERSION:2.1\nFN:Old\nEND:VCARD\n"
        bad = "BEGIN:VCARD\nVERSION:3.0\nFN:Bad\nTEL:call me\nEND:VCARD\n"
        read = read_vcards(old + bad + CARD + "BEGIN:VCARD\nVERSION:3.0\nFN:Cut")
        assert [one.name for one in read.records] == ["Helen Marsh"]
        assert [one.line for one in read.failures] == [1, 5, 26]
        assert "2.1" in read.failures[0].why
        assert "call me" in read.failures[1].why
        assert "no end" in read.failures[2].why

    def test_no_card_at_all_is_no_vcard_file(self) -> None:
        with pytest.raises(NotReadable):
            read_vcards("FN:Nobody")

    def test_what_is_written_comes_back(self) -> None:
        text = write_vcards([FULL])
        assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
        back = only(read_vcards(text))
        back.line = FULL.line
        assert back == FULL


def test_no_text_ends_its_card() -> None:
    sly = Record(1, "k", "Ann\rEND:VCARD\nTEL:1", note="\r\nBEGIN:VCARD")
    back = only(read_vcards(write_vcards([sly])))
    assert (back.key, back.numbers) == ("k", [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_arrive_whatever_the_encoding(encoding: str) -> None:
    read = importing.read("name,work\nZoë Müller,1\n".encode(encoding))
    assert only(read).name == "Zoë Müller"
    assert bool(read.remarks) == (encoding == "cp1252")


@pytest.mark.parametrize("data", [b"", b"\x00\x01", b"\xff\xfe\x00", b"PK\x03\x04\x00zip", b"%PDF"])
def test_what_is_neither_says_so(data: bytes) -> None:
    with pytest.raises(NotReadable):
        importing.read(data)
