"""How everything looks: tokens by role, one style sheet, icons, marks, painted rows."""
