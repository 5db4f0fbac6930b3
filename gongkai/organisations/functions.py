"""Words for what an agency is for: as the shipped catalogues write them, and as a clerk reads them."""

# The functions of the shipped catalogues, as a clerk reads them; agencies carry the same words.
FUNCTIONS = {
    "agriculture": "农业农村", "civil_affairs": "民政", "construction": "住房和城乡建设",
    "culture_tourism": "文化旅游体育",
    "development_reform": "发展改革", "education": "教育", "emergency": "应急管理", "environment": "生态环境",
    "finance": "财政", "health": "卫生健康", "human_resources": "人力资源和社会保障", "information_office": "新闻发布",
    "justice": "司法行政", "market_supervision": "市场监督管理", "medical_insurance": "医疗保障",
    "natural_resources": "自然资源和规划", "organisation_department": "组织人事", "peoples_congress": "人大常委会",
    "public_resource_trading": "公共资源交易", "secrecy_administration": "保密行政管理",
    "statistics": "统计", "tax": "税务", "transport": "交通运输",
    "water": "水利",
}  # fmt: skip


def label(word: str) -> str:
    """A function as a clerk reads it; words that are Chinese already stay as they are."""
    return FUNCTIONS.get(word, word)
