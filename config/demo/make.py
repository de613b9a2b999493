"""Makes the demo data of this folder from a fixed seed: fictional nodes, units, rooms, staff,
receptions and matters of domain.md section 7. Run it after a change; the CSV files are kept in git.
Codes start with 99, phones with 100: neither exists."""
import csv
import os
import random

HERE = os.path.dirname(os.path.abspath(__file__))
PASSWORD = "Demo-2026-xinqiao"
chance = random.Random(20260501)

FIRST = "青 云 石 鹿 松 柏 桐 榆 槐 柳 竹 梅 兰 荷 枫 清 溪 泉 白 长 双 半 望 朝 晚 东 南 西 北 上 下 金 银 玉 凤 龙".split()
LAST = "溪 坡 坳 岭 湾 桥 塘 坪 洞 垭 沟 井 台 林 园 田 崖 滩 渡 寨".split()
SOUND = {"青": "Qing", "云": "Yun", "石": "Shi", "鹿": "Lu", "松": "Song", "柏": "Bai", "桐": "Tong",
         "榆": "Yu", "槐": "Huai", "柳": "Liu", "竹": "Zhu", "梅": "Mei", "兰": "Lan", "荷": "He",
         "枫": "Feng", "清": "Qing", "溪": "xi", "泉": "Quan", "白": "Bai", "长": "Chang",
         "双": "Shuang", "半": "Ban", "望": "Wang", "朝": "Chao", "晚": "Wan", "东": "Dong",
         "南": "Nan", "西": "Xi", "北": "Bei", "上": "Shang", "下": "Xia", "金": "Jin", "银": "Yin",
         "玉": "Yu", "凤": "Feng", "龙": "Long", "坡": "po", "坳": "ao", "岭": "ling", "湾": "wan",
         "桥": "qiao", "塘": "tang", "坪": "ping", "洞": "dong", "垭": "ya", "沟": "gou",
         "井": "jing", "台": "tai", "林": "lin", "园": "yuan", "田": "tian", "崖": "ya",
         "滩": "tan", "渡": "du", "寨": "zhai"}

NAMED = [
    ("000000000000", 1, "演示国家级节点", "Demo National Node", "nation", ""),
    ("990000000000", 2, "岚川市", "Lanchuan City", "city", "000000000000"),
    ("990101000000", 3, "青榆区", "Qingyu District", "district", "990000000000"),
    ("990101001000", 4, "榆荫街道", "Yuyin Street", "street", "990101000000"),
    ("990101001001", 5, "双榆社区居委会", "Shuangyu Community", "residents", "990101001000"),
    ("990101001002", 5, "书院巷社区居委会", "Shuyuanxiang Community", "residents", "990101001000"),
    ("990101101000", 4, "鹿鸣溪镇", "Lumingxi Town", "town", "990101000000"),
    ("990101101001", 5, "鹿鸣社区居委会", "Luming Community", "residents", "990101101000"),
    ("990101101201", 5, "鹿尾村", "Luwei Village", "village", "990101101000"),
    ("990101101202", 5, "石磨坳村", "Shimo'ao Village", "village", "990101101000"),
    ("990101201000", 4, "云栖坳乡", "Yunqi'ao Township", "township", "990101000000"),
    ("990101201201", 5, "茶垄村", "Chalong Village", "village", "990101201000"),
    ("990101201202", 5, "半坡石村", "Banposhi Village", "village", "990101201000"),
    ("990102000000", 3, "石桐区", "Shitong District", "district", "990000000000"),
    ("990102001000", 4, "桐花街道", "Tonghua Street", "street", "990102000000"),
    ("990102101000", 4, "石渡镇", "Shidu Town", "town", "990102000000"),
    ("990102101201", 5, "上渡村", "Shangdu Village", "village", "990102101000"),
    ("990102101202", 5, "下渡村", "Xiadu Village", "village", "990102101000"),
    ("990102101203", 5, "渡口村", "Dukou Village", "village", "990102101000"),
    ("990102101204", 5, "石滩村", "Shitan Village", "village", "990102101000"),
]

DEPARTMENTS = [
    ("区信访办", "Petition Office"),
    ("住建委", "Housing and Construction Commission"),
    ("规划自然资源局", "Planning and Natural Resources Bureau"),
    ("人社局", "Human Resources and Social Security Bureau"),
    ("农业农村委", "Agriculture and Rural Affairs Commission"),
    ("民政局", "Civil Affairs Bureau"),
    ("城管局", "Urban Management Bureau"),
    ("生态环境局", "Ecology and Environment Bureau"),
    ("司法局", "Justice Bureau"),
    ("区府办", "Government Office"),
]

STAFF = [
    ("clerk1", "周小满", "clerk", "990101101001", ""),
    ("clerk2", "陈白露", "clerk", "990101101201", ""),
    ("clerk3", "何立秋", "clerk", "990101201201", ""),
    ("town1", "李清明", "official|duty", "990101101000", "T990101101000"),
    ("director1", "主任甲", "official", "990101000000", "D01"),
    ("director2", "主任乙", "official", "990101000000", "D01"),
    ("director3", "主任丙", "official", "990101000000", "D01"),
    ("director4", "主任丁", "official", "990101000000", "D01"),
    ("duty1", "赵大暑", "duty", "990101000000", "D01"),
    ("leader1", "演示区长甲", "official", "990101000000", "D10"),
    ("city1", "孙处暑", "official", "990000000000", "C01"),
    ("nation1", "钱立冬", "official", "000000000000", "N01"),
    ("recorder1", "郑秋分", "recorder", "990101000000", "D01"),
    ("archive1", "吴霜降", "archivist", "990101000000", ""),
    ("archive2", "王小雪", "archivist", "990102000000", ""),
    ("watch1", "冯芒种", "supervisor", "990101000000", ""),
    ("system1", "韩惊蛰", "sysadmin", "000000000000", ""),
    ("secure1", "杨谷雨", "secadmin", "000000000000", ""),
    ("audit1", "沈寒露", "auditor", "000000000000", ""),
]

SUBJECTS = {
    "land": [("稻田机耕路被施工挖断", "请施工单位恢复机耕路，赔偿误工损失。"),
             ("宅基地确权登记与实际面积不符", "请重新测量并更正登记。"),
             ("征地补偿款尚未发放", "请说明发放时间和计算依据。"),
             ("土地复垦后未按约归还耕种", "请督促按合同归还。")],
    "wages": [("工地拖欠十二名工人工资", "请责令用人单位支付拖欠的工资。"),
              ("加班工资没有结清", "请核实考勤并补发。"),
              ("停产期间生活费未发", "请协调按规定发放。")],
    "property": [("小区电梯停用四十天", "请物业尽快修复并公布维修资金使用情况。"),
                 ("楼道消防通道堆放杂物", "请责成物业清理并长期管理。"),
                 ("小区地下车库渗水", "请开发单位保修。")],
    "welfare": [("低保申请材料已交三个月未答复", "请告知办理进度。"),
                ("残疾人护理补贴中断", "请恢复发放并补发。")],
    "suggestion": [("建议在村口增设公交候车亭", "方便老人和学生乘车。"),
                   ("建议延长便民服务大厅开放时间", "建议每周六上午开放。")],
    "other": [("夜间噪声影响休息", "请环保部门检测并处理。")],
}
WEIGHTS = [("land", 30), ("wages", 20), ("property", 20), ("welfare", 15), ("suggestion", 10),
           ("other", 5)]
SURNAMES = "林周陈何吴李赵孙钱郑王冯韩杨沈".strip()
TERMS = ["谷雨", "小满", "白露", "立秋", "霜降", "清明", "大暑", "处暑", "立冬", "秋分", "小雪", "芒种",
         "惊蛰", "寒露", "春分", "夏至"]

NAMED_MATTERS = [
    ("990101101001", "land", "稻田机耕路被施工挖断", "请恢复机耕路，说明由哪个部门负责。", "990101101000"),
    ("990101101001", "wages", "某演示建筑公司拖欠十二名工人工资", "请支付拖欠工资，推选五名代表反映。", "990101101000"),
    ("990101101001", "property", "电梯停用四十天", "请尽快修复电梯。", "990101101000"),
    ("990101101001", "welfare", "老人护理补贴咨询（不同意录像）", "请说明申请条件。", "990101101000"),
    ("990101101001", "report", "反映某演示单位办事拖延", "请上级核查并答复。", "990101000000"),
    ("990101101001", "land", "对处理意见申请复查", "请复查机耕路处理意见。", "990101000000"),
    ("990101101001", "other", "希望直接向国家级反映", "请告知应当去哪里反映。", "990101101000"),
    ("990101101001", "property", "视频中途断线后继续接谈", "请继续处理渗水问题。", "990101101000"),
    ("990101101001", "welfare", "接谈后撤回录像同意", "请封存录像。", "990101101000"),
    ("990101101001", "other", "申请接访人员回避", "请更换接访人员。", "990101101000"),
]


def name_of(used):
    while True:
        pair = chance.choice(FIRST) + chance.choice(LAST)
        if pair[0] != pair[1] and pair not in used:
            used.add(pair)
            return pair, (SOUND[pair[0]] + SOUND[pair[1]].lower()).capitalize()


def child_codes(parent, first, n):
    return [parent[:9] + f"{first + i:03d}" for i in range(n)]


def make_tree():
    rows = list(NAMED)
    used = {r[2][:2] for r in rows}
    kinds = [("street", "街道", "Street", 2, 9), ("town", "镇", "Town", 102, 14),
             ("township", "乡", "Township", 202, 4)]
    townships = []
    for kind, zh, en, first, n in kinds:
        for i in range(n):
            zh_name, en_name = name_of(used)
            code = f"990101{first + i:03d}000"
            townships.append(code)
            rows.append((code, 4, zh_name + zh, f"{en_name} {en}", kind, "990101000000"))
    for i in range(350 - 7):
        parent = townships[i % len(townships)]
        zh_name, en_name = name_of(used)
        k = i // len(townships) + 1
        if parent[6] == "0":
            rows.append((parent[:9] + f"{k:03d}", 5, zh_name + "社区居委会", en_name + " Community",
                         "residents", parent))
        else:
            rows.append((parent[:9] + f"{200 + k}", 5, zh_name + "村", en_name + " Village",
                         "village", parent))
    rows = [r + ("2025-01-01", "yes") for r in rows]
    for i in range(len(NAMED), len(rows)):
        if rows[i][1] == 5 and i % 12 == 0:  # 1 in 12 has no room: the township's is used
            rows[i] = rows[i][:7] + ("no",)
    return rows


def make_units(tree):
    rows = [("N01", "演示国家级信访接待室", "000000000000", "petition",
             "Demo National Reception Office"),
            ("C01", "岚川市信访办", "990000000000", "petition", "Lanchuan City Petition Office")]
    rows += [(f"D{i + 1:02d}", "青榆" + name if name.startswith("区") else "青榆区" + name,
              "990101000000", "petition" if i == 0 else "department", "Qingyu District " + name_en)
             for i, (name, name_en) in enumerate(DEPARTMENTS)]
    rows.append(("E01", "石桐区信访办", "990102000000", "petition",
                 "Shitong District Petition Office"))
    rows += [("T" + r[0], r[2] + "信访办", r[0], "petition", r[3] + " Petition Office")
             for r in tree if r[1] == 4]
    return rows


def make_rooms(tree):
    rows = []
    for r in tree:
        if r[7] == "no":
            continue
        n = 3 if r[1] <= 3 else 1
        rows += [(r[0], f"{r[2]}视频接访室" + (f"{i + 1}" if n > 1 else ""), "reception",
                  f"{r[3]} Video Room" + (f" {i + 1}" if n > 1 else ""))
                 for i in range(n)]
    return rows


def make_receptions(units):
    directors = "director1|director2|director3|director4"
    rows = [("D01", "daily", "00:00", "24:00", 40, 10, "KEEP", "", "2026-01-01"),
            ("D01", "weekly TU", "09:00", "12:00", 40, 10, "NEXT_WORKDAY", directors, "2026-01-06"),
            ("D10", "monthly 15", "14:30", "17:30", 40, 10, "NEXT_WORKDAY", "leader1", "2026-01-15"),
            ("C01", "weekly TH", "09:00", "12:00", 40, 10, "NEXT_WORKDAY", "city1", "2026-01-01"),
            ("N01", "monthly 20", "09:00", "11:30", 40, 10, "NEXT_WORKDAY", "nation1", "2026-01-20"),
            ("E01", "workdays", "09:00", "11:30", 40, 10, "SKIP", "", "2026-01-01")]
    for code, *_ in units:
        if code.startswith("T"):
            who = "town1" if code == "T990101101000" else ""
            rows.append((code, "weekly WE", "14:00", "17:00", 40, 10, "PREV_WORKDAY", who,
                         "2026-01-07"))
    return rows


def make_matters(tree):
    kinds = {"suggestion": "suggestion", "report": "report"}
    parent = {r[0]: r[5] for r in tree}
    villages = [r[0] for r in tree if r[1] == 5][:40]
    rows, seq = [], {}
    picks = [(v, k, s, q, c) for v, k, s, q, c in NAMED_MATTERS]
    bag = [k for k, w in WEIGHTS for _ in range(w)]
    while len(picks) < 40:
        kind = chance.choice(bag)
        subject, request = chance.choice(SUBJECTS[kind])
        village = chance.choice(villages)
        picks.append((village, kind, subject, request, parent[village]))
    for village, kind, subject, request, competent in picks:
        seq[village] = seq.get(village, 0) + 1
        name = chance.choice(SURNAMES) + chance.choice(TERMS)
        phone = "100" + "".join(chance.choice("0123456789") for _ in range(8))
        place = next(r[2] for r in tree if r[0] == village)
        rows.append((village, 2026, seq[village], kinds.get(kind, "appeal"), name, phone,
                     f"{place}{chance.randint(1, 9)}组{chance.randint(1, 60)}号", subject, request,
                     competent))
    return rows


def save(name, heading, rows):
    with open(os.path.join(HERE, name), "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(heading.split(","))
        out.writerows(rows)


def main():
    tree = make_tree()
    units = make_units(tree)
    save("tree.csv", "code,level,name_zh,name_en,kind,parent,valid_from,room", tree)
    save("units.csv", "code,name,node,kind,name_en", units)
    save("rooms.csv", "node,name,kind,name_en", make_rooms(tree))
    save("staff.csv", "account,name,roles,node,unit,password", [s + (PASSWORD,) for s in STAFF])
    save("receptions.csv", "unit,rule,from,till,slot_min,buffer_min,shift,people,anchor",
         make_receptions(units))
    save("matters.csv",
         "village,year,seq,kind,name,contact,address,subject,request,competent",
         make_matters(tree))


main()
