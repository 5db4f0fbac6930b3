"""Files: the upload gate, reading their words and fields, and the store of originals.

Serves the duties to publish whole texts with title, number, date and agency (政府信息公开条例 第二十条; 绍兴目录
第10项: 要素完整) and to keep what was published unchanged. Every field that is read is a proposal for the clerk to
correct.

Pure (no Django): `gate` admits a file or refuses it, `read` / `read_safely` / `read_text` give a `Document`, `clean`
is the one allow-list for everything that becomes HTML, `text_of` its words, `corpus` reads a folder, jsonl or xlsx
for the import, `canonical_number` brings a 文号 to its one spelling, `to_simplified` serves search.

With Django: `gongkai.files.actions` stores files by content (`store`, `open_private`) and makes or withdraws their
public copies (`publish_copy`, `withdraw_copy`); `gongkai.files.settling` makes the disk follow the tables
(`settle_all`, `sweep`); `gongkai.files.views` serves public copies at /files/.
"""

from gongkai.files.admission import SIZE_LIMIT, Accepted, gate, safe_name
from gongkai.files.chinese import is_traditional, to_simplified
from gongkai.files.cleaning import clean, text_of
from gongkai.files.document import Document, Part
from gongkai.files.importing import Item, corpus
from gongkai.files.isolation import read_safely
from gongkai.files.numbers import canonical as canonical_number
from gongkai.files.reading import read, read_text

__all__ = [
    "SIZE_LIMIT",
    "Accepted",
    "Document",
    "Item",
    "Part",
    "canonical_number",
    "clean",
    "corpus",
    "gate",
    "is_traditional",
    "read",
    "read_safely",
    "read_text",
    "safe_name",
    "text_of",
    "to_simplified",
]
