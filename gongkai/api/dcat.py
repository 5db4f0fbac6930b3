"""The open-data description (DCAT 3, JSON-LD): what there is to take, in which forms, from whom, under what terms.

One data set holds everything public; one for each first level of the catalogue holds that column. 绍兴 2019 item 47.
"""

import datetime as dt
from typing import Any
from urllib.parse import quote

from gongkai.api import queries
from gongkai.api.telling import ROOT, absolute
from gongkai.organisations.models import Agency
from gongkai.ui.context import site_facts

MEDIA = "application/ld+json"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
# Terms of the frequency list of the EU Publications Office, to which DCAT profiles refer.
CONTINUOUS = "http://publications.europa.eu/resource/authority/frequency/CONT"
TYPES = "https://www.iana.org/assignments/media-types/"
TERMS = "依法主动公开的政府信息，任何人可以免费查阅、获取和使用；使用时请注明来源，以本网站现行内容为准。"


def catalog() -> dict[str, Any]:
    """The whole description."""
    facts, authority = site_facts(), queries.authority()
    count, last = queries.whole()
    publisher = _publisher(authority, facts)
    common = {"dct:publisher": {"@id": publisher["@id"]}, "dct:language": "zh-Hans", **_terms(facts)}
    datasets = [_dataset("records", "全部主动公开的政府信息", "", count, last, common)]
    for number, (name, held, newest) in enumerate(queries.columns(), start=1):
        datasets.append(_dataset(f"column-{number}", name, name, held, newest, common))
    return {
        "@context": CONTEXT,
        "@id": absolute(f"{ROOT}/catalog.jsonld"),
        "@type": "dcat:Catalog",
        "dct:title": f"{facts['name']}政府信息公开数据目录",
        "dct:description": "本网站已经公开的政府信息的目录数据，每条含标题、文号、机构、日期、有效性、附件和网页地址。",
        "foaf:homepage": {"@id": absolute("/")},
        "dcat:service": _service(),
        **_modified(last),
        **common,
        "dct:publisher": publisher,
        "dcat:dataset": datasets,
    }


def _publisher(authority: Agency | None, facts: dict[str, Any]) -> dict[str, Any]:
    if authority is None:
        return {"@id": absolute("/"), "@type": "foaf:Organization", "foaf:name": facts["name"]}
    named = {"@id": absolute(f"/agencies/{authority.pk}/"), "@type": "foaf:Organization", "foaf:name": authority.name}
    return named | ({"dct:identifier": authority.uscc} if authority.uscc else {})


def _terms(facts: dict[str, Any]) -> dict[str, Any]:
    """A licence only where the site has one (GONGKAI_SITE["data_license"], an address); the terms always."""
    licence = facts.get("data_license", "")
    said = {"dct:rights": facts.get("data_terms") or TERMS}
    return said | ({"dct:license": {"@id": licence}} if licence else {})


def _service() -> dict[str, Any]:
    return {
        "@id": absolute(ROOT),
        "@type": "dcat:DataService",
        "dct:title": "政府信息公开数据接口",
        "dcat:endpointURL": {"@id": absolute(ROOT)},
        "dcat:endpointDescription": {"@id": absolute(f"{ROOT}/openapi.json")},
    }


def _modified(last: dt.datetime | None) -> dict[str, Any]:
    return {"dct:modified": {"@type": "xsd:dateTime", "@value": last.isoformat()}} if last else {}


def _dataset(
    key: str, title: str, column: str, count: int, last: dt.datetime | None, common: dict[str, Any]
) -> dict[str, Any]:
    query = f"?column={quote(column)}" if column else ""
    here = absolute(f"{ROOT}/catalog.jsonld#{key}")
    return {
        "@id": here,
        "@type": "dcat:Dataset",
        "dct:title": title,
        "dct:identifier": here,
        "dct:description": f"{title}：已公开{count}条。",
        "dcat:landingPage": {"@id": absolute("/catalogue/")},
        "dct:accrualPeriodicity": {"@id": CONTINUOUS},
        **_modified(last),
        **common,
        "dcat:distribution": [
            _distribution(f"{here}-json", "JSON", "application/json", absolute(f"{ROOT}/records{query}"), common),
            _distribution(f"{here}-csv", "CSV", "text/csv", absolute(f"{ROOT}/records.csv{query}"), common),
        ],
    }


def _distribution(key: str, title: str, media: str, address: str, common: dict[str, Any]) -> dict[str, Any]:
    terms = {name: value for name, value in common.items() if name in ("dct:rights", "dct:license")}
    return {
        "@id": key,
        "@type": "dcat:Distribution",
        "dct:title": title,
        "dcat:mediaType": {"@id": f"{TYPES}{media}"},
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:accessService": {"@id": absolute(ROOT)},
        **terms,
    }
