"""How a country is drawn: places, people, households, offices, wealth, first ties."""

from allssam.population.checking import check_country
from allssam.population.country import draw_country, memory_needed
from allssam.population.population import Population

__all__ = ["Population", "check_country", "draw_country", "memory_needed"]
