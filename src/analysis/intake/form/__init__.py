"""The form that an analyst fills in: written, carried over from an earlier period, begun with a new document."""
