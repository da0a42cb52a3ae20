"""What a file holds, cell by cell, once a guard has let it pass."""
