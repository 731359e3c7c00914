"""The month: one list of steps, in the order in which things happen.

The order is a claim about the world, and can be tested: `MONTH.without("scapegoating")`, `MONTH.replace(rivalry=variant)`.
"""

from allssam.engine import Pipeline
from allssam.mechanisms import (
    demands,
    disputes,
    extra_earnings,
    favours,
    justice,
    leases,
    markets,
    obligations,
    offices,
    per_diem,
    rivalry,
    ruler,
    scapegoating,
    ssam,
    superiors,
    talk,
    tolls,
    upkeep,
)  # fmt: skip

MONTH = Pipeline(
    # the books are opened, and the policy in force is known
    offices.open_month,
    ruler.set_policy,
    ruler.reform_money,
    # what the state asks
    obligations.spend_time,
    obligations.buy_off_attendance,
    obligations.keep_part_of_fees,
    # what the market gives
    markets.open_tills,
    markets.share_out,
    markets.spend,
    markets.grant_stalls,
    markets.cross_lines,
    markets.mind_businesses,
    favours.take_back,
    # factory space, what is paid for it and what comes back
    leases.find_space,
    leases.pay_rent,
    per_diem.give_per_diems,
    extra_earnings.keep_quota,
    # who stands with whom
    ssam.seek_backers,
    ssam.reckon_worth,
    superiors.meet_superiors,
    upkeep.keep_up,
    superiors.pass_upward,
    favours.do_favours,
    favours.place_children,
    upkeep.wear,
    talk.forget,
    talk.spread_word,
    # secretary against manager, and all who can do harm
    rivalry.weigh,
    rivalry.court,
    rivalry.quarrel,
    demands.press,
    demands.collect_tolls,
    demands.settle,
    demands.reckon,
    tolls.post_tolls,
    leases.review,
    # what goes wrong
    justice.count_friends,
    disputes.write_dossiers,
    disputes.file_dossiers,
    disputes.warn_and_counter,
    disputes.decide,
    disputes.unseat_losers,
    disputes.go_on_with_donju,
    justice.take_up,
    justice.probe,
    justice.assign,
    justice.give_chances_to_pay,
    justice.trace_patrons,
    justice.find_culprits,
    justice.carry_out_sentences,
    justice.insure,
    justice.serve_sentences,
    # who is sacrificed
    scapegoating.weigh_clients,
    scapegoating.brand,
    scapegoating.let_fall,
    scapegoating.take_on_the_next,
    # what the month has taught, and the books are closed
    ssam.learn_danger,
    upkeep.end_ties,
    rivalry.cool,
    offices.fill_posts,
    offices.close_month,
)
