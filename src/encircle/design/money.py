"""Sums of money as they are read."""


def pounds(pence: int) -> str:
    """£1,234.50"""
    return f"£{pence // 100:,}.{pence % 100:02d}"
