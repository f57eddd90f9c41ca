"""Brief: all of it -> Brief. Words, charts, pages; the only room that writes files."""
