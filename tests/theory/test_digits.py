"""Compiled or plain, the textbook gives the same digits."""

import os
import subprocess
import sys

QUESTIONS = """
import math
import numpy as np
from allssam.theory import bargaining, cascades, contests, loyalty, matching, pricing, tolls

dice = np.random.default_rng(11)
for _ in range(25):
    a, b, c, d = (float(x) for x in dice.random(4))
    print(contests.win_probability(9 * a, 5 * b, 4 * c), contests.logit_win_probability(9 * a, 5 * b, 4 * c))
    print(bargaining.nash_bribe(90 * a, 20 * b, c), bargaining.two_stage_bribe(90 * a, b, 3 * c, 9 * d, c))
    print(bargaining.bribe_chain(a, b / a, c), bargaining.bribe_chain(a, b / a, c, 4))
    print([bargaining.insurance_premium(a, 10 ** (20 * b - 10), c) for b in (0.1, 0.5, 0.7, 0.9)])
    print(cascades.branching_mean(a), cascades.branching_variance(a), cascades.branching_extinction(4 * b))
    print([cascades.branching_total(n, 2 * c) for n in (1, 4, 29, 30, 400)])
    print(loyalty.loyalty_share(a * b, b, c), loyalty.eliminations(90 * a, 50 * b, c))
    print(loyalty.ruling_coalition(dice.random(5)))
    surplus = dice.normal(1, 2, (5, 4))
    print(matching.assignment(surplus), [bound.tolist() for bound in matching.core_bounds(surplus)])
    lists = [dice.permutation(4).tolist() for _ in range(8)]
    print(matching.deferred_acceptance(lists[:4], lists[4:]))
    upper = np.triu(dice.random((6, 6)) < 0.4, 1)
    ties = upper | upper.T
    print(matching.pairwise_stable(ties, a, b), cascades.network_cascade(ties, dice.random(6), [0]))
    print(cascades.threshold_equilibrium(dice.normal(5, 4, 12), 1))
    willing = dice.random(9)
    print(pricing.marginal_price(willing, 3, a / 2), pricing.monopoly_price(willing, b))
    print([tolls.equilibrium_tolls(willing, 3, conduct, c / 9) for conduct in tolls.CONDUCTS])
for values in (dice.random(300), dice.lognormal(size=500), dice.gamma(2.0, size=800), dice.pareto(4.0, 400)):
    print([tolls.equilibrium_tolls(values, 2, conduct, 0.05) for conduct in tolls.CONDUCTS])
"""


def answers(plain):
    environment = {**os.environ, "ALLSSAM_PLAIN": plain}
    run = subprocess.run([sys.executable, "-c", QUESTIONS], env=environment, capture_output=True, text=True, check=True)
    return run.stdout.splitlines()


def test_compiled_and_plain_give_the_same_digits():
    compiled, plain = answers("0"), answers("1")

    assert len(compiled) == 354
    assert compiled == plain
