"""How what happened is worded: kinds of event as nouns, roles of persons, months, money.

Sentences of events are declared in `world.events`; here stand the nouns that headings and tables need, and which role a kind of event
gives to the one who acts and the one acted upon.  A kind without a line is shown by its name with blanks for underscores.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from allssam.engine import usd

SIMULATED = "simulated, no real person"
WON_PER_DOLLAR = usd(1)
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class KindWords:
    """One event and many of a kind, and who takes part in it where the kind says so."""

    one: str
    many: str
    who: str = ""
    whom: str = ""


_KINDS = {
    "donju_risen": KindWords("rise above the donju line", "risen above the donju line", "donju"),
    "donju_fallen": KindWords("fall below the donju line", "fallen below the donju line", "donju"),
    "business_inspected": KindWords("inspection of a business", "inspections of businesses", "donju"),
    "lease_begun": KindWords("lease", "leases begun", "donju", "manager"),
    "lease_ended": KindWords("end of a lease", "leases ended", "donju"),
    "rent_cut": KindWords("cut in rent", "cuts in rent", "manager", "donju"),
    "per_diem_begun": KindWords("first per diem", "per diems begun", "donju", "manager"),
    "extra_room_given": KindWords("extra room", "extra rooms given", "manager", "donju"),
    "extra_earnings_ordered": KindWords("order for 'extra earnings'", "orders for 'extra earnings'", "Party secretary"),
    "extra_earnings_withdrawn": KindWords(
        "withdrawal of an 'extra earnings' order", "'extra earnings' orders withdrawn", "Party secretary"
    ),
    "fund_borrowed": KindWords("loan from a loyalty fund", "loans from loyalty funds", "Party secretary"),
    "tie_formed": KindWords("tie of all-ssam", "ties formed"),
    "tie_ended": KindWords("lapse of a tie", "ties lapsed"),
    "tie_unpaid": KindWords("missed payment under a tie", "missed payments under ties"),
    "tie_turned": KindWords("tie turned to enmity", "ties turned to enmity"),
    "favour_done": KindWords("favour", "favours done"),
    "favour_returned": KindWords("favour returned", "favours returned"),
    "university_place_given": KindWords("university place by favour", "university places by favour"),
    "university_place_bought": KindWords("university place bought", "university places bought"),
    "pressed": KindWords("demand for money", "demands for money", "", "donju"),
    "press_refused": KindWords("demand refused", "demands refused", "donju"),
    "courted": KindWords("courting of a rival's donju", "courtings of a rival's donju", "", "donju"),
    "court_refused": KindWords("courting refused", "courtings refused", "donju"),
    "quarrel": KindWords("quarrel", "quarrels"),
    "bribe_coerced": KindWords("coerced bribe", "coerced bribes", "donju"),
    "feud_begun": KindWords("beginning of a feud", "feuds begun"),
    "worker_arrested": KindWords("arrest of a worker", "workers arrested", "", "donju"),
    "business_closed": KindWords("closing of a business", "businesses closed", "donju"),
    "dossier_written": KindWords("dossier written", "dossiers written", "", "donju"),
    "dossier_filed": KindWords("dossier filed", "dossiers filed"),
    "dossier_withheld": KindWords("dossier kept as a lever", "dossiers kept as levers"),
    "tipped_off": KindWords("warning", "warnings"),
    "counter_filed": KindWords("counter-charge", "counter-charges"),
    "dispute_won": KindWords("dispute decided", "disputes decided"),
    "dismissed": KindWords("dismissal", "dismissals"),
    "transferred": KindWords("transfer", "transfers"),
    "appointed": KindWords("appointment", "appointments"),
    "case_withdrawn": KindWords("case withdrawn", "cases withdrawn"),
    "complaint_dropped": KindWords("complaint not taken up", "complaints not taken up"),
    "case_opened": KindWords("case opened", "cases opened", "", "investigator"),
    "release_bought_investigation": KindWords(
        "release bought during the investigation", "releases bought during the investigation", "", "investigator"
    ),
    "preliminary_finding": KindWords("preliminary finding", "preliminary findings", "", "investigator"),
    "release_bought_verdict": KindWords(
        "release bought at the verdict", "releases bought at the verdict", "", "trial prosecutor"
    ),
    "acquitted": KindWords("acquittal without payment", "acquittals without payment"),
    "convicted": KindWords("conviction", "convictions", "", "trial prosecutor"),
    "cadre_excused": KindWords("cadre excused", "cadres excused"),
    "cadre_punished": KindWords("cadre made the culprit", "cadres made culprits"),
    "cadre_convicted": KindWords("verdict against an official", "verdicts against officials"),
    "sentenced_labour": KindWords("labour training", "sent to labour training"),
    "sentenced_prison": KindWords("prison", "sent to prison"),
    "sentenced_camp": KindWords("political camp", "sent to a political camp"),
    "confiscated": KindWords("confiscation", "confiscations"),
    "insured": KindWords("premium ahead of need", "premiums begun", "manager", "prosecutor"),
    "set_free": KindWords("end of a sentence", "sentences served"),
    "campaign_begun": KindWords("inspection campaign", "inspection campaigns reaching a county"),
    "branded": KindWords("branding as 'anti-socialist'", "branded 'anti-socialist'", "donju"),
    "scapegoated": KindWords("sacrifice as a 'scapegoat'", "sacrificed as 'scapegoats'", "donju"),
    "crew_hired": KindWords("hiring for a crew", "men hired for crews", "station chief"),
    "captain_hired": KindWords("hiring of a captain", "captains hired", "station chief"),
    "catch_delayed": KindWords("delayed catch", "catches delayed", "station chief"),
    "cows_sold": KindWords("sale of cattle", "sales of cattle"),
    "partnership_found_out": KindWords("discovery of a partnership", "partnerships found out"),
    "holiday_bribe_begun": KindWords("holiday bribe", "holiday bribes begun"),
    "nomination_promised": KindWords("promise of a nomination", "nominations promised"),
    "cattle_seized": KindWords("seizure of cattle", "seizures of cattle"),
    "nominated": KindWords("nomination", "nominations"),
    "admitted": KindWords("admission to the Party", "admissions to the Party"),
    "admitted_for_service": KindWords("admission for service", "admissions for service"),
    "television_chosen": KindWords("choice of the television", "televisions chosen"),
    "solicited_entry": KindWords("entry at the secretary's urging", "entries at a secretary's urging"),
    "membership_confirmed": KindWords("end of probation", "members confirmed"),
    "promoted": KindWords("promotion", "promotions"),
    "cell_secretary_chosen": KindWords("choice as cell secretary", "cell secretaries chosen"),
    "party_expelled": KindWords("expulsion from the Party", "expulsions from the Party"),
    "died": KindWords("death", "deaths of holders of posts and of donju"),
    "retired": KindWords("retirement", "retirements from posts"),
    "succeeded": KindWords("succession in a business", "businesses inherited", "", "donju"),
    "child_born": KindWords("birth of a child", "births told"),
    "married": KindWords("marriage", "marriages told"),
    "couple_quarrelled": KindWords("quarrel of a couple", "quarrels of couples"),
    "purged": KindWords("purge of a cadre", "cadres purged"),
    "executed": KindWords("execution", "executions"),
    "sent_to_camp": KindWords("political camp without term", "sent to a camp without term"),
    "demoted": KindWords("demotion", "demotions"),
    "orphaned_client": KindWords("loss of a patron", "clients orphaned"),
    "investigated": KindWords("look into somebody's ties", "looked into for their ties"),
    "taken_over": KindWords("taking over of a client", "clients taken over"),
    "called_up": KindWords("call to the Centre", "called to the Centre"),
    "congress_held": KindWords("Congress of the Party", "Congresses of the Party"),
    "reshuffled": KindWords("relief from a post", "relieved of their posts"),
    "fear_hinted": KindWords("hint of fear", "hints of fear"),
    "turned_cold": KindWords("turn to coldness", "cadres turned cold"),
    "retreated": KindWords("retreat to a trivial post", "retreats to trivial posts"),
    "elite_fled": KindWords("flight of a cadre", "flights of cadres"),
    "left_country": KindWords("flight", "flights of ordinary people told"),
    "replaced": KindWords("replacement of the one sacrificed", "replacements of those sacrificed", "", "donju"),
}

# The organisation of such an event is a factory; an office of another kind has no rooms to let.
FACTORY_KINDS = ("lease_begun", "lease_ended", "extra_earnings_ordered", "extra_earnings_withdrawn", "fund_borrowed")


def words_for(kind: str) -> KindWords:
    """The nouns of a kind of event, by its name in files."""
    plain = kind.replace("_", " ")
    return _KINDS.get(kind, KindWords(plain, plain))


def roles_known() -> dict[tuple[str, str], str]:
    """The roles that kinds of event give: (kind, "who" or "whom") to role."""
    given = {(kind, "who"): words.who for kind, words in _KINDS.items()}
    given.update({(kind, "whom"): words.whom for kind, words in _KINDS.items()})
    return {key: role for key, role in given.items() if role}


def month_words(month: str) -> str:
    """2011-03 as March 2011."""
    return f"{MONTHS[int(month[5:7]) - 1]} {month[:4]}"


def months_between(earlier: str, later: str) -> int:
    """How many months lie from one month, written 2011-03, to another."""
    return (int(later[:4]) - int(earlier[:4])) * 12 + int(later[5:7]) - int(earlier[5:7])


def dollars(won: float) -> str:
    """Steady won as dollars at 8,200, without the word: 0.52, 9.80, 51, 1,200."""
    amount = won / WON_PER_DOLLAR
    return f"{amount:,.2f}" if 0 < abs(amount) < 10 else f"{amount:,.0f}"


def money(won: int) -> str:
    """An amount in won and in dollars."""
    return f"{won:,} won ({dollars(won)} dollars)"


def in_dollars(won: int) -> str:
    """An amount in dollars alone."""
    return f"{dollars(won)} dollars"


def counted(number: int, one: str, many: str) -> str:
    """1 person, 2 people."""
    return f"{number:,} {one if number == 1 else many}"


def listed(items: Sequence[str]) -> str:
    """a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + " and " + items[-1]


def percent(share: float) -> str:
    """A share in per cent, with one digit where it is small: 41 %, 7.4 %."""
    return f"{share * 100:.0f} %" if share == 0 or share >= 0.1 else f"{share * 100:.1f} %"


def as_sentence(clause: str) -> str:
    """A clause with a capital and a full stop."""
    clause = clause.strip()
    return clause[:1].upper() + clause[1:] + ("" if clause.endswith((".", "?", "!")) else ".")
