"""Appraisal: criteria and scales, counting the registers, points, totals and grades."""
