"""The words of the Core Business Vocabulary (CBV 2.0, section 7) and of the GS1 Web Vocabulary, with their spellings.

A word has four: bare (`shipping`), with a prefix (`cbv:BizStep-shipping`), as a Web URI and, from EPCIS 1, as a URN.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

CBV = "https://ref.gs1.org/cbv/"
# The prefix gs1: has stood for each of these in published contexts.
WEB_VOCABULARY = ("https://gs1.org/voc/", "https://ref.gs1.org/voc/", "https://www.gs1.org/voc/", "http://gs1.org/voc/")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words that may stand bare in one member, and what they begin with when they do not."""

    words: frozenset[str]
    web: tuple[str, ...]
    urn: str | None = None
    _all: dict[str, str] = field(init=False, default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        fronts = (*self.web, self.urn) if self.urn else self.web
        self._all.update({front + word: word for front in fronts for word in self.words})

    def bare(self, term: str) -> str:
        """The bare word for any of its spellings; what is no word of this vocabulary stays as it is."""
        return self._all.get(term, term)

    def uri(self, term: str) -> str:
        """The Web URI of a bare word; anything else stays as it is."""
        return self.web[0] + term if term in self.words else term

    def as_urn(self, term: str) -> str:
        """The URN of a bare word, as EPCIS 1 wrote it, where it had one."""
        return self.urn + term if self.urn and term in self.words else self.uri(term)


def _cbv(front: str, urn: str | None, words: str) -> Vocabulary:
    return Vocabulary(
        frozenset(words.split()), (f"{CBV}{front}-", f"cbv:{front}-"), f"urn:epcglobal:cbv:{urn}:" if urn else None
    )


def _web(words: str) -> Vocabulary:
    return Vocabulary(frozenset(words.split()), (*WEB_VOCABULARY, "gs1:"))


BIZ_STEPS = _cbv(
    "BizStep",
    "bizstep",
    "accepting arriving assembling collecting commissioning consigning creating_class_instance cycle_counting "
    "decommissioning departing destroying disassembling dispensing encoding entering_exiting holding inspecting installing "
    "killing loading other packing picking receiving removing repackaging repairing replacing reserving retail_selling "
    "sampling sensor_reporting shipping staging_outbound stock_taking stocking storing transporting unloading unpacking "
    "void_shipping",
)
DISPOSITIONS = _cbv(
    "Disp",
    "disp",
    "active available completeness_inferred completeness_verified conformant container_closed container_open damaged "
    "destroyed dispensed disposed encoded expired in_progress in_transit inactive mismatch_class mismatch_instance "
    "mismatch_quantity needs_replacement no_pedigree_match non_conformant non_sellable_other partially_dispensed recalled "
    "reserved retail_sold returned sellable_accessible sellable_not_accessible stolen unavailable unknown",
)
TRANSACTIONS = _cbv("BTT", "btt", "bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt")
PARTIES = _cbv("SDT", "sdt", "owning_party possessing_party location")
REASONS = _cbv("ER", "er", "did_not_occur incorrect_data")
COMPONENTS = _cbv(
    "Comp",
    None,
    "x y z axial_distance azimuth height spherical_radius polar_angle elevation_angle easting northing latitude longitude "
    "altitude",
)
ALERTS = _web("ALARM_CONDITION ERROR_CONDITION")
MEASUREMENTS = _web(
    "AbsoluteHumidity AbsorbedDose AbsorbedDoseRate Acceleration Radioactivity Altitude AmountOfSubstance "
    "AmountOfSubstancePerUnitVolume Angle AngularAcceleration AngularMomentum AngularVelocity Area Capacitance Conductance "
    "Conductivity Count Density Dimensionless DoseEquivalent DoseEquivalentRate DynamicViscosity ElectricCharge "
    "ElectricCurrent ElectricCurrentDensity ElectricFieldStrength Energy Exposure Force Frequency Illuminance Inductance "
    "Irradiance KinematicViscosity Length LinearMomentum Luminance LuminousFlux LuminousIntensity MagneticFlux "
    "MagneticFluxDensity MagneticVectorPotential Mass MassConcentration MassFlowRate MassPerAreaTime MemoryCapacity "
    "MolalityOfSolute MolarEnergy MolarMass MolarVolume Power Pressure RadiantFlux RadiantIntensity RelativeHumidity "
    "Resistance Resistivity SolidAngle SpecificVolume Speed SurfaceDensity SurfaceTension Temperature Time Torque Voltage "
    "Volume VolumeFlowRate VolumeFraction VolumetricFlux Wavenumber"
)


@lru_cache(maxsize=4_096)
def step(term: str) -> str:
    """A business step as the record spells it."""
    return BIZ_STEPS.bare(term)


@lru_cache(maxsize=4_096)
def disposition(term: str) -> str:
    """A disposition as the record spells it."""
    return DISPOSITIONS.bare(term)
