"""Bring an existing caseload in from a workbook: read it, check every row, write all of it or nothing, answer."""
