"""Invented people. Outside numbers come from the ranges kept free for drama."""

from random import Random

from .legs import Party

NAMES = [
    ("Omar", "Farrow"),
    ("Callum", "Ashdown"),
    ("Priya", "Venn"),
    ("Rufus", "Tallis"),
    ("Beatrix", "Holloway"),
    ("Desmond", "Okoro"),
    ("Ruth", "Adeyemi"),
    ("Silas", "Penhaligon"),
    ("Marguerite", "Doyle"),
    ("Tobias", "Lark"),
    ("Ottoline", "Birch"),
    ("Winston", "Achebe-Hart"),
    ("Cordelia", "Finch"),
    ("Jasper", "Merriweather"),
    ("Anjali", "Thorne"),
    ("Barnaby", "Crewe"),
    ("Rosalind", "Pike"),
    ("Idris", "Caddock"),
    ("Philippa", "Vance"),
    ("Quentin", "Marlow"),
    ("Saoirse", "Kells"),
    ("Hugo", "Brightwater"),
    ("Leila", "Harcastle"),
    ("Edmund", "Sparrow"),
    ("Tamsin", "Orchard"),
    ("Felix", "Underhill"),
    ("Georgina", "Slate"),
    ("Kwame", "Fairbrother"),
    ("Harriet", "Dunmore"),
    ("Piers", "Gallowglass"),
    ("Yasmin", "Redfern"),
    ("Alistair", "Moon"),
    ("Constance", "Bray"),
    ("Dexter", "Quill"),
    ("Freya", "Hallam"),
    ("Mungo", "Stirling"),
    ("Verity", "Nightingale"),
    ("Rohan", "Castellan"),
    ("Sybil", "Drummond"),
    ("Zachary", "Wren"),
]
CALLERS = [
    "Mortimer Bell",
    "Greta Swann",
    "Osric Vane",
    "Ludo Carmichael",
    "Hester Pym",
    "Ambrose Kite",
    "Dilys Rourke",
    "Crispin Holt",
    "Maud Ferris",
    "Percival Strange",
    "Nell Tranter",
    "Gideon Fox",
    "Blackwood Joinery",
    "Salt & Rye Bakery",
    "St Brannock's School",
    "Merrow Boatyard",
]
RANGES = ("442079460", "447700900", "441614960", "441184960")


def outside_caller(random: Random) -> Party:
    """Return somebody from outside; half of them send a name (CLN)."""
    number = f"{random.choice(RANGES)}{random.randrange(1000):03d}"
    name = random.choice(CALLERS)
    return Party(number, name=name if random.random() < 0.5 else "")
