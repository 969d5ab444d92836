"""What carriers and aggregators send about their parcels, read into our words; pure, one module for each provider."""
