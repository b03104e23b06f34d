"""Evidence (佐证材料): files that show what a form says, on the whole form or on one of its rows, frozen each time it is handed in."""
