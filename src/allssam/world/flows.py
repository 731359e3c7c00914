"""Sectors and purposes: who holds money, and what it is paid for.  Declarations only.

Money enters and leaves at borders and nowhere else; a border carries the purposes it lists and no other.
"""

from allssam.engine import Purpose
from allssam.engine import Sector as SectorBase


class Flow(Purpose):
    """What a payment is for."""

    STATE_WAGE = "official wage, in steady won at the month's price level"
    CONSUMPTION = "what a household spends at the market to live"
    RESTOCKING = "goods bought for a business"
    MARKET_INCOME = "what the market pays out to those who sell there"
    OUTSIDE_DEMAND = "what buyers from outside the county spend at its market"
    IMPORTS = "goods the market buys from outside"
    FIRE_SALE = "goods sold at once to raise cash"
    STALL_FEE = "daily fee of a market stall"
    STALL_RIGHT = "price of the right to a stall"
    PETTY_BRIBE = "small bribe to trade in peace"
    EXEMPTION_FEE = "monthly '8.3' fee that buys a worker off attendance"
    EXEMPTION_SHARE = "what managers keep of '8.3' fees"
    INSPECTION_FINE = "fine or goods' worth taken at an inspection of traders"
    RENT = "monthly rent for factory space, to the manager"
    PROFIT_SHARE = "a tenant's share of profit, to the plant"
    EXTRA_EARNINGS = "the part of rents a plant books as 'extra earnings'"
    PER_DIEM = "what a tenant gives the manager unasked"
    LOYALTY_QUOTA = "what a plant pays into its loyalty fund"
    LOYALTY_TRIBUTE = "loyalty money passed on to the centre"
    FUND_BORROWING = "what a secretary borrows from the loyalty fund"
    FUND_REPAYMENT = "what a secretary pays back to the loyalty fund"
    PLANT_SPENDING = "what a plant spends at the market on inputs and rations"
    PATRONAGE = "what a donju pays a patron for a tie"
    FEAST = "what two cadres spend at the market to keep a tie"
    GIFT = "a gift, or a favour in goods, from one side of a tie to the other"
    UPWARD_GIFT = "gifts and part of takings passed to a superior"
    UNIVERSITY_PLACE = "price of a university place for those without ties"
    NEWS = "what a donju pays for news of who matters"
    COERCED_BRIBE = "a bribe paid to be left alone after a demand or a quarrel"
    SECRETARY_TOLL = "what a plant's Party secretary takes from a tenant"
    RELEASE_INVESTIGATION = "price of release while the investigation runs"
    RELEASE_VERDICT = "price of release when the result is handed out"
    INSURANCE = "premium a manager passes to a prosecutor ahead of need"
    CONFISCATION = "money taken by the state with a sentence"
    HANDLERS_SHARE = "part of a confiscation that officials keep"
    CURRENCY_REFORM = "cash above the cap, lost in the reform"
    ENTRY_MONEY = "what is paid a cell secretary for admission to the Party, at once or in instalments"
    ENTRY_SHARE = "what a cell secretary passes upward of entry money"
    POST_PRICE = "what is paid the cadre department for a post"
    POST_SHARE = "what the cadre department passes upward of the price of a post"
    CATCH = "foreign currency for a fisheries station's catch"
    CREW_SHARE = "a crew's share of the catch"
    BASE_SHARE = "what cadres of the military base have of the catch"
    STATION_PROFIT = "what a station chief keeps of the catch"
    HIRING_REQUEST = "what a man pays a cadre of the base who asks for his hiring"
    ABSENCE_BRIBE = "what a fisheries station pays its Party secretary for sessions its men miss"
    TRADE_EARNINGS = "foreign currency earned by a trade company"
    TRADE_PAY = "what a trade company pays its people"
    TRADE_ABSENCE_BRIBE = "what a trade company pays its Party secretary for sessions its people miss"
    TRADE_PROFIT = "what the head of a trade company keeps"
    CATTLE_SOLD = "foreign currency for cattle sold abroad"
    CATTLE_BOUGHT = "cattle bought from another work unit"
    CATTLE_CARRIAGE = "what it costs to bring home cattle bought in another county"
    CATTLE_SHARE = "the unit leader's half of what cattle brought"
    HOLIDAY_BRIBE = "what partners in cattle give the village Party secretary on a holiday"
    ABSENCE_FINE = "what is paid at the workplace for weeks away without having bought off attendance"
    PARTY_DUES = "dues of Party members"
    SESSION_MISSED = "what members pay the secretary of their cell for sessions missed"
    PARTY_LIFE_BOUGHT = "'8.3 Party life': a year of fees in advance, to the secretary of the cell"
    UNION_FEE = "what women pay to be let off the duties of the Women's Union"
    UNION_BRIBE = "what cadres of the Women's Union ask of its members at the market"
    INHERITANCE = "purse of a household that has come to an end, to the household of its heirs"
    ESCHEAT = "purse of a household that has come to an end without heirs, to the state"
    PORTION = "what people take along from home when they marry"
    TAKEN_ABROAD = "what a cadre who flees takes out of the country"
    BROKER = "what is paid to be brought across the border"
    LEVY = "what a household pays in a mobilisation in place of work"
    REWARD = "what senior cadres are given beside their wages"


class Sector(SectorBase):
    """Who holds an account; borders stand last."""

    HOUSEHOLDS = ("purses of households",)
    MARKETS = ("market tills of counties",)
    PLANTS = ("official accounts of factories and other organisations",)
    LOYALTY_FUNDS = ("loyalty-fund accounts of organisations",)
    STATE = (
        "the state: prints wages, takes fees, fines, tribute and confiscations",
        Flow.STATE_WAGE,
        Flow.STALL_FEE,
        Flow.STALL_RIGHT,
        Flow.EXEMPTION_FEE,
        Flow.INSPECTION_FINE,
        Flow.LOYALTY_TRIBUTE,
        Flow.CONFISCATION,
        Flow.HANDLERS_SHARE,
        Flow.ESCHEAT,
        Flow.ABSENCE_FINE,
        Flow.PARTY_DUES,
        Flow.UNION_FEE,
        Flow.LEVY,
        Flow.REWARD,
    )
    OUTSIDE = (
        "buyers and sellers beyond the county and the country",
        Flow.OUTSIDE_DEMAND,
        Flow.IMPORTS,
        Flow.CATCH,
        Flow.TRADE_EARNINGS,
        Flow.CATTLE_SOLD,
        Flow.TAKEN_ABROAD,
        Flow.BROKER,
    )
    REFORM = ("cash made void by the currency reform of 2009", Flow.CURRENCY_REFORM)
