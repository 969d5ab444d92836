"""The merchant's door: registering, today, products and their codes, the evening's orders, packing, recalls, answers."""
