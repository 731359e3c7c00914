"""The household's month in Mesa 3, written the way a user of Mesa would write it: the peer our own month is timed beside.

Which rules: those of `obligations.py` and of the household side of `markets.py`, eight steps in this order.
    1. spend_time            a twelfth of the households, those whose numbers lie close together, and every donju's: each couple and each
                             single member settles its month: how many weeks he fetches goods for her stall, who keeps one, who is
                             bought off which duty (work, the Union, sessions, all of life in the Party), who stays at home; and what the
                             Party costs the household: its best month with a member outside less its best inside
    2. buy_off_attendance    whoever is bought off pays the plant a fee, whoever is away without it a fine
    3. keep_part_of_fees     the head of the plant keeps a part
    4. open_tills            buyers from outside, goods bought outside, every household's claim on the till
    5. share_out             wage, share of the till, small bribe, and when all that is done the stall fee (here: as 6 begins)
    6. spend                 living, restocking, wear, and once a year new luck
    7. grant_stalls          stalls that have become free are granted among those who seek one and can pay
    8. cross_lines           inspectors come for goods; whoever passes the donju line is a donju
Each rule is carried over by hand from the mechanism file of the same name.  When a rule changes there, it is to be changed here:
`beside_mesa.py` compares what both sides arrive at, and says so where they part.

Held as drawn on both sides, since their mechanisms are not run: openings, tolerance, season and prices (ruler); what sessions and
'8.3 Party life' cost in each cell, and who has bought it (party_life); who lives, with whom, and in what job (lives, households).

What our side does and this one does not: events told, businesses founded and their line drawn, flows by sector and purpose, accounts
that are closed to zero won each month, dice keyed by person and question (here: Mesa's own generator), spare rows passed over.
What this side does and ours does not: keep an object for every person, household and county, which is what Mesa is for.
"""

import math

import mesa

from allssam.world import ALL_MONTH, Bought, Job, Party, Sex, Standing
from allssam.world import Post as Kind

# plain numbers: members of an enum would cost Mesa time that is not Mesa's
FARM, OFFICIAL = int(Job.FARM), int(Job.OFFICIAL)
OUTSIDE_PARTY, CANDIDATE, MEMBER = int(Party.OUTSIDE), int(Party.CANDIDATE), int(Party.MEMBER)
MAN, WOMAN = int(Sex.MAN), int(Sex.WOMAN)
FREE, UNBORN = int(Standing.FREE), int(Standing.UNBORN)
COLLECTORS = frozenset(int(kind) for kind in (Kind.MARKET_MANAGER, Kind.OFFICER, Kind.INSTRUCTOR))
WORK_BOUGHT, FINED, SESSIONS_BOUGHT = int(Bought.WORK), int(Bought.FINED), int(Bought.SESSIONS)
LIFE_BOUGHT, UNION_BOUGHT, UNION_TRADER = int(Bought.PARTY_LIFE), int(Bought.UNION), int(Bought.UNION_TRADER)

WEEKS = (0, 1, 2, 4)
NEIGHBOURS = 256
JOB, UNION, NO_DUTY = 0, 1, 2
ATTENDS, BUYS_OFF, AT_HOME, FETCHES, FETCHES_OFF = range(5)
IMPOSSIBLE = -1.0e15
MOST_BURDEN, MOST_COST = 127, 2_000_000_000
NO_TRIPS = (1.0,)
SPENT_BY_HIM = (1.0, 1.0, 1.0, 1.0)
NOBODY_ELSE = ((0.0, AT_HOME, False),)


def pay(payer, payee, amount):
    """Move an amount, or what the payer has left."""
    paid = max(0, min(amount, payer.cash))
    payer.cash -= paid
    payee.cash += paid
    return paid


def free_days(duty, at_sessions, weeks, p):
    """What is left of the month after job or Union, the sessions he is there for, and the weeks away."""
    days = p.month_days - p.week_away * weeks
    if duty == JOB:
        days -= p.job_days
    elif duty == UNION:
        days -= p.union_days
    if at_sessions:
        days -= p.party_days * (1.0 - min(1.0, weeks / p.sessions))
    return days


def worth_of_days(days, p):
    """Days at the market relative to a full month, with falling returns; below 0: there is no such month."""
    return -1.0 if days < 0.0 else (days / p.month_days) ** p.returns_to_time


def best_months(bound_by_trip, free_by_trip, rest, charge, fine, missed, full, burden, at_home, gains, travels):
    """For each number of weeks away the best month there is: what it is worth, how it is spent, and that Party life is not bought off.

    `bound_by_trip` and `free_by_trip` say what the days are worth with the duty done and bought off; a charge below 0 cannot be paid.
    """
    months = []
    for trip, gain in enumerate(gains):
        best, way, outlay, fined = rest, AT_HOME, burden, 0.0
        bound, free = bound_by_trip[0], free_by_trip[0]
        if travels and trip > 0:
            # who only fetches goods for another's stall has none of the trouble of keeping one
            bound, free = bound_by_trip[trip], free_by_trip[trip]
            skipped, fined = missed * WEEKS[trip], fine * WEEKS[trip]
            outlay = burden + skipped
            best, way = IMPOSSIBLE, FETCHES
            if bound >= 0.0:
                best = at_home * bound - skipped - fined
            if charge >= 0.0 and free >= 0.0:
                # rest beyond what he would have at home is no reason to go
                value = min(at_home * free, rest) - skipped - charge
                if value > best:
                    best, way = value, FETCHES_OFF
        brings = full * gain
        if bound >= 0.0:
            value = brings * bound - outlay - fined
            if value > best:
                best, way = value, ATTENDS
        if charge >= 0.0 and free >= 0.0:
            value = brings * free - outlay - charge
            if value > best:
                best, way = value, BUYS_OFF
        months.append((best, way, False))
    return months


def best_trip(one, other):
    """The place of the number of weeks away that makes the best month for two; fewer weeks where it makes no difference."""
    together = [a[0] + b[0] for a, b in zip(one, other, strict=False)]
    return together.index(max(together))


def best_together(one, other):
    """The best month two people can have together."""
    return max([a[0] + b[0] for a, b in zip(one, other, strict=False)])


def cost_and_relief(options, other, price):
    """What the Party costs a household, and what being let off for nothing would bring it."""
    outside = best_together(options.outside, other)
    inside = best_together(options.inside, other)
    freed = best_together(options.freed, other) if options.freed else inside
    return outside - (max(inside, freed - price) if price > 0 else inside), freed - inside


class Options:
    """What a person can make of this month: outside the Party, inside, inside with '8.3 Party life', and as things stand."""

    __slots__ = ("asks", "freed", "in_union", "inside", "is_inside", "outside", "stand", "works")


class Account:
    """A till, or the state in a county."""

    def __init__(self, cash):
        self.cash = cash


class Post:
    """A post, and who holds it."""

    def __init__(self, holder):
        self.holder = holder
        self.takings = 0
        self.from_market = 0


class Cell:
    """A Party cell: its secretary, and what he asks."""

    def __init__(self, drawn):
        self.exemption_price, self.skip_price = drawn["exemption_price"], float(drawn["skip_price"])
        self.reach = drawn["effort"] ** 0.5
        self.secretary = None


class Workplace(mesa.Agent):
    """A plant or office, and the post of its head."""

    def __init__(self, model, cash):
        super().__init__(model)
        self.cash = cash
        self.fees = 0
        self.head = None

    def keep_part_of_fees(self):
        """The head keeps a part of the month's fees."""
        head = self.head
        if self.fees > 0 and head is not None:
            head.takings += pay(self, head.holder.household, round(self.model.obligations.managers_share * self.fees))
        self.fees = 0


class County(mesa.Agent):
    """An arena with one till."""

    def __init__(self, model, drawn, till, state):
        super().__init__(model)
        self.capital, self.wage, self.tolerance = drawn["capital"], drawn["wage"], drawn["tolerance"]
        self.openings, self.openings_at_start = drawn["openings"], drawn["openings_at_start"]
        self.season, self.price_level = drawn["season"], drawn["price_level"]
        self.stalls, self.stalls_at_start = drawn["stalls"], drawn["stalls_at_start"]
        self.till, self.state = Account(till), Account(state)
        p = model.obligations
        opened = max(0.0, 1.0 + p.supply_opening * (self.openings - 1.0))
        self.gains = tuple(1.0 + p.supply * opened * weeks**p.returns_to_trips for weeks in WEEKS)
        self.fee_share = p.exemption_fee_capital if self.capital else p.exemption_fee
        self.households = []
        self.collectors = []
        self.claims = 0.0
        self.turnover = 0
        self.per_claim = 0.0

    def open_till(self):
        """Buyers come from outside, goods are bought outside."""
        p, till = self.model.markets, self.till
        till.cash += round(p.outside_demand * len(self.households) * self.openings * self.season)
        till.cash -= round(p.imports * till.cash)
        self.turnover = till.cash
        self.claims = 0.0

    def value_work(self):
        """What a claim is worth this month, and a full month of ordinary work."""
        if self.claims > 0.0:
            self.per_claim = self.turnover / self.claims
            self.wage = 0.5 * self.wage + 0.5 * self.per_claim
        else:
            self.per_claim = 0.0

    def grant_stalls(self):
        """As openings grow so do the stalls allowed; households that trade and can pay take them up."""
        allowed = round(self.stalls_at_start * self.openings / self.openings_at_start)
        vacant = max(self.stalls, allowed) - self.stalls
        if vacant <= 0:
            return
        p = self.model.markets
        seekers = [household for household in self.households if household.seeks_stall()]
        for household in seekers:
            if self.random.random() < vacant / len(seekers) and household.cash >= p.stall_right:
                pay(household, self.state, p.stall_right)
                household.stall = True
                self.stalls += 1


class Person(mesa.Agent):
    """A member of a household."""

    def __init__(self, model, household, drawn):
        super().__init__(model)
        self.household = household
        self.birth, self.sex, self.job, self.party = drawn["birth"], drawn["sex"], drawn["job"], drawn["party"]
        self.free = drawn["standing"] == FREE
        self.skill = drawn["skill"]
        self.covered_until = drawn["covered_until"]
        self.weeks_away = drawn["weeks_away"]
        p, sense = model.obligations, drawn["market_sense"]
        self.trouble = p.trouble * (100.5 - sense) / (sense + 0.5)
        self.times_dearer = 1.0 if self.party == OUTSIDE_PARTY else p.member_multiple
        self.spouse = self.cell = self.workplace = self.post = None
        self.days = 0
        self.exempt = False
        self.bought = 0
        self.attendance_cost = 0
        self.burden = 0

    @property
    def age(self):
        return (self.model.month - self.birth) // 12

    def may_trade(self):
        """Free, grown, not too old, and not away for a station or a company."""
        p = self.model.obligations
        return self.free and self.weeks_away != ALL_MONTH and p.working_age <= self.age < p.leaves_market

    def rest(self):
        """No month at the market."""
        self.days, self.exempt, self.bought = 0, False, 0
        if self.weeks_away != ALL_MONTH:
            self.weeks_away = 0

    def partner_at_home(self):
        """The husband or wife with whom the month is settled."""
        spouse = self.spouse
        if spouse is not None and spouse.household is self.household and spouse.may_trade():
            return spouse
        return None

    def weigh(self, eased, single):
        """The options this person has, hers with what his trips bring her, if she has a husband."""
        model, home, age = self.model, self.household, self.age
        p, worth = model.obligations, model.worth
        woman = self.sex == WOMAN
        inside = self.party == MEMBER or self.party == CANDIDATE
        asks = inside or p.comes_up_from <= age < p.comes_up_until
        works = FARM <= self.job <= OFFICIAL and p.working_age <= age < (p.retires_woman if woman else p.retires_man)
        in_union = woman and not works and p.working_age <= age < p.retires_woman
        if not single:
            gains = home.county.gains if woman else SPENT_BY_HIM
        elif asks and not woman and age < p.bachelor_until:
            gains = SPENT_BY_HIM  # a bachelor counts on a wife
        else:
            gains = NO_TRIPS

        price, skip, for_sale = None, 0.0, False
        cell = self.cell
        if asks and cell is not None:
            skip, asked = cell.skip_price, cell.exemption_price
            for_sale = asked > 0
            if self.covered_until >= model.month:
                price = 0.0
            elif inside and for_sale and asked * p.year_of_fees <= home.spare and model.random.random() < cell.reach:
                price = asked
            if cell.secretary is self:
                price, skip = None, -IMPOSSIBLE  # who holds the session must be there

        trouble = eased * self.trouble
        if in_union:
            trouble *= p.keeps_house
        at_home = p.home_time * trouble
        last = (home.expected * self.skill, trouble - at_home, at_home, gains, not woman)
        duty, charge, fine = NO_DUTY, -1.0, 0.0
        if works:
            duty, fine = JOB, home.fine
            if self.job != OFFICIAL and self.times_dearer * home.fee <= home.spare:
                charge = home.fee

        options = Options()
        options.asks, options.is_inside, options.works, options.in_union = asks, inside, works, in_union
        # outside
        times = 1.0 if inside else self.times_dearer
        if in_union:
            bound, outside_charge = worth[UNION, False], home.union_fee
        else:
            bound, outside_charge = worth[duty, False], times * charge
        options.outside = best_months(
            bound, worth[NO_DUTY, False], at_home * bound[0], outside_charge, times * fine, 0.0, *last
        )
        options.inside = options.freed = None
        if asks:
            charge, fine = p.member_multiple * charge, p.member_multiple * fine
            bound = worth[duty, True]
            rest = at_home * bound[0]
            options.inside = best_months(bound, worth[NO_DUTY, True], rest, charge, fine, skip, *last)
            if inside or for_sale:
                # who stays at home buys nothing off
                options.freed = best_months(worth[duty, False], worth[NO_DUTY, False], rest, charge, fine, 0.0, *last)
        options.stand = options.inside if inside else options.outside
        if inside and price is not None:
            options.stand = [
                (freed[0] - price, freed[1], True) if freed[0] - price > now[0] else now
                for freed, now in zip(options.freed, options.inside, strict=True)
            ]
        return options

    def take_up(self, options, other, trip, single):
        """Live the month that was chosen with the other's; returns what it adds to the household's work."""
        model, home = self.model, self.household
        p, county = model.obligations, home.county
        cell, inside, works = self.cell, options.is_inside, options.works
        cost, relief = 0.0, 0.0
        if options.asks:
            price = cell.exemption_price if cell is not None else 0
            cost, relief = cost_and_relief(options, other, price)
            if single and self.sex == MAN and self.age < p.bachelor_until:
                cost = max(cost, cost_and_relief(options, home.expected_wife(), price)[0])
        self.attendance_cost = round(max(-MOST_COST, min(MOST_COST, cost)))
        self.burden = int(max(0.0, min(MOST_BURDEN, 100.0 * relief / county.wage + 0.5))) if inside else 0

        _, way, covered = options.stand[trip]
        man = self.sex == MAN
        away = trip if man else 0
        in_union = options.in_union and not inside
        bought, duty = 0, NO_DUTY
        if way in (BUYS_OFF, FETCHES_OFF):
            bought = WORK_BOUGHT if works else UNION_BOUGHT
        elif works:
            duty = JOB
            if away:
                bought = FINED
        elif in_union:
            duty = UNION
        if covered:
            bought += LIFE_BOUGHT
        elif inside and away:
            bought += SESSIONS_BOUGHT
        if in_union and way != AT_HOME:
            bought += UNION_TRADER
        self.bought, self.exempt, self.weeks_away = bought, bool(bought & WORK_BOUGHT), WEEKS[away]
        if way in (ATTENDS, BUYS_OFF):
            at_sessions = inside and not covered
            self.days = model.days[duty, at_sessions]
            effect = self.skill * model.worth[duty, at_sessions][away]
            if not man:
                effect *= county.gains[trip]
            home.labour += effect
            home.earned += home.expected * effect
        else:
            self.days = int(p.week_away * WEEKS[away])
        if bought & WORK_BOUGHT:
            home.spare -= self.times_dearer * home.fee
        elif works:
            home.wages += model.official_wage
        if covered and self.covered_until < model.month:
            home.spare -= cell.exemption_price * p.year_of_fees

    def buy_off_attendance(self):
        """Who is bought off, or absent without it, pays the plant the fee or the fine; who cannot pay the fee must think again."""
        bought = self.bought
        if not bought & (WORK_BOUGHT | FINED):
            return
        household = self.household
        county = household.county
        wage = self.times_dearer * county.wage
        if bought & WORK_BOUGHT:
            due = round(county.fee_share * wage)
        else:
            due = round(self.model.obligations.absence_fine * wage * self.weeks_away)
        workplace = self.workplace
        if workplace is None:
            paid = pay(household, county.state, due)
        else:
            paid = pay(household, workplace, due)
            workplace.fees += paid
        if paid < due and bought & WORK_BOUGHT:
            self.exempt = False
            self.bought = bought - WORK_BOUGHT
            household.settled = False


class Household(mesa.Agent):
    """People who share a purse."""

    def __init__(self, model, county, drawn, cash):
        super().__init__(model)
        self.county = county
        self.cash = cash
        self.key = drawn["key"]
        self.stall, self.donju, self.settled = drawn["stall"], drawn["donju"], drawn["settled"]
        self.income, self.usual_income, self.capital = drawn["income"], drawn["usual_income"], drawn["capital"]
        self.luck, self.outlet = drawn["luck"], drawn["outlet"]
        self.last_bribe = drawn["last_bribe"]
        self.labour = 0.0
        self.wages = 0
        self.claim = 0.0
        self.members = []
        # what its members go by while they settle their month
        self.expected = self.earned = self.spare = 0.0
        self.fee = self.fine = self.union_fee = 0.0

    def spend_time(self):
        """A twelfth each month, and those with a donju every month: how its couples and single members spend their months."""
        model = self.model
        p = model.obligations
        if self.settled and not self.donju and (self.key // NEIGHBOURS + model.month) % p.reconsiders:
            return
        self.settled = True
        wage = self.county.wage
        self.fee, self.fine, self.union_fee = wage * self.county.fee_share, wage * p.absence_fine, wage * p.union_fee
        self.expected = wage * (1.0 + self.capital / p.labour_base) ** p.returns_to_capital
        self.earned, self.spare = 0.0, float(self.cash)
        self.labour, self.wages = 0.0, 0
        for person in self.members:
            if not person.may_trade():
                person.rest()
                continue
            partner = person.partner_at_home()
            if partner is None:
                options = person.weigh(self.need(0.0), True)
                trip = best_trip(options.stand, NOBODY_ELSE)
                person.take_up(options, NOBODY_ELSE, trip, True)
            elif person.sex == MAN:
                # hers first: she keeps the family, he adds to it
                eased = self.need(0.0)
                hers = partner.weigh(eased, False)
                value, way, _ = hers.stand[0]
                if way in (ATTENDS, BUYS_OFF):
                    eased = self.need(value)
                his = person.weigh(eased, False)
                trip = best_trip(his.stand, hers.stand)
                person.take_up(his, hers.stand, trip, False)
                partner.take_up(hers, his.stand, trip, False)

    def need(self, more):
        """While those at home who earn do not bring in what is needed, no trouble is too great for the next."""
        return max(0.0, min(1.0, (self.earned + more) / self.model.obligations.subsistence))

    def expected_wife(self):
        """The months of a wife of ordinary gifts who keeps a stall."""
        worth = self.model.worth
        return best_months(
            worth[UNION, False], worth[NO_DUTY, False], 0.0, self.union_fee, 0.0, 0.0, self.expected, 0.0, 0.0,
            self.county.gains, False,
        )  # fmt: skip

    def lay_claim(self):
        """The claim on the till grows with work, capital, luck and space."""
        self.claim = 0.0
        if self.labour <= 0.0:
            return
        p = self.model.markets
        claim = self.labour * (1.0 + self.capital / p.labour_base) ** p.returns_to_capital * self.luck * self.outlet
        if self.stall:
            claim *= 1.0 + p.stall_gain
        self.claim = claim
        self.county.claims += claim

    def share_out(self):
        """Wage, share of the till, small bribe."""
        model, county = self.model, self.county
        p = model.markets
        if self.wages:
            wages = round(self.wages / county.price_level)
            self.cash += wages
            county.state.cash -= wages
        self.income = income = pay(county.till, self, int(county.per_claim * self.claim))
        self.usual_income += (income - self.usual_income) // 6
        paid_lately = model.month - self.last_bribe <= p.remembered
        chance = p.asked_again if paid_lately else p.bribe_reach * 2.0 * county.tolerance
        if self.labour > 0.0 and county.collectors and self.random.random() < chance:
            post = self.random.choice(county.collectors)
            asked = p.bribe_size * math.exp(p.forbidden * (0.5 - county.tolerance))
            paid = pay(self, post.holder.household, round(asked * min(income, p.small * county.wage)))
            if paid > 0:
                post.takings += paid
                post.from_market += paid
                self.last_bribe = model.month

    def spend(self):
        """Stall fee, when collectors have what they collected; living, restocking, wear; once a year, luck."""
        model, till = self.model, self.county.till
        p = model.markets
        if self.stall:
            pay(self, self.county.state, p.stall_fee)
        income, usual = self.income, self.usual_income
        wanted = p.subsistence + (1.0 - p.saving) * max(0.0, usual - p.subsistence)
        spare = max(0.0, self.cash - wanted - p.buffer * usual)
        pay(self, till, round(wanted + p.drawdown * spare))
        stocked = 0
        if self.labour > 0.0 and income > p.subsistence and usual > 0:
            filled = min(1.0, self.cash / (p.buffer * usual))
            stocked = pay(self, till, round(p.saving * (income - p.subsistence) * filled))
        self.capital += stocked - round(p.wear * self.capital)
        if (self.key + model.month) % 12 == 0:
            self.luck = self.luck**p.luck_memory * self.random.lognormvariate(0.0, p.luck_spread)

    def seeks_stall(self):
        """What a stall adds to a year's sales covers its fee and the price of the right."""
        if self.stall or self.labour <= 0.0:
            return False
        p = self.model.markets
        return 12.0 * (p.stall_gain * self.usual_income - p.stall_fee) > p.stall_right

    def cross_lines(self):
        """Inspectors may come for goods; whoever passes the donju line is a donju."""
        p = self.model.markets
        if self.capital < p.inspection_from:
            return
        risk = p.inspection * (1.0 - self.county.tolerance) * min(4.0, (self.capital / p.donju_line) ** 0.5)
        if self.random.random() < risk:
            self.capital -= round(p.inspection_loss * self.capital)
        if not self.donju and self.capital >= p.donju_line and self.has_owner():
            self.donju = True

    def has_owner(self):
        """Whether a free adult without a post could run the business."""
        month = self.model.month
        return any(
            person.free and person.post is None and 20 <= (month - person.birth) // 12 < 70 for person in self.members
        )


class Country(mesa.Model):
    """The country drawn by allssam.population, as Mesa objects.

    `drawn` holds the columns of each table as lists, `obligations` and `markets` the numbers of the two mechanisms.
    """

    def __init__(self, drawn, obligations, markets, month, seed=1):
        super().__init__(seed=seed)
        self.obligations, self.markets, self.month = obligations, markets, month
        p = obligations
        # what days are worth by duty and sessions, with each number of weeks away; and days at the market, as whole days
        kinds = [(duty, at_sessions) for duty in (JOB, UNION, NO_DUTY) for at_sessions in (False, True)]
        self.worth = {kind: [worth_of_days(free_days(*kind, weeks, p), p) for weeks in WEEKS] for kind in kinds}
        self.days = {kind: int(free_days(*kind, 0, p)) for kind in kinds}
        self.official_wage = round(p.wage_paid * p.nominal_wage)
        self._settle(drawn)
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "income": lambda model: model.mean("income"),
                "capital": lambda model: model.mean("capital"),
                "cash": lambda model: model.mean("cash"),
                "stalls": lambda model: model.mean("stall"),
                "donju": lambda model: model.mean("donju"),
                "trading": lambda model: sum(person.days > 0 for person in model.people) / len(model.people),
                "bought_off": lambda model: sum(person.exempt for person in model.people) / len(model.people),
                "weeks_away": lambda model: sum(person.weeks_away for person in model.people) / len(model.people),
                "party_cost": lambda model: sum(person.attendance_cost for person in model.people) / len(model.people),
            }
        )

    def _settle(self, drawn):
        """Make an object of every row in use, each household's members in the order in which they name the next."""
        balance = drawn["accounts"]["balance"]
        counties = [
            County(self, row, balance[row["till"]], balance[row["state"]]) for row in rows_of(drawn["counties"])
        ]
        workplaces = [Workplace(self, balance[account]) for account in drawn["organisations"]["account"]]
        cells = [Cell(row) for row in rows_of(drawn["cells"])]
        people_rows = list(rows_of(drawn["people"]))
        self.by_row = people = [None] * len(people_rows)  # spare rows are nobody
        for row in rows_of(drawn["households"]):
            county = counties[row["county"]]
            if row["size"] == 0:
                continue
            household = Household(self, county, row, balance[row["account"]])
            county.households.append(household)
            member = row["head"]
            for _ in range(row["size"]):
                people[member] = person = Person(self, household, people_rows[member])
                household.members.append(person)
                member = people_rows[member]["next_at_home"]
        for person, row in zip(people, people_rows, strict=True):
            if person is None:
                continue
            if row["spouse"] >= 0:
                person.spouse = people[row["spouse"]]
            if row["workplace"] >= 0:
                person.workplace = workplaces[row["workplace"]]
            if row["cell"] >= 0:
                person.cell = cells[row["cell"]]
        for cell, secretary in zip(cells, drawn["cells"]["secretary"], strict=True):
            cell.secretary = people[secretary] if secretary >= 0 else None
        posts = [Post(people[holder]) if holder >= 0 else None for holder in drawn["posts"]["holder"]]
        for post, row in zip(posts, rows_of(drawn["posts"]), strict=True):
            if post is not None:
                post.holder.post = post
                if row["kind"] in COLLECTORS:
                    counties[row["county"]].collectors.append(post)
        for workplace, head in zip(workplaces, drawn["organisations"]["head"], strict=True):
            workplace.head = posts[head] if head >= 0 else None

    @property
    def people(self):
        return self.agents_by_type[Person]

    @property
    def households(self):
        return self.agents_by_type[Household]

    @property
    def counties(self):
        return self.agents_by_type[County]

    @property
    def workplaces(self):
        return self.agents_by_type[Workplace]

    def mean(self, name):
        """The mean of an attribute over all households."""
        return self.households.agg(name, sum) / len(self.households)

    def step(self):
        """One month.  What is measured is collected by whoever runs the model, so that both can be timed apart."""
        self.households.do("spend_time")
        self.people.do("buy_off_attendance")
        self.workplaces.do("keep_part_of_fees")
        self.counties.do("open_till")
        self.households.do("lay_claim")
        self.counties.do("value_work")
        self.households.do("share_out")
        self.households.do("spend")
        self.counties.do("grant_stalls")
        self.households.do("cross_lines")
        self.month += 1


def rows_of(columns):
    """A table of columns as one dictionary a row."""
    names = tuple(columns)
    for values in zip(*columns.values(), strict=True):
        yield dict(zip(names, values, strict=True))
