"""Values with no dependency: lengths, scan codes, findings, shift calendars, clock, bilingual text."""
