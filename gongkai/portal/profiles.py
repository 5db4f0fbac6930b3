"""What an agency's page says of it: the published profile, else what the register says. 绍兴 目录 items 3-7"""

from typing import Any

from gongkai.catalogue.sheets import photos
from gongkai.catalogue.sheets import queries as sheets
from gongkai.catalogue.sheets.kinds import PROFILE
from gongkai.organisations.models import Agency

CONTACT = (
    ("办公地址", "address"), ("办公时间", "hours"), ("联系电话", "phone"), ("传真", "fax"), ("电子邮箱", "email"),
    ("政府信息公开工作机构", "disclosure_office"),
)  # fmt: skip


def published(agency: Agency) -> Any | None:
    """The profile in public."""
    return sheets.published(PROFILE, agency)


def shown(content: dict[str, Any], *, portraits: bool = True) -> dict[str, Any]:
    """Context of a published profile. Photos are open to the public for the current version alone."""
    facts = [(label, content.get(name, "")) for label, name in (*CONTACT, ("上级主管部门", "superior"))]
    leaders = [
        row | {"picture": photos.address(row["photo"]) if portraits and row.get("photo") else ""}
        for row in content.get("leaders", [])
    ]
    return {
        "facts": [one for one in facts if one[1]],
        "website": content.get("website", ""),
        "duties_text": content.get("duties", ""),
        "setup": content.get("setup", ""),
        "leaders": leaders,
        "offices": content.get("offices", []),
        "office_duties": any(one.get("duties") for one in content.get("offices", [])),
        "office_phones": any(one.get("phone") for one in content.get("offices", [])),
        "subordinates": content.get("subordinates", []),
    }


def registered(agency: Agency) -> dict[str, Any]:
    """Context while no profile is public: what the register says, and nothing of leaders."""
    content = {name: getattr(agency, name) for _, name in CONTACT} | {"duties": agency.duties}
    content["superior"] = agency.superior_department
    content["offices"] = list(agency.offices.filter(to_on=None).values("name", "duties", "phone"))
    content["subordinates"] = list(agency.children.filter(to_on=None).values("id", "name", "phone"))
    return shown(content)
