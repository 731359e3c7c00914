"""Parameters of the country that is drawn.  What was counted is cited; the rest is assumed and says why."""

from allssam.engine import ByPlace, Count, Money, Number, Parameters, Share, param, usd
from allssam.world import PROVINCES

_RATIO = "no source counts such posts; chosen so that officials are some 0.2 % of a full-size county"


class Population(Parameters):
    """How a country is drawn."""

    # ------------------------------------------------------------------------------------------------------- places
    most_counties: Count = param(
        200, 10, 250, "counties", "Counties of a country of full size",
        assumed="about the number of counties and city districts",
    )  # fmt: skip
    smallest_county: Count = param(
        20_000, 100, 200_000, "people", "People a county keeps on average when fewer counties are drawn",
        assumed="below it a county's offices outgrow its people",
    )  # fmt: skip
    standard_county: Count = param(
        120_000, 20_000, 500_000, "people", "People of a full-size county; posts.charge is 1 there",
        assumed="the census population over 200 counties",
    )  # fmt: skip
    county_spread: Number = param(
        0.35, 0.0, 1.0, "in logs", "How far counties of a province differ in size",
        assumed="sizes of counties are synthetic",
    )  # fmt: skip
    coastal_share: Share = param(
        0.5, 0.0, 1.0, "of counties", "Coastal counties in a province with a coast", assumed="by the map"
    )
    border_share: Share = param(
        0.4, 0.0, 1.0, "of counties", "Border counties in a province on the Chinese border", assumed="by the map"
    )
    urban_share: Share = param(0.606, 0.1, 0.95, "of people", "People who live in towns", fact="F005")
    urban_by_province: ByPlace = param(
        {
            "Pyongyang": 0.867, "South Pyongan": 0.649, "North Pyongan": 0.538, "Jagang": 0.629,
            "South Hwanghae": 0.355, "North Hwanghae": 0.457, "Kangwon": 0.496, "South Hamgyong": 0.599,
            "North Hamgyong": 0.709, "Ryanggang": 0.648,
        },
        0.05, 0.98, "of people", "Townspeople of each province, before all are shifted to meet urban_share",
        assumed="the census of 2008 as remembered", each=PROVINCES,
    )  # fmt: skip
    urban_spread: Number = param(
        0.5, 0.0, 2.0, "in log odds", "How far counties of a province differ in townspeople", assumed="synthetic"
    )
    stall_places: Number = param(
        0.0454, 0.01, 0.1, "stalls per person", "Market stalls the authorities allow, on average over the country",
        fact="F105",
    )  # fmt: skip
    stalls_filled: Share = param(
        0.75, 0.1, 1.0, "of stall places", "Stalls held at the start",
        fact="F110", assumed="counted stalls grew by a fifth and more in 2012-15",
    )  # fmt: skip
    senior_posts: Count = param(
        3_000, 0, 10_000, "posts", "Senior posts of the Centre, never scaled",
        assumed="the elite behind the purge counts (F265)",
    )  # fmt: skip

    # --------------------------------------------------------------------------------------------- people and families
    household_size: Number = param(3.97, 2.5, 6.0, "people", "Mean size of a household", fact="F003")
    spare_people: Share = param(
        0.04, 0.0, 0.5, "of a county's people", "Rows kept for children to be born, at the end of each county",
        assumed="births of more than two years; rows of the dead come free once a year, and more are added where they run short",
    )  # fmt: skip
    spare_households: Share = param(
        0.04, 0.0, 0.5, "of a county's households", "Rows kept for households to be founded", assumed="see spare_people"
    )
    spare_seniors: Share = param(
        0.5, 0.0, 2.0, "of senior posts", "Rows kept at the Centre for those who will be called there",
        assumed="nine years of deaths, pensions and purges",
    )  # fmt: skip
    least_spare: Count = param(
        8, 0, 1_000, "rows", "Spare rows of people, and of households, even the smallest county and the Centre have",
        assumed="a few",
    )  # fmt: skip
    women: Share = param(0.5126, 0.45, 0.55, "of people", "Women and girls", fact="F004")
    core: Share = param(0.28, 0.25, 0.30, "of people", "People of the core class", fact="F012")
    hostile: Share = param(0.25, 0.20, 0.30, "of people", "People of the hostile class", fact="F012")
    core_in_capital: Share = param(
        0.45, 0.28, 0.8, "of people", "People of the core class in Pyongyang", assumed="residence there is a privilege"
    )
    hostile_in_capital: Share = param(
        0.05, 0.0, 0.25, "of people", "People of the hostile class in Pyongyang",
        assumed="residence there is a privilege",
    )  # fmt: skip
    university: Share = param(
        0.10, 0.02, 0.3, "of people of 23 and above", "University graduates of the wavering class outside Pyongyang",
        assumed="level unsourced",
    )  # fmt: skip
    college: Share = param(
        0.10, 0.02, 0.3, "of people of 23 and above", "Graduates of a college", assumed="as many as of universities"
    )
    schooling_of_core: Number = param(
        1.7, 1.0, 4.0, "times", "University places of the core class, and again of Pyongyang",
        assumed="places go by songbun and residence",
    )  # fmt: skip
    schooling_of_hostile: Number = param(
        0.3, 0.0, 1.0, "times", "University places of the hostile class", assumed="places go by songbun"
    )

    # ------------------------------------------------------------------------------------------------- official jobs
    men_at_work: Share = param(
        0.925, 0.5, 1.0, "of men of 16 to 59", "Men with an official job",
        fact="F006", assumed="with the next three it gives the census total",
    )  # fmt: skip
    women_at_work: Share = param(
        0.87, 0.4, 1.0, "of women of 16 to 54", "Women with an official job, country women and single ones in towns",
        fact="F006",
    )  # fmt: skip
    wives_at_work: Share = param(
        0.58, 0.1, 1.0, "of wives of 16 to 54 in towns", "Wives in towns with an official job",
        claim="union-in-market", fact="F006",
    )  # fmt: skip
    women_late_at_work: Share = param(
        0.25, 0.0, 1.0, "of women of 55 to 59", "Women past their pension with a job", fact="F006"
    )
    old_at_work: Share = param(
        0.073, 0.0, 0.3, "of people of 60 and above", "Old people with an official job", fact="F006"
    )
    farm_in_country: Share = param(
        0.82, 0.3, 1.0, "of official jobs", "Farm work among jobs in the countryside",
        fact="F006", assumed="36 % of all jobs; split by residence assumed",
    )  # fmt: skip
    farm_in_town: Share = param(0.03, 0.0, 0.3, "of official jobs", "Farm work among jobs in towns", fact="F006")
    industry_in_country: Share = param(
        0.08, 0.0, 0.4, "of official jobs", "Manufacturing among jobs in the countryside", fact="F006"
    )
    industry_in_town: Share = param(
        0.355, 0.05, 0.7, "of official jobs", "Manufacturing among jobs in towns",
        fact="F006", assumed="23.7 % of all jobs; split assumed",
    )  # fmt: skip

    # --------------------------------------------------------------------------------------------------- in the Party
    members: Share = param(0.20, 0.17, 0.34, "of people of 17 and above", "Party members", fact="F241")
    members_in_capital: Share = param(
        0.39, 0.2, 0.5, "of people of 17 and above", "Party members in Pyongyang", fact="F013"
    )
    women_members: Share = param(0.30, 0.25, 0.35, "of members", "Women among members", fact="F243")
    members_over_forty: Share = param(0.88, 0.5, 0.95, "of members", "Members of 40 and above", fact="F013")
    card_of_core: Number = param(
        2.0, 1.0, 10.0, "times the odds", "Chance of a card of the core class",
        claim="membership-songbun-price", assumed="strength assumed",
    )  # fmt: skip
    card_of_hostile: Number = param(
        0.35, 0.0, 1.0, "times the odds", "Chance of a card of the hostile class",
        claim="membership-songbun-price", assumed="strength assumed",
    )  # fmt: skip
    candidates: Share = param(
        0.006, 0.0, 0.05, "of people of 20 to 45", "Candidates for membership",
        fact="F022", assumed="one year's entries or two",
    )  # fmt: skip
    cards_bought: Share = param(
        0.3, 0.0, 1.0, "of members", "Members who paid for their card; twice as many of the hostile class, half as many of the core",
        claim="membership-songbun-price", fact="F021", assumed="cards were for sale from the 1990s on; the share is a guess",
    )  # fmt: skip

    cell_size: Count = param(20, 5, 30, "members", "Members and candidates of a Party cell", fact=("F018", "F242"))
    first_session_price: Money = param(
        usd(1.5), 0, usd(20), "won", "Price of a session missed at the start",
        assumed="until each secretary first thinks about it",
    )  # fmt: skip

    # -------------------------------------------------------------------------------------------------------- traits
    skill_spread: Number = param(
        0.35, 0.18, 0.6, "in logs", "Spread of skill at the market",
        assumed="a trial: below 0.25 nobody becomes very rich",
    )  # fmt: skip
    strict: Share = param(
        0.13, 0.0, 0.5, "of people", "People who go by the book",
        claim="ssam-integrity-isolates", assumed="a minority, at every rank",
    )  # fmt: skip

    # ------------------------------------------------------------------------------------------------ money and donju
    donju_line: Money = param(
        usd(5_000), usd(2_000), usd(100_000), "won", "Capital from which a household is a donju's", fact="F167"
    )
    donju_share: Share = param(0.01, 0.005, 0.03, "of households", "Households above the donju line", fact="F255")
    donju_share_in_capital: Share = param(
        0.02, 0.005, 0.06, "of households", "Households above the donju line in Pyongyang", fact=("F168", "F256")
    )
    tail: Number = param(1.7, 1.2, 3.0, "exponent", "How fast donju thin out with wealth (Pareto)", fact="F256")
    usual_capital: Money = param(
        usd(180), usd(30), usd(1_000), "won", "Capital of a household in the middle",
        assumed="what is saved and restocked at rest: saving 0.3 of what is left, losses 0.028 a month",
    )  # fmt: skip
    luck_spread: Number = param(
        0.35, 0.05, 0.8, "in logs", "Spread of lasting luck",
        assumed="AR(1) of 0.985 a month and 0.06 at rest: 0.06 / (1 - 0.985²)^½",
    )  # fmt: skip
    skill_in_capital: Share = param(
        0.35, 0.0, 0.7, "correlation", "How far skill of a household and its capital go together",
        assumed="between none and half",
    )  # fmt: skip
    luck_in_capital: Share = param(
        0.60, 0.0, 0.7, "correlation", "How far lasting luck and capital go together",
        assumed="capital is luck saved up",
    )  # fmt: skip
    income: Money = param(
        usd(64), usd(10), usd(300), "won a month", "Mean market income of a household", fact=("F117", "F069")
    )
    urban_income: Share = param(
        0.4, 0.0, 0.9, "of mean income", "How much more a county all town earns than one all country",
        assumed="towns have the markets",
    )  # fmt: skip
    labour_capital: Money = param(
        usd(300), usd(50), usd(1_000), "won", "What hands are worth beside capital",
        assumed="a trial: decides inequality, keeps the poor alive",
    )  # fmt: skip
    capital_return: Share = param(
        0.66, 0.3, 0.9, "exponent", "Returns to capital", assumed="a trial: 0.60 to 0.72 give the donju share"
    )
    stall_gain: Number = param(0.35, 0.0, 1.0, "of sales", "What a stall adds to sales", fact="F114")
    cash_months: Number = param(2.0, 0.1, 12.0, "months of usual income", "Cash in a purse", assumed="about two months")
    days_beside_job: Count = param(
        14, 0, 26, "days a month", "Market days of people with an official job",
        assumed="until they first think it over",
    )  # fmt: skip
    days_without_job: Count = param(
        23, 0, 26, "days a month", "Market days of people without one", assumed="until they first think it over"
    )
    time_return: Share = param(0.6, 0.2, 1.0, "exponent", "Returns to time at the market", assumed="below one")
    till_months: Number = param(
        0.5, 0.05, 3.0, "months of turnover", "Money in a market till at the start", assumed="half a month"
    )
    senior_income: Money = param(
        usd(150), usd(20), usd(2_000), "won a month", "What a senior official brings home beside his wage",
        assumed="above donju's clients, below donju",
    )  # fmt: skip

    # ------------------------------------------------------------------------------------------------------- offices
    people_per_instructor: Count = param(
        10_000, 1_000, 100_000, "people", "People to a Party instructor", assumed=_RATIO
    )
    people_per_investigator: Count = param(
        20_000, 1_000, 100_000, "people", "People to an investigating prosecutor", assumed=_RATIO
    )
    people_per_trial_prosecutor: Count = param(
        40_000, 1_000, 200_000, "people", "People to a trial prosecutor", assumed=_RATIO
    )
    people_per_police_officer: Count = param(
        2_000, 200, 20_000, "people", "People to a police officer who counts", assumed=_RATIO
    )
    people_per_security_officer: Count = param(
        6_000, 500, 50_000, "people", "People to an officer of state security", assumed=_RATIO
    )
    people_per_department: Count = param(
        15_000, 2_000, 120_000, "people", "People to a department of the administration", assumed=_RATIO
    )
    people_per_union_cadre: Count = param(
        20_000, 2_000, 120_000, "people", "People to a county cadre of the Women's Union",
        claim="union-cadre-bribes", assumed=_RATIO,
    )  # fmt: skip
    people_per_farm: Count = param(
        3_000, 500, 20_000, "country people", "Country people to a co-operative farm", assumed="a village (ri)"
    )
    leaders_per_farm: Count = param(
        3, 1, 20, "posts", "Work-unit leaders of a farm", claim="trade-cattle", assumed="the larger units"
    )
    people_per_station: Count = param(
        60_000, 5_000, 500_000, "people", "People to a fisheries station on the coast", assumed=_RATIO
    )
    people_per_company: Count = param(
        27_000, 2_000, 500_000, "people", "People to a trade company in Pyongyang and on the border",
        fact="F188", assumed="225 over 6.1 million",
    )  # fmt: skip
    least_factories: Count = param(3, 1, 20, "factories", "Factories even the smallest county has", assumed="a handful")
    fewest_spaces: Count = param(
        4, 0, 50, "spaces", "Spaces that could be let in a factory, at least",
        claim="lease-space", fact="F050", assumed="a trial: 4 to 14",
    )  # fmt: skip
    most_spaces: Count = param(
        8, 0, 50, "spaces", "Spaces that could be let in a factory, at most",
        claim="lease-space", fact="F050", assumed="a trial: 4 to 14",
    )  # fmt: skip
    quota_of_factory: Money = param(
        usd(400), 0, usd(2_000), "won a month", "Loyalty quota of a factory", fact="F060", assumed="level unsourced"
    )
    quota_of_company: Money = param(
        usd(417), 0, usd(1_000), "won a month", "Loyalty quota of a trade company", fact="F268"
    )
    women_as_cadres: Number = param(
        0.35, 0.0, 1.0, "times", "Chance of a post of a woman beside a man like her",
        fact="F019", assumed="315 women in 3,667 delegates",
    )  # fmt: skip
    takings_by_rank: Money = param(
        usd(20), 0, usd(200), "won a month and rank", "Informal income of a post, for each rank above the first",
        assumed="modest; learned anew within months",
    )  # fmt: skip

    # ------------------------------------------------------------------------------------------ the sea and the border
    crew_of_station: Count = param(
        30, 4, 100, "people", "Men a full-size fisheries station may hire", claim="fishery-permit", fact="F193"
    )
    fewest_requests: Count = param(
        5, 0, 30, "people", "Of them, hired at the request of base cadres, at least",
        claim="fishery-requested-hires", fact="F193",
    )  # fmt: skip
    most_requests: Count = param(
        7, 0, 30, "people", "Of them, hired at the request of base cadres, at most",
        claim="fishery-requested-hires", fact="F193",
    )  # fmt: skip
    staff_of_company: Count = param(
        20, 1, 200, "people", "People of a full-size trade company who travel for it", assumed="no source counts them"
    )
    cattle_per_person: Number = param(
        0.06, 0.005, 0.3, "head", "Cattle of work units for each person of the countryside",
        assumed="some 570,000 head in the country",
    )  # fmt: skip

    # ----------------------------------------------------------------------------------------------------- first ties
    ties_per_cadre: Number = param(
        2.0, 0.0, 8.0, "ties", "First ties of a county cadre with cadres of other offices",
        fact="F264", assumed="a trial settled near 3",
    )  # fmt: skip
    ties_per_donju: Number = param(
        1.0, 0.0, 3.0, "ties", "First patrons of a donju", claim="ssam-with-donju", assumed="a trial settled near 1"
    )
    ties_known: Share = param(
        0.4, 0.0, 1.0, "of ties", "First ties of which others have heard", claim="ssam-word-gets-around", assumed="some"
    )
    price_of_tie: Share = param(
        0.03, 0.0, 0.2, "of usual income", "What a donju's first patron gets each month",
        assumed="a trial: patrons had some 14 % in all",
    )  # fmt: skip
    first_leases: Share = param(
        0.1, 0.0, 1.0, "of workshop donju tied to a manager", "Those who rent a space at the start",
        claim="lease-needs-tie", assumed="few, so that leases are made in the run",
    )  # fmt: skip
