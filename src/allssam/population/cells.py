"""Party cells and their secretaries.

Every grown person belongs to a cell, or would belong to it with a card: men and women with an official job to one of men or
of women at their workplace, everybody else to one of the neighbourhood.  Factories and farms have cells of their own; offices
and services of a county share theirs.  Men and women of a workplace meet apart here so that places for new members can be
given away within each (assumed).  A cell has some twenty members; its secretary is one of them, of 30 to 60, without a post.

Left out: the Centre, where everybody is a senior official and what is said in cells is not for sale.
"""

from typing import Any

import numpy as np

from allssam.engine import NOBODY, Array
from allssam.population.draws import drawn
from allssam.population.families import MONTHS
from allssam.population.persons import ADULT
from allssam.world import Cell, Job, Office, Party, Sex

WITH_CELLS_OF_THEIR_OWN = (Office.FACTORY, Office.FARM)
SECRETARY_AGE = (30, 60)
LONGEST_AS_SECRETARY = 12  # years (assumed)
AT_WORK = (Job.FARM, Job.INDUSTRY, Job.SERVICES, Job.OFFICIAL)
KINDS = len(Cell)


def draw_cells(
    people: dict[str, Array],
    home_ids: Array,
    years: Array,
    office: Array,
    first_organisation: int,
    first_person: int,
    first_cell: int,
    month: int,
    seed: int,
    p: Any,
) -> dict[str, Array]:
    """Form the cells of a county and write into people which is theirs; returns the columns of the cells.

    `home_ids` are the ids of the households of the people, `office` the kinds of the county's organisations.
    """
    grown = np.flatnonzero(years >= ADULT)
    kind = kinds_of_cell(people["job"][grown], people["sex"][grown])
    workplace = people["workplace"][grown].astype(np.int64) - first_organisation
    workplace[(kind == Cell.NEIGHBOURHOOD) | (workplace < 0)] = NOBODY
    own = np.append(np.isin(office, WITH_CELLS_OF_THEIR_OWN), False)
    workplace[~own[workplace]] = NOBODY

    # People of one kind at one place are split into cells by lot, neighbours by that of their household.
    group = (workplace + 1) * KINDS + kind
    member = np.isin(people["party"][grown], (Party.MEMBER, Party.CANDIDATE))
    groups = KINDS * (len(office) + 1)
    somebody = np.bincount(group, minlength=groups) > 0
    wanted = np.floor(np.bincount(group[member], minlength=groups) / p.cell_size + 0.5).astype(np.int64)
    number = np.where(somebody, np.maximum(wanted, 1), 0)
    first = np.cumsum(number) - number
    key = np.where(kind == Cell.NEIGHBOURHOOD, home_ids[grown], people["id"][grown])
    cell = first[group] + (drawn(seed, "cell", key) * number[group]).astype(np.int64)
    people["cell"][grown] = first_cell + cell

    cells = int(number.sum())
    of_group = np.repeat(np.arange(groups), number)
    place = of_group // KINDS - 1
    secretary = _secretaries(people, grown, years, cell, member, cells, seed)
    led = secretary >= 0
    since = np.zeros(cells, np.int64)
    since[led] = (
        month - 1 - np.floor(drawn(seed, "cell_led", people["id"][secretary[led]]) * LONGEST_AS_SECRETARY * MONTHS)
    )
    return {
        "number": first_cell + 1 + np.arange(cells),
        "kind": of_group % KINDS,
        "organisation": np.where(place >= 0, first_organisation + place, NOBODY),
        "secretary": np.where(led, first_person + secretary, NOBODY),
        "since": since,
        "members": np.bincount(cell[member], minlength=cells),
        "people": np.bincount(cell, minlength=cells),
        "skip_price": np.full(cells, p.first_session_price),
    }


def kinds_of_cell(job: Array, sex: Array) -> Array:
    """The kind of cell people belong to by their official place."""
    at_work = np.isin(job, AT_WORK)
    return np.where(at_work, np.where(sex == Sex.WOMAN, Cell.WOMEN_AT_WORK, Cell.MEN_AT_WORK), Cell.NEIGHBOURHOOD)


def _secretaries(
    people: dict[str, Array], grown: Array, years: Array, cell: Array, member: Array, cells: int, seed: int
) -> Array:
    """The secretary of each cell by lot among its members who may lead it; NOBODY if there are none."""
    may_lead = member & (people["party"][grown] == Party.MEMBER) & (people["post"][grown] < 0)
    may_lead &= (years[grown] >= SECRETARY_AGE[0]) & (years[grown] < SECRETARY_AGE[1])
    able, theirs = grown[may_lead], cell[may_lead]
    order = np.lexsort((drawn(seed, "cell_secretary", people["id"][able]), theirs))
    found, at = np.unique(theirs[order], return_index=True)
    secretary = np.full(cells, NOBODY, np.int64)
    secretary[found] = able[order[at]]
    return secretary
