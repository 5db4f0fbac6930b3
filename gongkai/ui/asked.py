"""What stands in an address is anybody's text: read here before it is taken for a number."""

LONGEST = 18  # digits: what a key of the database can have


def whole(text: str) -> int | None:
    """The whole number a text says, None where it says none that could be a key or a page (“²” is a digit only)."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST else None
