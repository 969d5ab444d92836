"""The demonstration: a small invented world around Tonghua, recorded through the same doors as a real one."""
