"""The household's month in Mesa 3, written the way a user of Mesa would write it: the peer our own month is timed beside.

Which rules: those of `obligations.py` and of the household side of `markets.py`, six steps in this order.
    1. spend_time            one household in twelve, and every donju's, settles each member's days at the market and who is bought off
    2. buy_off_attendance    whoever is bought off pays the plant, and the plant its manager
    3. open_tills            buyers from outside, goods bought outside, every household's claim on the till
    4. share_out             wage, share of the till, stall fee, small bribe, living, restocking, wear, and once a year new luck
    5. grant_stalls          stalls that have become free are granted among those who seek one and can pay
    6. cross_lines           inspectors come for goods; whoever passes the donju line is a donju
Each rule is carried over by hand from the mechanism file of the same name.  When a rule changes there, it is to be changed here:
`beside_mesa.py` compares what both sides arrive at, and says so where they part.

What our side does and this one does not: events told, businesses founded and their line drawn, flows by sector and purpose, accounts
that are closed to zero won each month, dice keyed by person and question (here: Mesa's own generator).
What this side does and ours does not: keep an object for every person, household and county, which is what Mesa is for.
"""

import mesa

from allssam.world import Job, Party, Sex, Standing
from allssam.world import Post as Kind

# plain numbers: members of an enum would cost Mesa time that is not Mesa's
FARM, OFFICIAL, MEMBER = int(Job.FARM), int(Job.OFFICIAL), int(Party.MEMBER)
WOMAN, FREE = int(Sex.WOMAN), int(Standing.FREE)
COLLECTORS = frozenset(int(kind) for kind in (Kind.MARKET_MANAGER, Kind.OFFICER, Kind.INSTRUCTOR))


def pay(payer, payee, amount):
    """Move an amount, or what the payer has left."""
    paid = max(0, min(amount, payer.cash))
    payer.cash -= paid
    payee.cash += paid
    return paid


class Account:
    """A till, or the state in a county."""

    def __init__(self, cash):
        self.cash = cash


class Workplace:
    """A plant or office, and the post of its head."""

    def __init__(self, cash):
        self.cash = cash
        self.head = None


class Post:
    """A post, and who holds it."""

    def __init__(self, holder):
        self.holder = holder
        self.takings = 0
        self.from_market = 0


class County(mesa.Agent):
    """An arena with one till."""

    def __init__(self, model, drawn, till, state):
        super().__init__(model)
        self.capital, self.wage, self.tolerance = drawn["capital"], drawn["wage"], drawn["tolerance"]
        self.openings, self.openings_at_start = drawn["openings"], drawn["openings_at_start"]
        self.season, self.price_level = drawn["season"], drawn["price_level"]
        self.stalls, self.stalls_at_start = drawn["stalls"], drawn["stalls_at_start"]
        self.till, self.state = Account(till), Account(state)
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
        self.market_sense, self.skill = drawn["market_sense"], drawn["skill"]
        self.workplace = None
        self.post = None
        self.days = 0
        self.exempt = False

    def settle_days(self, expected_wage, fee, ease, spare):
        """Days for the market this month, and whether to be bought off attendance; returns the fee to be paid."""
        model = self.model
        p = model.obligations
        self.days, self.exempt = 0, False
        age = (model.month - self.birth) // 12
        if not self.free or age < p.working_age or age >= p.leaves_market:
            return 0
        woman = self.sex == WOMAN
        works = FARM <= self.job <= OFFICIAL and age < (p.retires_woman if woman else p.retires_man)
        own_days = p.month_days
        if self.party == MEMBER:
            own_days -= p.party_days
        elif woman and not works:
            own_days -= p.union_days
        days = max(0, int(own_days - p.job_days if works else own_days))
        least = ease * p.trouble * (100.5 - self.market_sense) / (self.market_sense + 0.5)
        brings = expected_wage * self.skill * model.worth[days]
        paid = 0
        if works and self.job != OFFICIAL:
            freed = max(0, int(own_days))
            could_bring = expected_wage * self.skill * model.worth[freed]
            if could_bring > least and fee <= spare and could_bring - max(brings, least) > fee:
                self.exempt = True
                paid = round(fee)
                days, brings = freed, could_bring
        if brings > least:
            self.days = days
            self.household.labour += self.skill * model.worth[days]
        if works and not self.exempt:
            self.household.wages += model.official_wage
        return paid

    def buy_off_attendance(self):
        """Whoever is bought off pays the plant, which gives its manager a part; who cannot pay must attend again."""
        if not self.exempt:
            return
        model, household = self.model, self.household
        county, p = household.county, model.obligations
        fee = round((p.exemption_fee_capital if county.capital else p.exemption_fee) * county.wage)
        workplace = self.workplace
        if workplace is None:
            paid = pay(household, county.state, fee)
        else:
            paid = pay(household, workplace, fee)
            head = workplace.head
            if head is not None:
                head.takings += pay(workplace, head.holder.household, round(p.managers_share * paid))
        if paid < fee:
            self.exempt = False
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

    def spend_time(self):
        """One in twelve each month, and those with a donju every month: each member's days and the work they add up to."""
        model = self.model
        p = model.obligations
        if self.settled and not self.donju and (self.key + model.month) % p.reconsiders:
            return
        self.settled = True
        county = self.county
        fee = county.wage * (p.exemption_fee_capital if county.capital else p.exemption_fee)
        expected_wage = county.wage * (1.0 + self.capital / p.labour_base) ** p.returns_to_capital
        ease = min(1.0, max(0.0, self.usual_income / p.subsistence))
        spare = self.cash
        self.labour, self.wages = 0.0, 0
        for person in self.members:
            spare -= person.settle_days(expected_wage, fee, ease, spare)

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
        """Wage, share of the till, stall fee, small bribe, living, restocking, wear, luck."""
        model, county = self.model, self.county
        p, till = model.markets, county.till
        if self.wages:
            wages = round(self.wages / county.price_level)
            self.cash += wages
            county.state.cash -= wages
        self.income = income = pay(till, self, int(county.per_claim * self.claim))
        self.usual_income += (income - self.usual_income) // 6
        usual = self.usual_income
        if self.stall:
            pay(self, county.state, p.stall_fee)
        works = self.labour > 0.0
        if works and county.collectors and self.random.random() < p.bribe_reach * 2.0 * county.tolerance:
            post = self.random.choice(county.collectors)
            paid = pay(self, post.holder.household, round(p.bribe_size * income))
            if paid > 0:
                post.takings += paid
                post.from_market += paid
                self.last_bribe = model.month
        wanted = p.subsistence + (1.0 - p.saving) * max(0.0, usual - p.subsistence)
        spare = max(0.0, self.cash - wanted - p.buffer * usual)
        pay(self, till, round(wanted + p.drawdown * spare))
        stocked = 0
        if works and income > p.subsistence and usual > 0:
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
        days = obligations.month_days
        self.worth = [(day / days) ** obligations.returns_to_time for day in range(days + 1)]
        self.official_wage = round(obligations.wage_paid * obligations.nominal_wage)
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
            }
        )

    def _settle(self, drawn):
        """Make an object of every row."""
        balance = drawn["accounts"]["balance"]
        counties = [
            County(self, row, balance[row["till"]], balance[row["state"]]) for row in rows_of(drawn["counties"])
        ]
        households = []
        for row in rows_of(drawn["households"]):
            county = counties[row["county"]]
            household = Household(self, county, row, balance[row["account"]])
            county.households.append(household)
            households.append(household)
        workplaces = [Workplace(balance[account]) for account in drawn["organisations"]["account"]]
        people = []
        for row in rows_of(drawn["people"]):
            household = households[row["household"]]
            person = Person(self, household, row)
            if row["workplace"] >= 0:
                person.workplace = workplaces[row["workplace"]]
            household.members.append(person)
            people.append(person)
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

    def mean(self, name):
        """The mean of an attribute over all households."""
        return self.households.agg(name, sum) / len(self.households)

    def step(self):
        """One month.  What is measured is collected by whoever runs the model, so that both can be timed apart."""
        self.households.do("spend_time")
        self.people.do("buy_off_attendance")
        self.counties.do("open_till")
        self.households.do("lay_claim")
        self.counties.do("value_work")
        self.households.do("share_out")
        self.counties.do("grant_stalls")
        self.households.do("cross_lines")
        self.month += 1


def rows_of(columns):
    """A table of columns as one dictionary a row."""
    names = tuple(columns)
    for values in zip(*columns.values(), strict=True):
        yield dict(zip(names, values, strict=True))
