"""From what a person typed to a tantivy query.

The language: words (all of them), “a phrase” in any quotation marks or 《》, a 文号 or 索引号 in any
spelling. There are no operators, so nothing a person types can be a syntax error.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import tantivy

from gongkai.search.analysis import IS_CJK, query_terms, runs
from gongkai.search.documents import schema, several
from gongkai.search.numbers import index_key, number_keys_in

LONGEST = 400  # characters of a question that are read
MOST_TERMS = 32
MOST_BEGINNINGS = 3  # lone characters are costly: each stands for every term that begins with it
QUOTED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|＂([^＂]+)＂|「([^「」]+)」|『([^『』]+)』|《([^《》]+)》")
INDEX_NUMBER = re.compile(r"[0-9a-z]{6,}-[0-9a-z-]+|[0-9a-z]{12,}")
TITLE, TITLE_PHRASE, TEXT_PHRASE, EXACT = 2.0, 4.0, 2.0, 1000.0
MUST, SHOULD = tantivy.Occur.Must, tantivy.Occur.Should
SCHEMA = schema()


@dataclass(frozen=True)
class Question:
    """What was typed, cut into phrases and words. Never raises, whatever was typed."""

    text: str

    @cached_property
    def phrases(self) -> list[list[str]]:
        """Runs of each quoted part."""
        parts = [runs("".join(groups)) for groups in QUOTED.findall(self.text[:LONGEST])]
        return [part for part in parts if part]

    @cached_property
    def words(self) -> list[str]:
        """Runs outside quotation marks; an unpaired mark counts as a space."""
        return list(dict.fromkeys(runs(QUOTED.sub(" ", self.text[:LONGEST]))))

    @cached_property
    def numbers(self) -> list[str]:
        """Keys of document numbers that may be meant."""
        return number_keys_in(self.text[:LONGEST])

    @cached_property
    def index_numbers(self) -> list[str]:
        """Keys of index numbers that may be meant."""
        key = index_key(self.text[:LONGEST])
        parts = [index_key(part) for part in self.text[:LONGEST].split()]
        found = [each for each in [key, *parts] if INDEX_NUMBER.fullmatch(each) or (each == key and "-" in each)]
        return list(dict.fromkeys(found))[:8]

    @cached_property
    def terms(self) -> list[str]:
        """Terms of the words, in order, without repetition."""
        return list(dict.fromkeys(term for word in self.words for term in query_terms(word)))

    @property
    def empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not (self.words or self.phrases)

    @property
    def blank(self) -> bool:
        """Whether nothing was typed. A lone quotation mark is no word, but it is not nothing: it finds nothing."""
        return not self.text.strip()

    def loose_terms(self) -> list[str]:
        """Terms of words and phrases alike, for the second try."""
        quoted = [term for phrase in self.phrases for run in phrase for term in query_terms(run)]
        return list(dict.fromkeys([*self.terms, *quoted]))


def _is_beginning(term: str) -> bool:
    return len(term) == 1 and bool(IS_CJK.match(term))


def _term(field: str, term: str) -> tantivy.Query:
    if _is_beginning(term):
        return tantivy.Query.regex_query(SCHEMA, field, re.escape(term) + ".?")
    return tantivy.Query.term_query(SCHEMA, field, term)


def _phrase(field: str, parts: list[str]) -> tantivy.Query:
    """The runs next to each other. A run that ends the phrase may go on in the text; one inside it may
    not.
    """
    words: list[str] = []
    for position, run in enumerate(parts):
        words += query_terms(run)
        if position < len(parts) - 1 and IS_CJK.match(run) and len(run) > 1:
            words.append(run[-1])
    words = words[: MOST_TERMS * 2]
    if len(words) == 1:
        return _term(field, words[0])
    if _is_beginning(words[-1]):
        return tantivy.Query.regex_phrase_query(SCHEMA, field, [*words[:-1], re.escape(words[-1]) + ".?"])
    return tantivy.Query.phrase_query(SCHEMA, field, list(words))


def _rarest(searcher: tantivy.Searcher, terms: list[str]) -> list[str]:
    """At most MOST_TERMS terms, the rarest, which say most; few lone characters."""
    beginnings = [term for term in terms if _is_beginning(term)][:MOST_BEGINNINGS]
    whole = [term for term in terms if not _is_beginning(term)]
    if len(whole) > MOST_TERMS:
        chosen = set(sorted(whole, key=lambda term: searcher.doc_freq("text", term))[:MOST_TERMS])
        whole = [term for term in whole if term in chosen]
    return [*whole, *beginnings]


def _exact(question: Question) -> list[tantivy.Query]:
    """文号 and 索引号 stand first: their scores are above anything words can reach."""
    pairs = (("number", question.numbers), ("index_number", question.index_numbers))
    return [
        tantivy.Query.boost_query(
            tantivy.Query.const_score_query(tantivy.Query.term_set_query(SCHEMA, field, keys), 1.0), EXACT
        )
        for field, keys in pairs
        if keys
    ]


def _wishes(question: Question, terms: list[str]) -> list[tuple[tantivy.Occur, tantivy.Query]]:
    """What lifts a hit without being required: terms in the title, whole words as phrases."""
    boost = tantivy.Query.boost_query
    wishes = [boost(_term("title", term), TITLE) for term in terms if not _is_beginning(term)]
    phrases = [
        *question.phrases,
        *([word] for word in question.words if len(word) > 2 and IS_CJK.match(word)),
    ]
    for phrase in phrases[:6]:
        wishes += [boost(_phrase("title", phrase), TITLE_PHRASE), boost(_phrase("text", phrase), TEXT_PHRASE)]
    return [(SHOULD, wish) for wish in wishes]


def strict(question: Question, searcher: tantivy.Searcher) -> tantivy.Query:
    """Every word and every phrase; or the document whose number this is."""
    terms = _rarest(searcher, question.terms)
    required = [_term("text", term) for term in terms] + [_phrase("text", each) for each in question.phrases[:6]]
    if not required:
        return tantivy.Query.empty_query()
    words = tantivy.Query.boolean_query([*((MUST, each) for each in required), *_wishes(question, terms)])
    return tantivy.Query.boolean_query([(SHOULD, each) for each in [words, *_exact(question)]])


def loose(question: Question, searcher: tantivy.Searcher, share: float) -> tantivy.Query:
    """At least `share` (0-1) of the terms, the more the better: for questions in whole sentences."""
    terms = [term for term in _rarest(searcher, question.loose_terms()) if not _is_beginning(term)]
    if not terms:
        return tantivy.Query.empty_query()
    least = max(1, round(len(terms) * share))
    some = tantivy.Query.boolean_query(
        [(SHOULD, _term("text", term)) for term in terms], minimum_number_should_match=least
    )
    return tantivy.Query.boolean_query([(MUST, some), *_wishes(question, terms)])


def narrowed(query: tantivy.Query, **filters: str | int | Iterable[str] | None) -> tantivy.Query:
    """`query` within agency, item, year, kind: each one value or several (any of them); None or "" is no
    limit.
    """
    limits = [
        (
            MUST,
            tantivy.Query.const_score_query(tantivy.Query.term_set_query(SCHEMA, field, several(value)), 0.0),
        )
        for field, value in filters.items()
        if several(value)
    ]
    return tantivy.Query.boolean_query([(MUST, query), *limits]) if limits else query
