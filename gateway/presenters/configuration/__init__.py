"""Options of a connection as a person sees them: sections, fields, mapping tables, changes."""
