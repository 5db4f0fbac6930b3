"""Lines that came with a web page and are not the document: navigation, footers, injected advertising."""

from __future__ import annotations

import re

from gongkai.files import structure
from gongkai.files.blocks import Block
from gongkai.files.chinese import plain

HEAD, TAIL = 12, 15  # blocks looked at from each end

_NAVIGATION = re.compile(
    r"^(?:您?(?:当前|所在)?的?(?:当前|所在)?位置|当前位置|首页|网站首页|专题首页)\s*[:>»]?|^>>?|^»|>>|(?:首页|政务公开|信息公开)\s*>"
)
_FURNITURE = re.compile(
    r"^(?:浏览次数|点击数|点击率|阅读次数|访问量|字体|字号大小|打印|关闭|分享到|扫一扫|上一[篇条]|下一[篇条]|相关(?:链接|附件|文档)"
    r"|\[?\s*(?:打印|关闭|大\s*中\s*小|收藏)|责任编辑|TOP|返回顶部|设为首页|【?(?:打印|关闭|字体))"
    r"|网站标识码|ICP备|公网安备|网安备|版权所有|设为首页|网站地图.*联系我们|主办.*承办"
    r"|发布微博.*微信|^- (?:格式|大小|文档页数):"
    r"|^(?:格式:\w{2,5}|大小:[\d.]+\s*[KM]B|文档页数:\d+)$",
    re.IGNORECASE,
)
_GAMBLING = re.compile(
    r"开奖|时时彩|六合彩|快乐十分|快[三3]|北京赛车|幸运飞艇|博彩|赌场|百家乐|棋牌|娱乐城|娱乐平台|真人视讯|老虎机|捕鱼|彩票(?:网|平台|计划|官)"
    r"|皇冠(?:网|体育)|威尼斯人|葡京|太阳城|注册送|开户送|成人(?:网|视频|电影)|一夜情|约炮|裸聊|代开发票|代孕(?:网|公司)|办证刻章|私服|外挂"
    r"|秒到账|高利贷|配资(?:网|平台)|澳门.{0,6}(?:赌|娱乐|投注)|投注网"
)
_COMMERCIAL = re.compile(
    r"官网|官方网|平台|投注|注册|下载|app|客服|qq|微信|www|\.com|\.cn|开户|计划|代理|技巧|走势", re.IGNORECASE
)
_SENTENCE = re.compile(r"[。;；!！]|[,，].*[,，]")


def is_spam(line: str, *, at_end: bool = False) -> bool:
    """Whether a line standing alone is injected advertising: gambling and the like, and no words of a document.

    Rules on lotteries and raids on gambling are lawful content: inside the text an offer must be made too; `at_end`,
    where nothing of a document stands alone, the goods are enough.
    """
    if len(line) > 60:
        return False
    folded = plain(line)
    if _SENTENCE.search(folded) or structure.is_marked(folded) or structure.NAMED.search(folded):
        return False
    return bool(_GAMBLING.search(folded)) and (at_end or bool(_COMMERCIAL.search(folded)))


def is_furniture(line: str) -> bool:
    """Whether a line is navigation, a counter or a footer of a web site."""
    if len(line) > 120:
        return False
    folded = plain(line).strip()
    return bool(_NAVIGATION.search(folded) and not re.search(r"[。;]", folded)) or bool(_FURNITURE.search(folded))


def without_noise(blocks: list[Block]) -> tuple[list[Block], list[str], list[str]]:
    """(kept blocks, lines left out, warnings). Only the ends are searched for furniture; spam everywhere."""
    kept, left_out, spam = [], [], []
    last = len(blocks) - TAIL
    for index, block in enumerate(blocks):
        if block.tag in ("p", "h2", "h3") and is_spam(block.text, at_end=index >= len(blocks) - 3):
            spam.append(block.text)
        elif (index < HEAD or index >= last) and block.tag != "table" and is_furniture(block.text):
            left_out.append(block.text)
        else:
            kept.append(block)
    warnings = []
    if spam:
        named = "”“".join(line[:40] for line in spam[:5])
        warnings.append(f"发现疑似被植入的广告“{named}”，没有写入正文，请核对原件和来源网页。")
    if left_out:
        warnings.append(f"网页的导航、页脚等{len(left_out)}行没有写入正文，第一行是“{left_out[0][:30]}”。")
    return kept, left_out + spam, warnings
