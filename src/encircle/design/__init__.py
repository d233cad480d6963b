"""What every page is made of: layouts, components, forms, dates in words. Knows no room and no door."""
