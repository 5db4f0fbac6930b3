"""The one shape of every error: {code, message, facts}, in Chinese, saying what is wrong and what to do."""

import json
from typing import Any

from django.http import HttpResponse
from ninja.errors import ValidationError

JSON = "application/json; charset=utf-8"
SHOWN = 60  # characters of the caller's own text that a message repeats
DO = "可用的参数和写法见 /api/ 的说明。"
# What pydantic found wrong -> what the caller reads; the context of the finding fills the braces.
WRONG = {
    "missing": "没有填写",
    "greater_than_equal": "不能小于{ge}",
    "less_than_equal": "不能大于{le}",
    "string_too_long": "最多{max_length}个字符",
    "string_too_short": "至少{min_length}个字符",
    "string_pattern_mismatch": "含有不能使用的字符，或者格式不对",
    "literal_error": "只能是 {expected}",
}


class Refused(Exception):
    """An answer other than 200."""

    def __init__(self, status: int, code: str, message: str, **facts: Any) -> None:
        self.status, self.code, self.message, self.facts = status, code, message, facts
        super().__init__(message)


def answer(refused: Refused) -> HttpResponse:
    """The refusal as JSON."""
    body = {"code": refused.code, "message": refused.message, "facts": refused.facts}
    return HttpResponse(encode(body), status=refused.status, content_type=JSON)


def encode(value: Any) -> bytes:
    """JSON in UTF-8; halves of characters, which no UTF-8 can say, become question marks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def shown(value: Any) -> str:
    """The caller's text as a message may repeat it: short, and without control characters."""
    text = "".join(char if char.isprintable() else "�" for char in str(value))
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}……"


def from_validation(found: ValidationError) -> Refused:
    """The first parameter that is wrong, by name; all of them in the facts."""
    problems = [_problem(error) for error in found.errors]
    first = problems[0]
    message = f"参数 {first['parameter']} 不对：{first['problem']}。{DO}"
    return Refused(422, "invalid_parameter", message, problems=problems)


def _problem(error: dict[str, Any]) -> dict[str, str]:
    context = error.get("ctx") or {}
    said = WRONG.get(error["type"], "")
    if not said:  # our own validators say it themselves
        reason = context.get("error") or error.get("msg", "")
        said = str(reason)
    return {"parameter": str(error["loc"][-1]), "problem": said.format(**context) if "{" in said else said}


def not_found(what: str) -> Refused:
    """404, with what was looked for."""
    return Refused(404, "not_found", f"没有找到{what}。请核对地址；全部地址见 /api/ 的说明。")
