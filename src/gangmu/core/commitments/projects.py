"""Named projects in a sentence: works, facilities, streets and routes that are to be built."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gangmu.core.commitments.clauses import Clause, Role
from gangmu.core.commitments.names import proper
from gangmu.core.commitments.ownnames import OwnNames
from gangmu.core.commitments.sentence import MASK, Reading
from gangmu.core.commitments.vocabulary import words

Stretch = tuple[int, int, str]  # start and end in the reading, and the word that said so

_BUILDING = words("building_verbs")
_RAISING = frozenset(words("raising_verbs"))
_ROADWORK = frozenset(words("roadwork_verbs"))
_SITING = frozenset(words("siting_verbs"))
_WORKS = re.compile(
    r"项目|工程(?!化|师|建设|技术|质量|中心|研究|实验室|机械|款|量|总|教育|科技|咨询|领域|推进|院)|"
    r"改造(?:提升)?|扩建|改扩建|新建|续建|修复|保护与活化利用|活化利用|保护利用|景观化改造|美化|品质|"
    r"综合治理|治理|整治|贯通|改线|建设|环境提升|更新|修缮|三期|二期|一期|连接线|迁建|拓宽|疏浚|开发"
)
_CLASS_OF_WORKS = re.compile("(?:" + "|".join(map(re.escape, words("class_words"))) + ")*(?:工程|项目)")
_MERE = re.compile(r"(?:重大|重点|民生|惠民|标志性|其他|相关|配套|示范|骨干|各项)*工程")
_UNNAMED = re.compile(r"一批|各类|若干|区域内|生物工程$|基因工程$|土木工程$|海[洋岸]工程$|^(?:其他|各项)")
_ROADS = re.compile(
    r"[一-龥A-Za-z0-9]{2,10}(?:大街|大路|大道|快速路|高速公路(?!网)|立交桥|大桥|地铁[0-9]*号?线|[0-9]+号线|"
    r"机场|水库|连接线|铁路)(?:（[^）]*）)?"
)
_STREET = re.compile(r"[一-龥]{2,4}(?:路|街|河|沟|湖|江|渠)(?![网线径道基容口面域桥])")
# Routes between named ends, works known by name across the country, and facilities listed by name before 等.
_ROUTES = re.compile(
    r"[一-龥]{2,4}[至—][一-龥]{2,4}[^，。；]{0,80}?(?:高速公路|铁路|客运专线|轨道交通|公路|航道|管道)|"
    r"国家高速公路网|西电东送|西气东输|西油东送|南水北调|青藏铁路|长江黄金水道|"
    r"[一-龥]{2,6}等[一-龥]{0,4}(?:水电站|电站|机场|钢铁基地|国际航运中心|沿海港口|核电站)"
)
_FACILITY = re.compile(
    r"[一-龥A-Za-z0-9“”□（）]{2,20}(?:产业园|物流园|文创园|创业园|科技园|工业园|公园|博物馆|博览城|航空城|"
    r"体育馆|图书馆|文化馆|展览馆|医院|卫生院|学校|中学|小学|综合体|服务中心|交易中心|物流中心|康养中心|"
    r"文化街|步行街|休闲轴|美食轴|景观轴|商街|小镇|农场)"
)
_TREATED = re.compile(
    r"对(?P<sites>[^，；]{2,60}?)(?:进行|开展|实施)"
    r"[^，；]{0,12}(?:改造|美化|整治|修缮|修复|治理|提升|绿化|亮化|拓宽|扩建)"
)
_STANDS = re.compile(
    r"(?:中心|基地|[^公]馆|公园|广场|酒店|综合体|农场|学校|医院|步道|绿道|停车场|驿站|口岸|码头|服务站|产业园)"
    r"(?:[、，和及等]|$)"
)
_NOUN_FORM = re.compile(r"(?:改造|改扩建|新建|扩建|修缮|修复|建设|治理|整治|更新)$")
_LEAD = re.compile(r"(?:基地|商街|观光带|园区?|中心|街区|商业街|特色村)”?(?:（[^）]*）)?$")
_LONGEST_LEAD = 24
# What is built, run or fought there is no work on the site: 某流域污染治理, 某区体系建设.
_NOT_OF_SITE = re.compile(
    r"(?:基层|社会|污染防治|污染|大气|产业|体系|制度|机制|能力|队伍|风险|环境监管|市场|品牌|文化|一体化|数字化|"
    r"信息化|经济|示范区|平台|试点|现代化|规划|标准化)(?:综合|的)?$"
)
_LOOSE_WORKS = frozenset({"治理", "综合治理", "建设", "整治", "开发", "改造", "更新"})
_BUILT_THING = re.compile(
    r"(?:环|路|街|线|园|馆|城|港|站|桥|中心|基地|机场|管网|广场|综合体|小镇|项目|区|枢纽|廊道|公园|水库)"
    r"(?:（[^）]*）)?的?$"
)
_WHOLE_AREA = re.compile(r"(?:都市圈|城市群|经济带|地区|社区|城区|市区|园区|开发区|灾区|库区|新区)$")
_NAMED_WORKS = re.compile(
    r"[^，；：。]{2,40}?(?:"
    r"工程(?!化|师|材料|技术|质量|中心|研究|实验|机械|款|量|总|教育|科技|咨询|领域|推进|院|专项|装备|设备|实践|学|施工)|"
    r"项目(?!化|建设|申报|谋划|落地|储备|包装|推进|审批|实施|管理|投资|资金|质量|清单|库|开|早|单|环境|用地|竞|协|招|"
    r"引|制|为|的|全|要|所|区|策|可|与))"
)
_QUOTED_WORKS = re.compile(r"“[^”]{2,16}(?:工程|项目)”|“[^”]{2,12}”(?:项目|工程)(?!包装|申报|谋划|管理|化)")
_BY_NAME = re.compile(r"”[^的等]{0,8}项目$|[（(][一二三]期[）)]|[一二三四]期[^、]{0,8}项目$")
_VAGUE = re.compile(r"(?:重大|重点|优质|各类)项目$")
_SHORTEST = 5


def projects(
    reading: Reading, parts: list[Clause], places: list[tuple[int, int]], bodies: list[tuple[int, int]], own: OwnNames
) -> list[Stretch]:
    """Stretches of the reading that name a project."""
    found: list[Stretch] = []
    for part in parts:
        found += _by_name(reading, part, own)
        found += _by_lead(reading, part, own)
        found += _noun_form(reading, part, places)
        found += _site_first(reading, part, places)
        if part.role in {Role.ACT, Role.EFFECT} and _has_verb(reading, part):
            found += _works_on_site(reading, part, [*places, *bodies]) or _built(reading, part, places)
    found += [(at, at + len(title), "专栏项目") for title in own.items if (at := reading.text.find(title)) >= 0]
    return _apart(found)


def names_works(title: str) -> bool:
    """Whether a title printed before its text names works: 植保工程, but not 农村公路."""
    return title.endswith(("工程", "项目")) and not _CLASS_OF_WORKS.fullmatch(title) and "重点" not in title


def _has_verb(reading: Reading, part: Clause) -> bool:
    verb = reading.masked[slice(*part.verb)]
    return any(verb.startswith(one) or verb.endswith(one) for one in _BUILDING)


def _by_lead(reading: Reading, part: Clause, own: OwnNames) -> list[Stretch]:
    """甲商圈启动区项目：…, 某村“某某基地”：…: the words before the colon name the project."""
    lead = reading.text[: part.end]
    if part.start != 0 or reading.text[part.end : part.end + 1] != "：" or len(lead) > _LONGEST_LEAD:
        return []
    named = "“" in lead or proper(lead) or own.known(lead)
    return [(0, part.end, "项目名")] if lead.endswith(("项目", "工程")) or (named and _LEAD.search(lead)) else []


def _noun_form(reading: Reading, part: Clause, places: list[tuple[int, int]]) -> list[Stretch]:
    """甲医院、乙楼等闲置楼宇改造: works at a named site without a head verb."""
    site = next((one[0] for one in places if part.start <= one[0] < part.end), None)
    if part.role not in {Role.OTHER, Role.OUTCOME} or site is None:
        return []
    return [(site, part.end, "地点加工程")] if _NOUN_FORM.search(reading.masked[part.start : part.end]) else []


def _site_first(reading: Reading, part: Clause, places: list[tuple[int, int]]) -> list[Stretch]:
    """对甲路进行整治, 甲村建设乙基地, 在甲处建设乙中心: the named site stands before the works."""
    masked = reading.masked
    match = _TREATED.search(masked, part.start, part.end)
    if match and any(match.start("sites") <= one[0] < match.end("sites") for one in places):
        return [(*match.span("sites"), "地点加工程")]
    if part.role is not Role.ACT or masked[slice(*part.verb)] not in _SITING:
        return []
    site = next((one for one in places if part.start <= one[0] < part.verb[0]), None)
    stands = _STANDS.search(masked, *part.object)
    if site is None or stands is None or masked[part.start : site[0]] not in {"", "在", "于"}:
        return []
    return [(part.object[0], stands.end() - (stands.group()[-1] in "、，和及等"), "地点加设施")]


def _works_on_site(reading: Reading, part: Clause, sites: list[tuple[int, int]]) -> list[Stretch]:
    """推进甲路、乙路改造: the last works noun of the object, from the first named site on."""
    start, end = part.object
    first = min((one[0] for one in sites if start <= one[0] < end), default=None)
    works = list(_WORKS.finditer(reading.masked, start, end))
    if first is None or not works:
        return []
    quote = reading.text.rfind("“", start, first)
    if quote >= 0 and "”" not in reading.text[quote:first]:
        first = quote
    last = works[-1]
    on_site = last.start() >= first and _is_work(reading.masked[start : last.start()], last.group())
    return [(first, last.end(), "地点加工程")] if on_site else []


def _is_work(before: str, word: str) -> bool:
    if word in _LOOSE_WORKS and _NOT_OF_SITE.search(before):
        return False
    if word == "品质":
        return before.endswith(("公园", "街", "路", "广场", "湖", "河"))
    if word in {"建设", "开发"}:
        return bool(_BUILT_THING.search(before)) and not _WHOLE_AREA.search(before)
    return True


def _built(reading: Reading, part: Clause, places: list[tuple[int, int]]) -> list[Stretch]:
    """Routes, roads and facilities by name as object of a verb that builds."""
    start, end = part.object
    found = [(*match.span(), "线路") for match in _ROUTES.finditer(reading.masked, start, end)]
    verb = reading.masked[slice(*part.verb)]
    if verb not in _RAISING:
        return found
    for pattern, word in ((_ROADS, "道路"), (_FACILITY, "设施")):
        named = [match for match in pattern.finditer(reading.text, start, end) if _is_proper(match, places)]
        found += [(*match.span(), word) for match in named]
    if found or verb not in _ROADWORK:
        return found
    sites = [(one, reading.text[slice(*one)]) for one in places if start <= one[0] < end]
    return [(*one, "道路") for one, name in sites if _ROADS.fullmatch(name) or _STREET.fullmatch(name)]


def _is_proper(match: re.Match[str], places: list[tuple[int, int]]) -> bool:
    name = match.group()
    inside = any(match.start() <= one[0] and one[1] <= match.end() for one in places)
    return "的" not in name and (inside or proper(re.split("[、和与及]", name)[0]))


def _by_name(reading: Reading, part: Clause, own: OwnNames) -> Iterator[Stretch]:
    """工程 with a specific name, and 项目 that carry a proper name."""
    masked, text = reading.masked, reading.text
    if part.role is Role.FRAME and masked.startswith(("以", "围绕", "结合", "按照"), part.start):
        return
    acting = part.role in {Role.ACT, Role.EFFECT}
    for match in _NAMED_WORKS.finditer(masked, part.start, part.end):
        start, end = match.span()
        if acting and end <= part.verb[0]:
            continue
        if acting and start < part.object[0] < end:
            start = part.object[0]
        start = end - len(masked[start:end].lstrip("、和与及以"))
        if _is_named(masked[start:end], text[start:end], own):
            yield start, end, masked[end - 2 : end]
    for match in _QUOTED_WORKS.finditer(text, part.start, part.end):
        yield *match.span(), "工程"


def _is_named(name: str, printed: str, own: OwnNames) -> bool:
    plain = (
        name if MASK in name else re.sub(r"^.*(?:实施|推进|推动|启动|开展|加快|完成|落实|的|一批|重点|以)", "", name)
    )
    if len(plain) < _SHORTEST:
        return False
    if name.endswith("项目"):
        vague = _VAGUE.search(printed) and "等" not in printed
        return bool(_BY_NAME.search(printed)) or (not vague and own.known(printed))
    if _UNNAMED.search(name) or _CLASS_OF_WORKS.fullmatch(plain) or _CLASS_OF_WORKS.fullmatch(name):
        return False
    return not _MERE.fullmatch(re.split("[、和及与]", plain.removesuffix("等工程"))[-1])


def _apart(found: list[Stretch]) -> list[Stretch]:
    apart: list[Stretch] = []
    for one in sorted(set(found), key=lambda one: (one[0], -one[1])):
        if not apart or one[0] >= apart[-1][1]:
            apart.append(one)
    return apart
