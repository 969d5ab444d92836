"""Who may enter: roles, the gate in front of every view, tokens of machines, accounts of people."""
