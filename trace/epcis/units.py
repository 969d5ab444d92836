"""Units of measurement (UN/CEFACT Recommendation 20): codes of one quantity are compared in one unit.

Factors are exact where the unit is defined exactly (NIST SP 811, appendix B).
"""

from __future__ import annotations

# Code -> the unit that it is compared in, the factor, and what is added (for temperatures).
_UNITS: dict[str, tuple[str, float, float]] = {}


def _add(base: str, **codes: float) -> None:
    for code, factor in {base: 1.0, **codes}.items():
        _UNITS[code.lstrip("_")] = (base, factor, 0.0)


_UNITS |= {"KEL": ("KEL", 1.0, 0.0), "CEL": ("KEL", 1.0, 273.15), "FAH": ("KEL", 5 / 9, 459.67 * 5 / 9)}
_add("KGM", GRM=1e-3, MGM=1e-6, MC=1e-9, TNE=1e3, DTN=100.0, LBR=0.45359237, ONZ=0.028349523125, STN=907.18474)
_add("MTR", MMT=1e-3, CMT=1e-2, DMT=0.1, KMT=1e3, _4H=1e-6, C45=1e-9, INH=0.0254, FOT=0.3048, YRD=0.9144, SMI=1609.344)
_add("MTK", MMK=1e-6, CMK=1e-4, DMK=1e-2, KMK=1e6, HAR=1e4, INK=0.00064516, FTK=0.09290304)
_add("MTQ", MMQ=1e-9, CMQ=1e-6, MLT=1e-6, CLT=1e-5, DLT=1e-4, LTR=1e-3, DMQ=1e-3, HLT=0.1, GLL=0.003785411784, _4G=1e-9)
_add("PAL", KPA=1e3, MPA=1e6, BAR=1e5, MBR=100.0, A97=100.0, ATM=101_325.0, PS=6894.757293168361, HN=133.322387415)
_add("SEC", C26=1e-3, B98=1e-6, MIN=60.0, HUR=3600.0, DAY=86_400.0, WEE=604_800.0)
_add("MTS", KMH=1 / 3.6, HM=0.44704, KNT=1852 / 3600)
_add("C62", P1=0.01, _59=1e-6, _61=1e-9)
_add("JOU", KJO=1e3, _3B=1e6, WHR=3600.0, KWH=3.6e6)
_add("WTT", KWT=1e3, MAW=1e6, D31=1e-6, C31=1e-3)
_add("AMP", _4K=1e-3, B84=1e-6)
_add("VLT", _2Z=1e-3, KVT=1e3)
_add("OHM", B49=1e3, E45=1e-3)
_add("HTZ", KHZ=1e3, MHZ=1e6, A86=1e9)
_add("C81", DD=0.017453292519943295)
_add("KMQ", GL=1.0, M1=1e-3, A93=1e-3, GP=1e-6, GQ=1e-9)
_add("MQS", MQH=1 / 3600, L2=1e-3 / 60, LD=1e-3 / 86_400)
_add("BQL", GBQ=1e9, CUR=3.7e10)
_add("AD", _2P=1024.0, _4L=1024.0**2)
_add("NEW", B47=1e3)
_add("LUX", KLX=1e3)
_add("D13", C28=1e-3)


def base(code: str) -> str:
    """The unit that values in `code` are compared in; one that is not known is compared with itself alone."""
    return _UNITS[code][0] if code in _UNITS else code


def converted(value: float, code: str, *, difference: bool = False) -> float:
    """A value in the unit that it is compared in, without the dust of the arithmetic; a `difference` has no zero point."""
    if code not in _UNITS:
        return float(value)
    _, factor, added = _UNITS[code]
    return settled(value * factor + (0.0 if difference else added))


def settled(value: float) -> float:
    """Twelve digits: so many no instrument measures, and 78.8 °F are then 26 °C."""
    return float(f"{value:.12g}")
