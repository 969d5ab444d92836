"""The door of the operator and of the offices: cases and their documents, contests, figures, terms, merchants' papers."""
