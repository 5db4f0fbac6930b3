"""Acts on agencies (`agencies`), on their reform (`machinery`), on accounts, posts and deputies (`people`)."""

from gongkai.organisations.actions.agencies import change_agency, end_agency, end_office, open_agency, open_office
from gongkai.organisations.actions.machinery import merge_agencies, rename_agency
from gongkai.organisations.actions.people import (
    appoint,
    close_account,
    deputise,
    end_deputy,
    end_post,
    open_account,
)

__all__ = [
    "appoint",
    "change_agency",
    "close_account",
    "deputise",
    "end_agency",
    "end_deputy",
    "end_office",
    "end_post",
    "merge_agencies",
    "open_account",
    "open_agency",
    "open_office",
    "rename_agency",
]
