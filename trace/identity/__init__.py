"""What things are called: GS1 keys, Digital Links, our own names, waybills and credit codes, each valid or not built."""
