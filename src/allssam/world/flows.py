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
    )
    OUTSIDE = ("buyers and sellers beyond the county and the country", Flow.OUTSIDE_DEMAND, Flow.IMPORTS)
    REFORM = ("cash made void by the currency reform of 2009", Flow.CURRENCY_REFORM)
