"""The door for systems that speak EPCIS 2.0 (ISO/IEC 19987, section 12): /epcis, JSON-LD and XML."""
