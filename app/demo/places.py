"""The counties (GB/T 2260) of the demonstration, and the sorting centre that each destination is served from."""

from __future__ import annotations

from trace.event import County

JIAN = County(code="220582", name="集安市")
LIUHE = County(code="220524", name="柳河县")
MEIHEKOU = County(code="220581", name="梅河口市")
TONGHUA = County(code="220521", name="通化县")
DONGCHANG = County(code="220502", name="通化市东昌区")
ERDAOJIANG = County(code="220503", name="通化市二道江区")
CHAOYANG = County(code="220104", name="长春市朝阳区")
KUANCHENG = County(code="220103", name="长春市宽城区")
CHUANYING = County(code="220204", name="吉林市船营区")
LONGTAN = County(code="220203", name="吉林市龙潭区")
HEPING = County(code="210102", name="沈阳市和平区")
YUHONG = County(code="210114", name="沈阳市于洪区")

SORTED_IN = {CHAOYANG: KUANCHENG, CHUANYING: LONGTAN, HEPING: YUHONG, DONGCHANG: ERDAOJIANG}
