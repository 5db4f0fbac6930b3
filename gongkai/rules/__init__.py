"""Dated law by place: every period, date, amount, list, plan and gate of the law, read from ``gongkai/law``.

No legal number stands in code; it is asked for here with a day and a place, and the whole rule comes back, to be kept
on the case (政府信息公开条例 and the rules beside and below it). A local value that is laxer than the law above, or
not comparable with it, is not obeyed; ``lint`` lists it with both sources.

Others may call: ``at``, ``history``, ``names``, ``places``, ``place``, ``catalogue``, ``lint``, ``cited``; ``Rule``,
``Place``, ``NoRule``, ``LawError``. No Django here.
"""

from gongkai.rules.catalogue_data import Catalogue, CatalogueItem, catalogue
from gongkai.rules.errors import LawError, NoRule
from gongkai.rules.linting import Finding, lint
from gongkai.rules.lookup import at, history, names, place, places
from gongkai.rules.model import Item, Place, Rule, cited, say

__all__ = [
    "Catalogue",
    "CatalogueItem",
    "Finding",
    "Item",
    "LawError",
    "NoRule",
    "Place",
    "Rule",
    "at",
    "catalogue",
    "cited",
    "history",
    "lint",
    "names",
    "place",
    "places",
    "say",
]
