"""The door of the operator and of the offices; so far the one room in which merchants' papers are looked at."""
