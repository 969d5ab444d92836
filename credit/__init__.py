"""Who can be trusted, and what follows: complaints, and what is found of them."""
