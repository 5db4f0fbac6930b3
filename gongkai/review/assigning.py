"""At which agency a step is signed: at the record's own, or at the office that prepares a government's papers.

The place's rule `review.city_information` decides (嵊州 三.1, 黄岩 公文流程); where it says nothing, who made
it reviews it (条例 Arts 4, 10). The head's step never moves: 单位主要负责人 is the head of the body whose paper it is.
"""

import datetime as dt
from typing import Any

from gongkai import rules
from gongkai.organisations.models import Agency, Role
from gongkai.organisations.queries import today

RULE = "review.city_information"
OFFICE = "government_office"


def steps_at(planned: Any, agency: Agency, day: dt.date | None = None) -> list[dict[str, Any]]:
    """The steps of a plan as a review keeps them; those that the government's office signs say `agency`: OFFICE."""
    moved = led_by_office(agency, day)
    return [
        dict(step)
        | {"sees": list(step["sees"]), "distinct_from": list(step.get("distinct_from", ()))}
        | ({"agency": OFFICE} if moved and step["post"] != Role.PRINCIPAL else {})
        for step in planned
    ]


def led_by_office(agency: Agency, day: dt.date | None = None) -> bool:
    """Whether what this agency publishes is reviewed by the government's office."""
    if agency.kind != Agency.Kind.GOVERNMENT:
        return False
    return bool(rules.at(RULE, agency.place, day or today()).value == OFFICE)
