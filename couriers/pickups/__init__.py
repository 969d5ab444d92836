"""Pick-ups that another system kept, read into the chain as they were, what is odd about them marked."""
