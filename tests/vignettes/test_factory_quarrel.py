"""The quarrel over the factory, as the articles tell it.

A manager lets space to a donju, who gives him rent and a per diem.  The factory's Party secretary has no donju of his own and sees
it.  Only this first state is set; then the steps of the month are called.  What follows is up to the rules.
"""

from allssam.mechanisms import demands, extra_earnings, leases, offices, per_diem, rivalry, tolls
from allssam.world import Post
from small_county import USD, SmallCountry, live

MONTH = (
    offices.open_month, leases.find_space, leases.pay_rent, per_diem.give_per_diems, extra_earnings.keep_quota, rivalry.weigh,
    rivalry.court, rivalry.quarrel, demands.press, demands.collect_tolls, demands.settle, demands.reckon, tolls.post_tolls,
    leases.review, rivalry.cool, offices.close_month,
)  # fmt: skip


def factory(secretary_has_his_own=False):
    """A factory with two tenants who have ties to the manager; a secretary with nothing, or with a good income of his own."""
    country = SmallCountry()
    plant, manager, secretary = country.plant(spaces=4)
    tenants = [country.donju(sales=2_500.0), country.donju(sales=1_800.0)]
    for tenant in tenants:
        country.tie(manager, tenant, strength=0.8)
        country.lease(plant, tenant, rent=250.0, with_tie=True)
    country.official(country.organisation(kind=3), Post.HEAD)
    if secretary_has_his_own:
        country.post_of(secretary)["usual_takings"] = 20_000.0 * USD
    return country, manager, secretary, tenants


def three_years(seed, **first_state):
    country, manager, secretary, tenants = factory(**first_state)
    return live(country.world(seed), *MONTH, months=36), manager, secretary, tenants


def test_the_quarrel_and_the_coerced_bribe_can_follow():
    stories = [three_years(seed) for seed in range(12)]

    quarrels = [told for told, manager, secretary, _ in stories if ("QUARREL", secretary, manager) in told]
    paid = [
        told for told, _, secretary, tenants in stories if any(("BRIBE_COERCED", tenant, secretary) in told for tenant in tenants)
    ]

    assert quarrels
    assert paid


def test_a_bribe_to_the_secretary_is_coerced_only_after_a_quarrel():
    for seed in range(12):
        told, manager, secretary, tenants = three_years(seed)
        kinds = [(kind, whom) for kind, _, whom in told]
        if ("BRIBE_COERCED", secretary) in kinds:
            assert kinds.index(("QUARREL", manager)) < kinds.index(("BRIBE_COERCED", secretary))


def test_some_secretaries_get_a_donju_of_their_own_without_a_quarrel():
    stories = [three_years(seed) for seed in range(12)]

    courted = [told for told, _, secretary, tenants in stories if any(("TIE_FORMED", secretary, tenant) in told for tenant in tenants)]

    assert courted


def test_the_manager_sometimes_lowers_the_rent_to_keep_his_tenant():
    stories = [three_years(seed) for seed in range(12)]

    assert any(("RENT_CUT", manager, tenant) in told for told, manager, _, tenants in stories for tenant in tenants)


def test_a_secretary_with_a_good_income_of_his_own_lets_it_be_for_as_long_as_it_lasts():
    country, manager, secretary, tenants = factory(secretary_has_his_own=True)

    told = live(country.world(), *MONTH, months=6)

    assert not [kind for kind, who, _ in told if kind in ("COURTED", "QUARREL") and who == secretary]
