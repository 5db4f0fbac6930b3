"""Who may let a finding pass, and who keeps the list of words.

The app that owns the subject decides who answers for its findings; without its word nobody may.
"""

from typing import Any

from django.db.models import Model

from gongkai import ledger
from gongkai.checks.registry import authority_of
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Post
from gongkai.organisations.policy import in_section
from gongkai.refusals import NotYours

SOURCE = "政府信息公开条例(国令711号) 第十七条"


def may_override(person: Any, subject: Model) -> bool:
    """Whether `person` is accountable for findings on `subject`."""
    return bool(_word_of_authority(person, subject))


def must_override(person: Any, subject: Model) -> str:
    """The title of the post by which `person` answers for findings on `subject`. Raises NotYours. 条例 Art. 17"""
    word = _word_of_authority(person, subject)
    post = word if isinstance(word, Post) else _post(person, subject) if word else None
    if post is None:
        raise NotYours(
            "checks.not_accountable",
            "您的岗位不能放行检查发现的问题。",
            source=SOURCE,
            remedy="请修改内容，或者请负责公开审查的人员核对后放行。",
        )
    return str(post)


def _word_of_authority(person: Any, subject: Model) -> object:
    if not getattr(person, "is_active", False):
        return False
    authority = authority_of(ledger.reference(subject)[0])
    return authority(person, subject) if authority else False


def _post(person: Any, subject: Model) -> Post | None:
    """A post the person holds, preferably in the subject's own agency."""
    posts = list(organisations.posts_of(person))
    agency = getattr(subject, "agency_id", None)
    return next((post for post in posts if post.agency_id == agency), posts[0] if posts else None)


def may_keep_words(person: Any) -> bool:
    """The open-government section of the competent authority, for the whole instance."""
    return person is ledger.SYSTEM or bool(getattr(person, "is_active", False) and in_section(person))


def must_keep_words(person: Any) -> None:
    """Raise NotYours unless `person` keeps the list of words."""
    if not may_keep_words(person):
        raise NotYours(
            "checks.not_section",
            "词表由主管部门政务公开科维护，您的岗位不能修改。",
            remedy="请把需要登记或者停用的词语告诉政务公开科。",
        )
