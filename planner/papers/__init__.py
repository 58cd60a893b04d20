"""Papers as PDF: poster, notice, run sheet, follow-up schedule; the only room with ReportLab."""
