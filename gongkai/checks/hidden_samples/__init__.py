"""Files with hidden things in them, each with a clean twin, made by code: for the bench and the tests.

One `Vector` is one way to hide something. `VECTORS` lists them all; `clean_files` makes a varied set in which nothing
is hidden, in the habits of WPS, Word, LibreOffice, scanners and cameras. No file holds anything of a real person.
"""

from gongkai.checks.hidden_samples import documents, others, pages, pictures, presentations, workbooks
from gongkai.checks.hidden_samples.clean import clean_files
from gongkai.checks.hidden_samples.vector import Vector

VECTORS: list[Vector] = [
    *documents.VECTORS,
    *workbooks.VECTORS,
    *presentations.VECTORS,
    *pages.VECTORS,
    *pictures.VECTORS,
    *others.VECTORS,
]

__all__ = ["VECTORS", "Vector", "clean_files"]
