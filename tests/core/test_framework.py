"""The shipped framework holds every element that it should, under its id and by its name."""

from collections import Counter
from dataclasses import replace

import pytest

from rcpjournal.core.framework import Framework, Item
from rcpjournal.core.framework_rules import problems
from rcpjournal.errors import AmbiguousItem, UnknownItem

# Layer → the slug and exact label of each item, in order. A third word is a name that the item must also go by: how
# the list of elements spells it where the source spells it differently, or a later wording.
ELEMENTS: dict[str, list[tuple[str, ...]]] = {
    "rcp.principle": [
        ("reciprocity", "Reciprocity"),
        ("kindness", "Kindness"),
        ("trust", "Trust"),
        ("challenge", "Challenge"),
        ("presence", "Presence of the person"),
        ("fairness", "Fairness, equality and equity"),
        ("vulnerability", "Vulnerability"),
        ("safety", "Safety"),
    ],
    "rcp.behaviour": [
        ("active-listening", "Active listening"),
        ("forgiveness", "Forgiveness"),
        ("regular-reflection", "Regular reflection"),
        ("positivity", "Positivity"),
        ("meeting-people", "Meeting people where they're at and adapting what you do as needed"),
        ("setting-healthy-and-appropriate-boundaries", "Setting healthy and appropriate boundaries"),
        ("commitment-to-seeing-things-through", "A commitment to seeing things through"),
        ("showing-up", "Showing up on time, and without fail"),
        ("empathy", "Empathy"),
        ("patience", "Patience"),
        ("acting-generously", "Acting generously"),
        ("active-collaboration", "Active collaboration and shared goal setting"),
        ("challenging-one-another", "Challenging one another in a positive way"),
    ],
    "rcp.skill": [
        ("active-listening", "active listening"),
        ("conflict-transformation", "conflict transformation"),
    ],
    "rcp.organisation": [
        ("processes", "processes"),
        ("protocols", "protocols"),
        ("permissions", "permissions"),
        ("norms", "norms"),
        ("maverick", "maverick", "the practitioner as maverick"),
        ("turning-a-blind-eye", "turning a blind eye", "a manager turning a blind eye"),
        ("good-work-lost", "good work lost, when individuals move on", "good work lost when people move on"),
    ],
    "rcp.external": [
        ("political-arguments", "political arguments"),
        ("economic-trends", "economic trends"),
        ("media-commentary", "media commentary"),
        ("popular-culture", "popular culture"),
        ("public-opinion", "public opinion"),
        ("budgets", "budgets"),
        ("compliance-regimes", "compliance regimes"),
        ("decisions-of-leaders", "decisions of leaders and commissioners"),
        (
            "expectations-of-service-users",
            "expectations of service users, tax payers and voters",
            "expectations of service users, taxpayers and voters",
        ),
    ],
    "rcp.advocacy": [
        ("clear-communication", "clear communication"),
        ("conviction", "conviction"),
        ("perseverance", "perseverance"),
        ("common-sense", "common sense"),
        ("learning-from-one-another", "learning from one another"),
        ("mapping-bright-spots", "mapping the bright spots", "mapping bright spots"),
        ("collaborating", "collaborating"),
    ],
    "rcp.characteristic": [
        ("positive-listening", "positive listening"),
        ("active-collaboration", "active collaboration"),
        ("commitment-to-continuity", "commitment to continuity"),
        ("kindness", "kindness"),
        ("mutual-trust", "mutual trust"),
        ("shared-sense-of-purpose", "shared sense of purpose"),
        ("shared-agency", "shared agency"),
        ("capacity-for-challenge", "capacity for challenge"),
        ("holding-tensions", "holding tensions alongside compassion and forgiveness"),
        ("assets-rather-than-deficits", "assets rather than deficits"),
        ("versatility", "versatility"),
        ("informed-by-experience", "informed by experience, but not scripted", "informed by experience, not scripted"),
        ("compelled-from-within", "compelled from within"),
    ],
    "rcp.relationship": [
        ("unique", "unique"),
        ("organic", "organic"),
        ("empathetic", "empathetic"),
        ("sustained", "sustained"),
        ("suitable-for-complex-challenges", "suitable for complex challenges", "for complex challenges"),
        ("standardised", "standardised"),
        ("efficient", "efficient"),
        ("time-bound", "time-bound"),
        ("good-for-simple-tasks", "good for simple tasks", "for simple tasks"),
        ("fair", "fair"),
        ("trusting", "trusting"),
        ("reciprocal", "reciprocal"),
        ("reliable", "reliable"),
    ],
    "rcp.need": [("relationship", "relationship"), ("transaction", "transaction"), ("both", "both")],
    "rcp.got": [("relationship", "relationship"), ("transaction", "transaction"), ("both", "both")],
    "tar.mechanism": [
        (
            "continuity",
            "continuity of social work relationships with families",
            "continuity of relationships with families",
        ),
        (
            "consistency",
            "consistency of social work relationships with families",
            "consistency of relationships with families",
        ),
        ("collaboration", "collaboration between practitioners"),
        (
            "social-workers-as-change-agents",
            "social workers as change agents",
            "purposeful partners in change",
        ),
        ("learning-culture", "a learning culture"),
        (
            "open-and-just-culture",
            "an organisational culture which is open and just",
            "an open and just culture",
            "trust and confidence",
        ),
    ],
    "tar.rating": [
        ("high-expectations", "high expectations"),
        ("high-support", "high support"),
        ("high-challenge", "high challenge"),
    ],
    "tar.offer": [
        ("offered-expectations", "offered expectations"),
        ("offered-support", "offered support"),
        ("offered-challenge", "offered challenge"),
    ],
    "tar.containment": [
        ("in-the-room", "Whose anxiety was in the room?"),
        ("who-held-it", "Who held it?"),
        ("who-held-you", "Who held you?"),
        ("knowledge-and-skill", "specific knowledge and skill"),
    ],
    "tar.working": [("with", "with"), ("for", "for"), ("to", "to"), ("mixed", "mixed")],
    "tar.chain": [
        ("supported-and-contained", "supported and contained by your managers", "supported and contained by managers"),
        (
            "collaborating-learning",
            "collaborating and sharing skills with colleagues and being part of an organisation that learns",
            "a collaborating, learning organisation",
        ),
        (
            "responsibility-for-own-development",
            "take responsibility for your own practice and development",
            "responsibility for one's own development",
        ),
        (
            "high-expectations-support-challenge",
            "high expectations, high support and high challenge",
            "high expectations, support, challenge",
        ),
        (
            "containing-families-anxiety",
            "hold and contain the anxiety of the families you work with",
            "containing families' anxiety",
        ),
        (
            "working-with-families-towards-change",
            "work with families to affect change",
            "working with families towards change",
        ),
        (
            "working-with-not-for-or-to",
            "work with families, not do things for, or to, families",
            "working with, not for or to",
        ),
        (
            "helping-families-be-the-best",
            "help families to be the best that they can be",
            "helping families be the best they can",
        ),
    ],
    "tar.approach": [
        ("motivational-interviewing", "Motivational Interviewing"),
        ("signs-of-safety", "Signs of Safety"),
        ("systemic-thinking", "systemic thinking"),
        ("mentalisation", "mentalisation"),
        ("see-me-hear-me", "See Me Hear Me"),
        ("secure-base-model", "Secure Base Model"),
        ("common-elements", "common elements"),
    ],
    "tar.practice-skill": [
        ("how-we-talk-to-families", "how we talk to families"),
        ("how-we-understand-families", "how we understand families"),
        ("how-we-help-them-change", "how we help them change"),
    ],
    "tar.quality": [("empathy", "empathy"), ("tenacity", "tenacity"), ("compassion", "compassion")],
    "tar.context": [
        ("visits", "visits"),
        ("assessments", "assessments"),
        ("difficult-conversations", "difficult conversations"),
        ("pod-group-reflection", "pod / group reflection"),
        ("supervision", "supervision"),
        ("giving-supervision", "giving supervision"),
        ("training", "training"),
        ("practice-tools", "practice tools"),
        ("reflective-discussion", "reflective discussion"),
        ("encounter", "an encounter"),
        ("call", "a call"),
        ("meeting", "a meeting"),
        ("feedback", "feedback"),
        ("near-miss", "a near miss"),
        ("good-moment", "a good moment"),
    ],
    "tar.person": [
        ("person-we-support", "a person we support"),
        ("family", "a family"),
        ("colleague", "a colleague"),
        ("partner-agency", "a partner agency"),
        ("community", "a community"),
        ("self", "myself"),
    ],
}
EVERY = [(f"{layer}.{slug}", names) for layer, elements in ELEMENTS.items() for slug, *names in elements]


@pytest.mark.parametrize(("item_id", "names"), EVERY, ids=[item_id for item_id, _ in EVERY])
def test_every_element_is_there_by_its_id_and_its_name(item_id: str, names: list[str], framework: Framework) -> None:
    item = framework.items[item_id]
    label, *others = names
    assert item.label == label
    assert set(others) <= set(item.aliases)
    assert item.status == "active"
    assert item.definition


def test_there_is_nothing_else_and_it_stands_in_order(framework: Framework) -> None:
    assert [item.id for layer in framework.layers for item in framework.items_of(layer)] == [one for one, _ in EVERY]


LAYERS = {
    "principle": ("Underpinning principles", "tag", 8),
    "behaviour": ("Characteristic behaviours", "tag", 13),
    "skill": ("Knowledge and skills", "tag", 2),
    "organisation": ("Enabling organisational conditions", "condition", 4 + 3),
    "external": ("External conditions", "condition", 5 + 4),
    "advocacy": ("Changing the conditions", "tag", 4 + 3),
    "characteristic": ("Characteristics of relationship-centred practice", "tag", 13),
    "relationship": ("Relationship and transaction", "tag", 5 + 4 + 4),
    "need": ("What it needed", "choice", 3),
    "got": ("What it got", "choice", 3),
    "mechanism": ("Six mechanisms", "tag", 6),
    "rating": ("Expectations, support and challenge", "rating", 3),
    "offer": ("Expectations, support and challenge that I offered", "tag", 3),
    "containment": ("Containment of anxiety", "text", 3 + 1),
    "working": ("Working with, for or to", "choice", 4),
    "chain": ("What might help what", "tag", 4 + 4),
    "approach": ("Approaches", "lens", 7),
    "practice-skill": ("Practice skills", "tag", 3),
    "quality": ("Empathy, tenacity and compassion", "tag", 3),
    "context": ("Contexts", "choice", 15),
    "person": ("With whom", "choice", 6),
}


def test_the_layers_print_in_order_the_five_of_practice_first(framework: Framework) -> None:
    found = {
        layer.id: (layer.title, layer.kind, len(framework.items_of(layer.id))) for layer in framework.layers.values()
    }
    assert found == LAYERS
    assert list(found) == list(LAYERS)


def test_lists_that_the_sources_leave_open_take_items_of_ones_own(framework: Framework) -> None:
    assert [layer.id for layer in framework.layers.values() if layer.open] == ["behaviour", "skill", "approach"]


@pytest.mark.parametrize(
    ("layer", "stances"),
    [
        ("principle", ["present", "strained", "missing", "unsure"]),
        ("mechanism", ["present", "absent", "unsure"]),
        ("characteristic", []),
        ("chain", []),
    ],
)
def test_stances_are_those_of_the_layer(layer: str, stances: list[str], framework: Framework) -> None:
    assert list(framework.layers[layer].stances) == stances


def test_behaviours_can_have_helped_hindered_or_been_missing(framework: Framework) -> None:
    assert {"helped", "hindered", "missing", "unsure"} <= set(framework.layers["behaviour"].stances)


def test_the_innermost_layer_goes_by_the_sources_other_name_too(framework: Framework) -> None:
    assert framework.layers["principle"].aliases == ("Intentions",)


GROUPS = {
    "organisation": {"conditions": 4, "warning signs": 3},
    "external": {"influences": 5, "what they shape": 4},
    "advocacy": {"means": 4, "activities": 3},
    "relationship": {"relationship": 5, "transaction": 4, "both": 4},
    "chain": {"held and supported": 4, "might help": 4},
}


@pytest.mark.parametrize(("layer", "groups"), GROUPS.items(), ids=GROUPS)
def test_a_layer_of_several_lists_keeps_them_apart(layer: str, groups: dict[str, int], framework: Framework) -> None:
    assert Counter(item.group for item in framework.items_of(layer)) == groups


RESPONSES = ["challenge", "work-around", "reframe", "use-the-opportunity", "reposition", "accept-for-now"]
DETAILS = {
    ("organisation", "rule"): ["real", "assumed", "unsure"],
    ("organisation", "blocker"): ["time", "capacity", "permission"],
    ("organisation", "response"): RESPONSES,
    ("external", "response"): RESPONSES,
    ("external", "sphere"): ["control", "influence", "neither"],
}


@pytest.mark.parametrize(("where", "values"), DETAILS.items(), ids=[" ".join(where) for where in DETAILS])
def test_conditions_ask_what_they_should(where: tuple[str, str], values: list[str], framework: Framework) -> None:
    layer, field = where
    detail = next(one for one in framework.layers[layer].details if one.field == field)
    assert [option.value for option in detail.options] == values


def test_skills_say_how_far_they_travel(framework: Framework) -> None:
    assert framework.items["rcp.skill.active-listening"].scope == "widely applicable"
    assert framework.items["rcp.skill.conflict-transformation"].scope == "situational"


CHOICES = {
    "kind": "encounter visit call meeting difficult-conversation assessment group-reflection supervision feedback "
    "training near-miss good-moment giving-supervision",
    "with": "person-we-support family colleague partner-agency community self",
    "need": "relationship transaction both",
    "got": "relationship transaction both",
    "working": "with for to mixed",
}


@pytest.mark.parametrize(("field", "values"), CHOICES.items(), ids=CHOICES)
def test_every_value_of_a_field_is_an_item_with_words(field: str, values: str, framework: Framework) -> None:
    assert set(values.split()) <= set(framework.choices(field))


# --- identity -------------------------------------------------------------------------------------------


def test_items_of_the_same_name_are_not_merged(framework: Framework) -> None:
    twice = [item.id for item in framework.items.values() if item.label.casefold() == "active listening"]
    assert twice == ["rcp.behaviour.active-listening", "rcp.skill.active-listening"]
    assert len({id(framework.items[name]) for name in twice}) == 2
    labels = Counter(item.label.casefold() for item in framework.items.values())
    assert {"kindness", "empathy", "active listening", "relationship", "transaction", "both"} <= {
        label for label, count in labels.items() if count > 1
    }


def test_a_name_that_several_share_is_asked_about_and_never_guessed(framework: Framework) -> None:
    with pytest.raises(AmbiguousItem) as refused:
        framework.find("active listening")
    assert refused.value.ids == ("rcp.behaviour.active-listening", "rcp.skill.active-listening")


@pytest.mark.parametrize(
    ("word", "item_id"),
    [
        ("trust", "rcp.principle.trust"),
        ("TRUST", "rcp.principle.trust"),
        ("rcp.principle.trust", "rcp.principle.trust"),
        ("skill.active-listening", "rcp.skill.active-listening"),
        ("presence", "rcp.principle.presence"),
        ("Presence of the person", "rcp.principle.presence"),
        ("vuln", "rcp.principle.vulnerability"),
        ("purposeful partners in change", "tar.mechanism.social-workers-as-change-agents"),
        ("MI", "tar.approach.motivational-interviewing"),
    ],
)
def test_an_item_is_found_by_id_slug_name_other_name_or_a_beginning(
    word: str, item_id: str, framework: Framework
) -> None:
    assert framework.find(word).id == item_id


@pytest.mark.parametrize("word", ["", "   ", "trsut", "xyzzy"])
def test_a_word_that_names_nothing_is_refused(word: str, framework: Framework) -> None:
    with pytest.raises(UnknownItem):
        framework.find(word)


def test_a_slip_of_the_keys_is_met_with_the_nearest_name(framework: Framework) -> None:
    with pytest.raises(UnknownItem, match="Did you mean trust"):
        framework.find("trsut")


ADDED_LATER = {
    "tar.offer.offered-expectations": "2026.3",
    "tar.offer.offered-support": "2026.3",
    "tar.offer.offered-challenge": "2026.3",
    "tar.context.giving-supervision": "2026.3",
}


def test_every_id_tells_pack_and_layer_and_every_item_since_when_it_is_there(framework: Framework) -> None:
    for pack in framework.packs:
        for item in pack.items:
            assert item.id == f"{pack.id}.{item.layer}.{item.slug}"
            assert item.since == ADDED_LATER.get(item.id, "2026.1")


# --- relations ------------------------------------------------------------------------------------------

CHAINS = {
    "supported-and-contained": "containing-families-anxiety",
    "collaborating-learning": "working-with-families-towards-change",
    "responsibility-for-own-development": "working-with-not-for-or-to",
    "high-expectations-support-challenge": "helping-families-be-the-best",
}


def test_the_sources_own_chains_say_might_help(framework: Framework) -> None:
    found = {link.from_: link.to for link in framework.relations if link.provenance == "source"}
    assert found == {f"tar.chain.{one}": f"tar.chain.{other}" for one, other in CHAINS.items()}
    assert {link.type for link in framework.relations if link.provenance == "source"} == {"might-help"}


def test_every_other_relation_is_our_reading_and_says_so(framework: Framework) -> None:
    ours = [link for link in framework.relations if link.type != "might-help"]
    assert {link.provenance for link in ours} == {"project"}
    assert {link.type for link in ours} == {"expresses"}
    assert {link.from_ for link in ours} == {item.id for item in framework.items_of("behaviour")}
    assert {link.to for link in ours} == {item.id for item in framework.items_of("principle")}


def test_what_is_not_in_a_source_is_marked_as_ours(framework: Framework) -> None:
    ours = {item.id for item in framework.items.values() if item.provenance == "project"}
    assert {"tar.working.mixed", "tar.context.near-miss", "tar.person.self", *ADDED_LATER} <= ours
    assert not [name for name in ours if name.startswith("rcp.")]
    assert {prompt.provenance for prompt in framework.prompts.values()} == {"project"}


# --- prompts and flows ----------------------------------------------------------------------------------

QUICK = ["rcp.prompt.what-happened", "rcp.prompt.noticed", "rcp.prompt.carry-forward", "rcp.prompt.tags"]
STANDARD = [
    "rcp.prompt.what-happened",
    "rcp.prompt.noticed",
    "rcp.prompt.like-for-them",
    "rcp.prompt.what-i-did",
    "rcp.prompt.behaviours",
    "rcp.prompt.principles",
    "rcp.prompt.need",
    "rcp.prompt.got",
    "tar.prompt.working",
    "rcp.prompt.around-you",
    "rcp.prompt.try-next",
    "rcp.prompt.supervision",
]
DEEP = [
    "tar.prompt.in-the-room",
    "tar.prompt.who-held-it",
    "tar.prompt.who-held-you",
    "tar.prompt.knowledge-and-skill",
    "rcp.prompt.assumptions",
    "rcp.prompt.how-they-would-tell-it",
    "rcp.prompt.power",
    "rcp.prompt.knowledge-lacking",
    "tar.prompt.lens",
    "tar.prompt.particular",
    "rcp.prompt.organisation",
    "rcp.prompt.external",
    "rcp.prompt.counter-argument",
    "rcp.prompt.meeting-point",
    "tar.prompt.ratings",
    "tar.prompt.modelled",
    "tar.prompt.employed",
    "tar.prompt.difference",
    "tar.prompt.how-known",
    "rcp.prompt.learnt",
    "rcp.prompt.change",
    "rcp.prompt.benefit",
    "rcp.prompt.facts-recorded",
]


def test_the_flows_ask_what_they_should_in_order(framework: Framework) -> None:
    assert list(framework.flows) == ["quick", "standard", "deep", "supervisor", "group"]
    assert list(framework.flows["quick"].steps) == QUICK
    assert [step for step in framework.flows["standard"].steps if step in STANDARD] == STANDARD
    assert [step for step in framework.flows["deep"].steps if step in DEEP] == DEEP


def test_a_longer_flow_asks_all_that_a_shorter_one_asks(framework: Framework) -> None:
    quick, standard, deep = (set(framework.flows[name].steps) for name in ("quick", "standard", "deep"))
    assert quick - {"rcp.prompt.tags"} <= standard
    assert standard - {"rcp.prompt.around-you"} <= deep
    assert set(framework.layers_offered(deep)) >= set(framework.layers_offered(standard))


def test_the_quick_flow_takes_up_to_three_tags_and_guesses_are_marked(framework: Framework) -> None:
    assert framework.prompts["rcp.prompt.tags"].most == 3
    guesses = {prompt.id for prompt in framework.prompts.values() if prompt.guess}
    assert {"rcp.prompt.like-for-them", "rcp.prompt.how-they-would-tell-it"} <= guesses


def test_a_passage_is_asked_for_with_principles_behaviours_and_mechanisms(framework: Framework) -> None:
    for name in ("rcp.prompt.principles", "rcp.prompt.behaviours", "tar.prompt.mechanisms"):
        assert framework.prompts[name].quote


def test_the_deep_flow_reaches_every_layer_but_the_one_for_those_who_supervise(framework: Framework) -> None:
    reached = framework.layers_offered(framework.flows["deep"].steps)
    assert reached == tuple(layer for layer in framework.layers if layer != "offer")


@pytest.mark.parametrize(
    ("flow", "stages"),
    [
        ("quick", {"experience", "reflection", "plan"}),
        ("standard", {"experience", "reflection", "analysis", "plan"}),
        ("deep", {"experience", "reflection", "analysis", "plan"}),
        ("supervisor", {"experience", "reflection", "analysis", "plan"}),
        ("group", {"experience", "reflection", "analysis", "plan"}),
    ],
)
def test_each_flow_goes_through_the_stages_of_the_supervision_cycle(
    flow: str, stages: set[str], framework: Framework
) -> None:
    assert stages <= {framework.prompts[step].stage for step in framework.flows[flow].steps}


def test_every_question_of_a_flow_that_is_answered_in_words_has_a_stage(framework: Framework) -> None:
    asked = [framework.prompts[step] for flow in framework.flows.values() for step in flow.steps]
    assert [prompt.id for prompt in asked if prompt.answer == "text" and not prompt.stage] == []


def test_what_says_nothing_of_a_stage_has_none(framework: Framework) -> None:
    for name in ("text", "when", "kind", "with", "facts-recorded"):
        assert framework.prompts[f"rcp.prompt.{name}"].stage == "", name


def test_there_is_a_question_for_more_than_half_a_year_of_months(framework: Framework) -> None:
    monthly = framework.monthly()
    assert len(monthly) >= 7
    in_flows = {step for flow in framework.flows.values() for step in flow.steps}
    assert not in_flows & {prompt.id for prompt in monthly}


def test_each_approach_asks_one_to_three_questions_and_only_when_chosen(framework: Framework) -> None:
    in_flows = {step for flow in framework.flows.values() for step in flow.steps}
    for item in framework.items_of("approach"):
        assert 1 <= len(item.prompts) <= 3
        assert not in_flows & set(item.prompts)


def test_every_prompt_is_short_and_has_help(framework: Framework) -> None:
    for prompt in framework.prompts.values():
        assert len(prompt.text) <= 90, prompt.id
        assert prompt.help, prompt.id


def test_the_shipped_framework_obeys_its_own_rules(framework: Framework) -> None:
    assert problems(framework.packs) == []


def test_versions_and_days_are_text(framework: Framework) -> None:
    assert framework.versions == {"rcp": "2026.3", "tar": "2026.3"}
    assert all(pack.source.title and pack.source.retrieved == "2026-11-23" for pack in framework.packs)


# --- with items of one's own and retired ones -----------------------------------------------------------


def test_a_retired_item_is_not_offered_and_still_resolves(framework: Framework) -> None:
    rcp, tar = framework.packs
    retired: Item = replace(framework.items["rcp.principle.trust"], status="retired", reason="Split in two.")
    items = tuple(retired if item.id == retired.id else item for item in rcp.items)
    later = Framework([replace(rcp, version="2027.1", items=items), tar])
    assert problems(later.packs) == []
    assert retired.id not in [item.id for item in later.items_of("principle")]
    assert retired.id in [item.id for item in later.items_of("principle", retired=True)]
    assert later.find("trust") is retired
