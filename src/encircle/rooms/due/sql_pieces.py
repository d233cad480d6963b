"""How a piece of facts is asked for: rows of a read as one list."""


def rows(select: str) -> str:
    return f"COALESCE((SELECT jsonb_agg(to_jsonb(t)) FROM ({select}) t), '[]'::jsonb)"


def facts(pieces: dict[str, str]) -> str:
    return "jsonb_build_object(" + ", ".join(f"'{name}', {piece}" for name, piece in pieces.items()) + ")"
