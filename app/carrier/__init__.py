"""The door of courier firms, outlets and pick-up stations: their couriers and phones, what is in hands, what lies here."""
