"""Files of coded events in their makers' real layouts, made up for the tests."""

import random
from collections.abc import Iterator
from pathlib import Path


def gdelt_line(number: int, day: str = "20240525", code: str = "190", **cells: str) -> str:
    """One GDELT 2.0 row of 61 columns; `c56="999"` sets a column by its number."""
    row = [""] * 61
    row[0:5] = [str(number), day, day[:6], day[:4], f"{day[:4]}.3932"]
    row[5:8] = ["PRKMIL", "NORTH KOREA", "PRK"]
    row[12], row[16], row[17] = "MIL", "SOUTH KOREA", "KOR"
    row[25:35] = ["1", code, code[:3], code[:2], "4", "-10.0", "8", "2", "8", "-3.1"]
    row[51:59] = ["4", "Yeonpyeong, Incheon, South Korea", "KS", "KS12", "", "37.66", "125.7", "-773"]
    row[59:61] = ["20240525123000", "https://news.example/a"]
    for name, value in cells.items():
        row[int(name[1:])] = value
    return "\t".join(row)


def gdelt_rows(count: int, seed: int = 3) -> Iterator[str]:
    """Rows with the oddities of the real files: empty cells, doubles, no code, days of 1920, short rows."""
    chance = random.Random(seed)
    for number in range(count):
        odd = chance.random()
        day = f"20{chance.randrange(15, 25):02}{chance.randrange(1, 13):02}{chance.randrange(1, 29):02}"
        line = gdelt_line(
            1_000_000 + number, day, chance.choice(["010", "042", "0871", "112", "190", "1823"])
        )
        if odd < 0.002:
            line = line.rsplit("\t", 5)[0]
        elif odd < 0.004:
            line = gdelt_line(1_000_000 + number, "19200101")
        elif odd < 0.006:
            line = gdelt_line(1_000_000 + number, day, "---")
        elif odd < 0.01:
            line = gdelt_line(1_000_000 + number // 2, day)
        elif odd < 0.02:
            line = gdelt_line(1_000_000 + number, day, c56="", c57="", c52="")
        yield line


def write_gdelt(path: Path, count: int) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for line in gdelt_rows(count):
            file.write(line + "\n")
    return path
