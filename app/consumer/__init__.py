"""The door for whoever holds a thing in their hands: look it up, read its life, check the proof."""
