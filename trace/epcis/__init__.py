"""EPCIS 2.0 (ISO/IEC 19987): documents of others in and out, and the Simple Event Query, over the one record."""
