"""From the analyst's own files to raw tables: what is read, what is taken, what is wrong, and what would change; nothing is written until it is accepted."""
