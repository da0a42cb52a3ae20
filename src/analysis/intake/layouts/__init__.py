"""The forms in which facts come: one module per layout. Each has `fits(book)` and `take(book, asked)`."""
