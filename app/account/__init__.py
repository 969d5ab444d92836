"""What belongs to whoever has logged in, in whatever role: messages, who looked at their data, the data itself."""
