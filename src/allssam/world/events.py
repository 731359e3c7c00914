"""Events: what is told, under which rule, and what may have caused it.  Declarations only.

An event changes a tie, a standing or a fate, or can be named as a cause.  Routine payments are flows.
"""

from allssam.engine import Kind, event


class Event(Kind):
    """Kinds of event."""

    DONJU_RISEN = event("{who} passes the donju line with a business worth {amount}", rule="markets.crosses_line")
    DONJU_FALLEN = event(
        "{who} falls below the donju line",
        rule="markets.falls_back",
        because=[
            "CONFISCATED",
            "RELEASE_BOUGHT_INVESTIGATION",
            "RELEASE_BOUGHT_VERDICT",
            "BRIBE_COERCED",
            "BUSINESS_INSPECTED",
        ],
    )
    BUSINESS_INSPECTED = event("inspectors take goods worth {amount} from {who}", rule="markets.inspection_risk")
    LEASE_BEGUN = event(
        "{who} rents space at {org} from {whom} for {amount} a month",
        rule="leases.joint_surplus",
        because=["TIE_FORMED"],
    )
    LEASE_ENDED = event(
        "{who} gives up the space at {org}",
        rule="leases.gives_up",
        because=["LEASE_BEGUN", "BRIBE_COERCED"],
    )
    RENT_CUT = event(
        "{who} lowers the rent of {whom} to {amount} to keep a tenant",
        rule="leases.cuts_rent",
        because=["LEASE_BEGUN", "COURTED", "QUARREL", "BRIBE_COERCED"],
    )
    PER_DIEM_BEGUN = event(
        "{who} begins to give {whom} a per diem, first {amount}",
        rule="per_diem.per_diem",
        because=["LEASE_BEGUN"],
    )
    EXTRA_ROOM_GIVEN = event("{who} gives {whom} an extra room", rule="per_diem.gives_room", because=["PER_DIEM_BEGUN"])
    EXTRA_EARNINGS_ORDERED = event(
        "{who} orders 'extra earnings' at {org}",
        rule="extra_earnings.orders_extra_earnings",
    )
    EXTRA_EARNINGS_WITHDRAWN = event(
        "{who} withdraws the 'extra earnings' order at {org}",
        rule="rivalry.withdraws_order",
        because=["QUARREL"],
    )
    FUND_BORROWED = event(
        "{who} borrows {amount} from the loyalty fund of {org}",
        rule="extra_earnings.borrows_from_fund",
    )
    TIE_FORMED = event(
        "{who} and {whom} enter into all-ssam",
        rule="ssam.accepts",
        because=["COURTED", "PRESSED", "CASE_OPENED", "SCAPEGOATED", "LEASE_BEGUN"],
    )
    TIE_ENDED = event(
        "the tie of {who} and {whom} lapses",
        rule="upkeep.lapses",
        because=[
            "TIE_FORMED",
            "CONVICTED",
            "CADRE_PUNISHED",
            "SCAPEGOATED",
            "SENTENCED_LABOUR",
            "SENTENCED_PRISON",
            "SENTENCED_CAMP",
            "DISMISSED",
            "TRANSFERRED",
            "DONJU_FALLEN",
            "BUSINESS_CLOSED",
            "TIE_UNPAID",
            "DIED",
            "RETIRED",
            "PURGED",
            "RESHUFFLED",
            "TAKEN_OVER",
            "RETREATED",
            "ELITE_FLED",
        ],
    )
    TIE_UNPAID = event("{who} misses what {whom} is due", rule="upkeep.affords_upkeep", because=["TIE_FORMED"])
    TIE_TURNED = event(
        "the tie of {who} and {whom} turns to enmity",
        rule="upkeep.turns_to_enmity",
        because=["TIE_UNPAID", "TIE_FORMED"],
    )
    FAVOUR_DONE = event(
        "{who} does {whom} a favour",
        rule="favours.willing",
        because=["TIE_FORMED", "FAVOUR_DONE", "FAVOUR_RETURNED", "UNIVERSITY_PLACE_GIVEN", "CASE_OPENED"],
    )
    FAVOUR_RETURNED = event(
        "{who} returns a favour to {whom}",
        rule="favours.willing",
        because=["FAVOUR_DONE", "UNIVERSITY_PLACE_GIVEN"],
    )
    UNIVERSITY_PLACE_GIVEN = event(
        "{who} sees to a university place for a child of {whom}",
        rule="favours.sees_to_place",
        because=["TIE_FORMED", "FAVOUR_DONE", "UNIVERSITY_PLACE_GIVEN"],
    )
    UNIVERSITY_PLACE_BOUGHT = event(
        "{who} pays {whom} {amount} for a university place for a child", rule="favours.buys_place"
    )
    PRESSED = event("{who} presses {whom} for {amount}", rule="demands.presses")
    PRESS_REFUSED = event(
        "{who} refuses {whom}, who bears a grudge",
        rule="demands.pays_demand",
        because=["PRESSED", "QUARREL", "FEUD_BEGUN", "LEASE_BEGUN"],
    )
    COURTED = event(
        "{who} courts {whom}, a donju of a rival, for {amount}",
        rule="rivalry.courts",
        because=["LEASE_BEGUN", "TIE_FORMED"],
    )
    COURT_REFUSED = event(
        "{who} refuses {whom} and loses his good graces", rule="rivalry.accepts_courting", because=["COURTED"]
    )
    QUARREL = event(
        "{who} starts a quarrel with {whom} over {org}",
        rule="rivalry.quarrels",
        because=[
            "COURT_REFUSED",
            "PRESS_REFUSED",
            "TIE_TURNED",
            "DISPUTE_WON",
            "LEASE_BEGUN",
            "PER_DIEM_BEGUN",
            "TIE_FORMED",
        ],
    )
    BRIBE_COERCED = event(
        "{who} pays {whom} {amount} to be left alone",
        rule="demands.pays_demand",
        because=["QUARREL", "FEUD_BEGUN", "PRESSED"],
    )
    FEUD_BEGUN = event(
        "{who} and {whom} become veiled enemies at {org}", rule="rivalry.enmity_grows", because=["QUARREL", "COURTED"]
    )
    WORKER_ARRESTED = event(
        "a worker of {whom} is arrested at the wish of {who}",
        rule="demands.has_worker_arrested",
        because=["PRESS_REFUSED", "COURT_REFUSED", "TIE_TURNED", "DISPUTE_WON"],
    )
    BUSINESS_CLOSED = event(
        "{who} closes the business at {org}",
        rule="demands.closes_business",
        because=["BRIBE_COERCED", "WORKER_ARRESTED", "PRESSED", "LEASE_BEGUN"],
    )
    DOSSIER_WRITTEN = event(
        "{who} documents what can be held against {whom}",
        rule="disputes.documents",
        because=["QUARREL", "FEUD_BEGUN", "COURT_REFUSED", "PRESS_REFUSED", "TIE_TURNED", "DISPUTE_WON"],
    )
    DOSSIER_WITHHELD = event(
        "{who} keeps the dossier on {whom} as a lever",
        rule="disputes.files",
        because=["DOSSIER_WRITTEN"],
    )
    DOSSIER_FILED = event(
        "{who} files a dossier against {whom}",
        rule="disputes.files",
        because=[
            "DOSSIER_WRITTEN",
            "DISMISSED",
            "TRANSFERRED",
            "CADRE_PUNISHED",
            "DIED",
            "RETIRED",
            "PURGED",
            "RESHUFFLED",
            "RETREATED",
            "ELITE_FLED",
        ],
    )
    TIPPED_OFF = event(
        "{who} warns {whom} that a dossier has been filed",
        rule="disputes.warns",
        because=["DOSSIER_FILED"],
    )
    COUNTER_FILED = event(
        "{who} files a counter-charge against {whom}", rule="disputes.counters", because=["TIPPED_OFF"]
    )
    DISPUTE_WON = event(
        "{who} prevails over {whom} in the dispute over {org}",
        rule="disputes.prevails",
        because=["DOSSIER_FILED", "COUNTER_FILED"],
    )
    DISMISSED = event(
        "{who} is dismissed from {org}",
        rule="disputes.fate_of_loser",
        because=["DISPUTE_WON", "CADRE_PUNISHED", "CADRE_CONVICTED", "CATTLE_SEIZED", "INVESTIGATED"],
    )
    TRANSFERRED = event("{who} is transferred from {org}", rule="disputes.fate_of_loser", because=["DISPUTE_WON"])
    APPOINTED = event(
        "{who} is appointed at {org}",
        rule="careers.may_serve",
        because=[
            "DISMISSED",
            "TRANSFERRED",
            "FAVOUR_DONE",
            "FAVOUR_RETURNED",
            "DIED",
            "RETIRED",
            "PROMOTED",
            "PURGED",
            "RESHUFFLED",
            "RETREATED",
            "ELITE_FLED",
        ],
    )
    CASE_WITHDRAWN = event(
        "{who} has the case against {whom} withdrawn",
        rule="disputes.withdraws",
        because=["DISPUTE_WON", "DOSSIER_FILED", "CASE_OPENED"],
    )
    COMPLAINT_DROPPED = event(
        "{who} sees to it that the complaint against {whom} is not taken up",
        rule="justice.takes_up",
        because=["DOSSIER_FILED", "DISPUTE_WON", "WORKER_ARRESTED", "PRESS_REFUSED"],
    )
    CASE_OPENED = event(
        "{whom} opens a case against {who}",
        rule="justice.takes_up",
        because=["DOSSIER_FILED", "DISPUTE_WON", "WORKER_ARRESTED", "PRESS_REFUSED"],
    )
    RELEASE_BOUGHT_INVESTIGATION = event(
        "{who} pays {whom} {amount} and is found not guilty at the preliminary stage",
        rule="justice.pays",
        because=["CASE_OPENED"],
    )
    PRELIMINARY_FINDING = event(
        "{whom} finds against {who} at the preliminary stage",
        rule="justice.pays",
        because=["CASE_OPENED"],
    )
    RELEASE_BOUGHT_VERDICT = event(
        "{who} pays {whom} {amount} when the result is handed out",
        rule="justice.pays",
        because=["PRELIMINARY_FINDING"],
    )
    ACQUITTED = event(
        "{who} goes free without paying",
        rule="justice.lets_go",
        because=["PRELIMINARY_FINDING", "CADRE_PUNISHED"],
    )
    CONVICTED = event(
        "{whom} finds {who} guilty",
        rule="justice.worth_as_culprit",
        because=["PRELIMINARY_FINDING"],
    )
    CADRE_EXCUSED = event(
        "{who}, accused with a donju, is excused by {whom}",
        rule="justice.worth_as_culprit",
        because=["PRELIMINARY_FINDING"],
    )
    CADRE_PUNISHED = event(
        "{who}, accused with a donju, is made the culprit by {whom}",
        rule="justice.worth_as_culprit",
        because=["PRELIMINARY_FINDING"],
    )
    CADRE_CONVICTED = event(
        "{whom} finds {who}, an official accused in a dispute, guilty",
        rule="justice.lets_go",
        because=["PRELIMINARY_FINDING"],
    )
    SENTENCED_LABOUR = event(
        "{who} is sent to labour training",
        rule="justice.sentence",
        because=["CONVICTED", "CADRE_PUNISHED", "CADRE_CONVICTED"],
    )
    SENTENCED_PRISON = event(
        "{who} is sent to prison",
        rule="justice.sentence",
        because=["CONVICTED", "CADRE_PUNISHED", "CADRE_CONVICTED", "SCAPEGOATED"],
    )
    SENTENCED_CAMP = event(
        "{who} is sent to a political camp",
        rule="justice.sentence",
        because=["CONVICTED", "CADRE_PUNISHED", "CADRE_CONVICTED", "SCAPEGOATED"],
    )
    CONFISCATED = event(
        "{who} loses {amount} in money and goods",
        rule="justice.share_lost",
        because=["CONVICTED", "CADRE_PUNISHED", "CADRE_CONVICTED", "SCAPEGOATED"],
    )
    INSURED = event("{who} begins to pass money to {whom} as insurance, first {amount}", rule="justice.premium")
    SET_FREE = event(
        "{who} has served the sentence",
        rule="justice.has_served",
        because=["SENTENCED_LABOUR", "SENTENCED_PRISON", "SENTENCED_CAMP"],
    )
    CAMPAIGN_BEGUN = event("an inspection campaign reaches the county of {who}", rule="ruler.campaign_reaches")
    BRANDED = event(
        "{whom} brands {who} an anti-socialist element",
        rule="scapegoating.wants_sacrifice",
        because=["CAMPAIGN_BEGUN", "TIE_FORMED", "REPLACED"],
    )
    SCAPEGOATED = event("{who} is sacrificed by {whom}", rule="scapegoating.wants_sacrifice", because=["BRANDED"])
    REPLACED = event(
        "{who} takes on {whom} in place of the one sacrificed",
        rule="scapegoating.expected_payment",
        because=["SCAPEGOATED"],
    )
    CREW_HIRED = event(
        "{who} is taken on at {org} because {whom} of the base asked, for {amount}", rule="fisheries.pays_to_be_asked_for"
    )
    CAPTAIN_HIRED = event("{whom} makes {who} captain at {org}", rule="fisheries.value_to_chief")
    CATCH_DELAYED = event(
        "the boats of {who} at {org} are late, and {amount} of the catch may spoil", rule="fisheries.is_delayed"
    )
    COWS_SOLD = event(
        "{who} and {whom} sell more cattle of {org} abroad than before, for {amount}",
        rule="trade.dares_to_sell",
        because=["COWS_SOLD"],
    )
    PARTNERSHIP_FOUND_OUT = event(
        "{who} finds out that {whom} sells cattle abroad", rule="trade.finds_out", because=["COWS_SOLD"]
    )
    HOLIDAY_BRIBE_BEGUN = event(
        "{who} begins to pay {whom} on holidays, first {amount}",
        rule="trade.holiday_bribe",
        because=["PARTNERSHIP_FOUND_OUT"],
    )
    NOMINATION_PROMISED = event(
        "{who} promises to nominate {whom} for membership in time for 10 October",
        rule="trade.promises_nomination",
        because=["HOLIDAY_BRIBE_BEGUN"],
    )
    CATTLE_SEIZED = event(
        "cattle worth {amount} are seized from {who} and {whom}",
        rule="trade.is_caught",
        because=["COWS_SOLD", "PARTNERSHIP_FOUND_OUT"],
    )
    NOMINATED = event(
        "{who} comes up for the Party and is nominated by {whom}", rule="membership.comes_up", because=["NOMINATION_PROMISED"]
    )
    ADMITTED = event(
        "{who} pays {whom} {amount} and becomes a candidate of the Party", rule="membership.takes_card", because=["NOMINATED"]
    )
    ADMITTED_FOR_SERVICE = event(
        "{who} becomes a candidate of the Party for service rendered", rule="membership.served", because=["NOMINATED"]
    )
    TELEVISION_CHOSEN = event(
        "{who}, honoured for his work, chooses a television over the card", rule="membership.chooses_card", because=["NOMINATED"]
    )
    SOLICITED_ENTRY = event(
        "{whom}, who has places to fill, urges {who} to join the Party, and is given {amount}", rule="membership.would_rather_fill"
    )
    MEMBERSHIP_CONFIRMED = event(
        "{who}'s probation ends with full membership",
        rule="membership.probation_is_over",
        because=["ADMITTED", "ADMITTED_FOR_SERVICE", "SOLICITED_ENTRY"],
    )
    PROMOTED = event("{who} leaves {org} for a better post", rule="careers.fitness", because=["APPOINTED"])
    CELL_SECRETARY_CHOSEN = event("{who} becomes secretary of a Party cell", rule="careers.fit_to_lead_cell")
    PARTY_EXPELLED = event(
        "{who} is expelled from the Party",
        rule="party_life.found_absent",
        because=["CAMPAIGN_BEGUN", "SENTENCED_LABOUR", "SENTENCED_PRISON", "SENTENCED_CAMP"],
    )
    DIED = event("{who} dies", rule="lives.dies")
    RETIRED = event("{who} is pensioned off and leaves the post at {org}", rule="lives.is_pensioned_off")
    SUCCEEDED = event("{who} goes on with the business of {whom}", rule="lives.can_succeed", because=["DIED"])
    CHILD_BORN = event("{who} and {whom} have a child", rule="lives.bears")
    MARRIED = event("{who} and {whom} marry", rule="households.accepts_suitor")
    COUPLE_QUARRELLED = event(
        "{who} and {whom} quarrel over the trips his life in the Party does not let him make", rule="households.quarrels"
    )
    PURGED = event(
        "{who} is purged from {org}", rule="purges.risk", because=["TIE_FORMED", "PURGED", "ELITE_FLED"]
    )
    EXECUTED = event("{who} is executed", rule="purges.fate_of_victim", because=["PURGED"])
    SENT_TO_CAMP = event("{who} is sent to a political camp without term", rule="purges.fate_of_victim", because=["PURGED"])
    DEMOTED = event("{who} is demoted and sent away", rule="purges.fate_of_victim", because=["PURGED"])
    ORPHANED_CLIENT = event(
        "{who} has lost {whom}, a backer", rule="purges.falls_under_suspicion", because=["PURGED", "ELITE_FLED"]
    )
    INVESTIGATED = event("the ties of {who} with {whom} are looked into", rule="purges.is_looked_into", because=["PURGED", "ELITE_FLED"])
    TAKEN_OVER = event(
        "{whom} takes over {who}, whom a predecessor backed", rule="purges.takes_over", because=["ORPHANED_CLIENT"]
    )
    CALLED_UP = event(
        "{who} is called to the Centre", rule="senior_posts.is_called_up",
        because=[
            "PURGED",
            "DISMISSED",
            "DIED",
            "RETIRED",
            "RESHUFFLED",
            "RETREATED",
            "ELITE_FLED",
        ],
    )
    CONGRESS_HELD = event("a Congress of the Party opens, and {who} takes his seat", rule="ruler.congress_meets")
    RESHUFFLED = event("{who} is relieved of his post at {org}", rule="ruler.is_relieved", because=["CONGRESS_HELD"])
    FEAR_HINTED = event("{who} grows thin with caution, and {whom} notices", rule="fear.shows", because=["PURGED", "ELITE_FLED"])
    TURNED_COLD = event(
        "{who}, once glad of small favours, turns cold", rule="fear.coldness_of",
        because=["PURGED", "ELITE_FLED", "ORPHANED_CLIENT", "DISMISSED", "PARTY_EXPELLED"],
    )  # fmt: skip
    RETREATED = event(
        "{who} pleads illness and gives up the post at {org}", rule="fear.would_rather_retreat",
        because=["PURGED", "ELITE_FLED", "ORPHANED_CLIENT", "DISMISSED", "PARTY_EXPELLED"],
    )  # fmt: skip
    ELITE_FLED = event(
        "{who} of {org} leaves the country with {amount}", rule="flight.hazard_of_exit",
        because=["PURGED", "ELITE_FLED", "ORPHANED_CLIENT", "DISMISSED", "PARTY_EXPELLED"],
    )  # fmt: skip
    LEFT_COUNTRY = event(
        "{who} crosses the border, for {amount} to those who see to it", rule="flight.chance_to_leave",
        because=[
            "LEFT_COUNTRY",
            "ELITE_FLED",
        ],
    )
