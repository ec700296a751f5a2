"""СЕВ ОВВ 2.0 as a counterpart: the bus with its eight operations, and behind it a small office that answers letters."""
