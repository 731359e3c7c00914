"""The month: one list of steps, in the order in which things happen.

The order is a claim about the world, and can be tested: `MONTH.without("scapegoating")`, `MONTH.replace(rivalry=variant)`.
"""

from allssam.engine import Pipeline
from allssam.mechanisms import markets, obligations, offices, ruler

MONTH = Pipeline(
    # the books are opened, and the policy in force is known
    offices.open_month,
    ruler.set_policy,
    ruler.reform_money,
    # what the state asks
    obligations.spend_time,
    obligations.buy_off_attendance,
    # what the market gives
    markets.open_tills,
    markets.share_out,
    markets.grant_stalls,
    markets.cross_lines,
    markets.mind_businesses,
    # the books are closed
    offices.fill_posts,
    offices.close_month,
)
