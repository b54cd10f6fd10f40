"""How much of a document Srok is willing to read. Nobody's order comes near these; a bomb does."""

MIB = 1024 * 1024

LARGEST_FILE = 20 * MIB
MOST_ENTRIES = 2_000
MOST_INFLATED = 100 * MIB
HIGHEST_RATIO = 200
RATIO_COUNTS_FROM = MIB
MOST_CELLS = 200_000
MOST_LETTERS = 5 * MIB

MEMORY = 1024 * MIB
CPU_SECONDS = 20
WALL_SECONDS = 30
