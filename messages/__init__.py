"""The sentences that people see, gathered from the code, and their translations in `locale/`.

`python -m messages` (`make messages`) brings catalogues and compiled catalogues up to date and says
what is still to be translated. It needs no GNU gettext, so that a fresh clone can test all of it.
"""
