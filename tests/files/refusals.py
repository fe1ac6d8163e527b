"""A small sound framework file, and what is said of it when one thing in it is changed."""

SOUND = """\
schema: 1
packs:
- id: team
  version: "1"
  title: Our team
  source: {title: Ours, author: "", url: "", retrieved: "2026-03-04", note: ""}
  layers:
  - {id: habit, title: Habits, order: 200, kind: tag, open: true, stances: [there, gone]}
  - id: weather
    title: Weather
    order: 210
    kind: condition
    details:
    - field: rule
      text: Real?
      options: [{value: real, label: Real}]
  - {id: room, title: Rooms, order: 220, kind: choice, field: kind}
  - {id: score, title: Scores, order: 230, kind: rating}
  - {id: view, title: Views, order: 240, kind: lens}
  items:
  - {id: team.habit.tea, layer: habit, label: Tea first, aliases: [tea], since: "1"}
  - {id: team.habit.cups, layer: habit, label: Cups, status: retired, reason: Too many, superseded_by: [team.habit.tea]}
  - {id: team.weather.rain, layer: weather, label: Rain}
  - {id: team.room.kitchen, layer: room, label: Kitchen, value: kitchen}
  - {id: team.score.warmth, layer: score, label: Warmth}
  - {id: team.view.window, layer: view, label: Window, prompts: [team.prompt.window]}
  - {id: team.habit.chairs, layer: habit, label: Chairs, provenance: own}
  relations:
  - {type: might-help, from: team.habit.tea, to: team.habit.chairs, provenance: own}
  prompts:
  - {id: team.prompt.tea, text: Was there tea?, help: "'Yes.'"}
  - {id: team.prompt.window, text: What was outside?, stage: experience}
  - {id: team.prompt.habits, text: Which habits?, answer: tags, layers: [habit], most: 2, quote: true}
  - {id: team.prompt.weather, text: What weather?, answer: conditions, layers: [weather], details: [rule]}
  - {id: team.prompt.room, text: Which room?, answer: choice, layers: [room]}
  - {id: team.prompt.sure, text: Sure?, answer: choice, options: [{value: "yes", label: "Yes"}]}
  - {id: team.prompt.month, text: This month?, monthly: true}
  flows:
  - {id: tea, title: Tea, minutes: "1", steps: [team.prompt.tea, team.prompt.habits]}
"""

# What is changed in the sound file (before → after), a piece of the line that is named, and what is said of it.
REFUSALS: dict[str, tuple[str, str, str, str]] = {
    # --- shape
    "another schema": ("schema: 1", "schema: 2", "schema: 2", "schema: 'schema': input should be 1"),
    "an unknown key at the top": ("packs:", "colour: red\npacks:", "colour:", "colour: unknown key 'colour'"),
    "an unknown key of a pack": (
        "  title: Our",
        "  tilte: x\n  title: Our",
        "tilte",
        "packs.0.tilte: unknown key 'tilte' (did you mean 'title'?)",
    ),
    "an unknown key of a source": (
        "author:",
        "autor:",
        "autor:",
        "packs.0.source.autor: unknown key 'autor' (did you mean 'author'?)",
    ),
    "an unknown key of a layer": ("open: true", "opne: true", "opne", "packs.0.layers.0.opne: unknown key"),
    "an unknown key of a detail": (
        "      text: Real?",
        "      test: Real?",
        "test: Real",
        "packs.0.layers.1.details.0.test: unknown key",
    ),
    "an unknown key of an option": (
        "{value: real, label: Real}",
        "{value: real, label: Real, hlp: x}",
        "hlp",
        "options.0.hlp: unknown key",
    ),
    "an unknown key of an item": (
        "label: Cups",
        "label: Cups, retired: true",
        "retired: true",
        "packs.0.items.1.retired: unknown key",
    ),
    "an unknown key of a relation": ("from: team", "form: team", "form:", "packs.0.relations.0.form: unknown key"),
    "a relation by its inner name": ("from: team", "from_: team", "from_:", "packs.0.relations.0.from_: unknown key"),
    "an unknown key of a prompt": ("monthly: true", "montly: true", "montly", "packs.0.prompts.6.montly: unknown key"),
    "an unknown key of a flow": ('minutes: "1"', 'minuts: "1"', "minuts", "packs.0.flows.0.minuts: unknown key"),
    "a key that is a number": ("label: Cups", "label: Cups, 1: x", "1: x", "packs.0.items.1.1: unknown key '1'"),
    "a key that is true": (
        "label: Cups",
        "label: Cups, true: x",
        "true: x",
        "packs.0.items.1.true: unknown key 'true'",
    ),
    "a missing key": (", label: Cups", "", "team.habit.cups, layer", "packs.0.items.1.label: 'label' is missing"),
    "a version that is not in quotes": (
        'version: "1"',
        "version: 1",
        "version: 1",
        "packs.0.version: 'version' should be text",
    ),
    "a switch in words": (
        "open: true",
        "open: yes",
        "open: yes",
        "packs.0.layers.0.open: 'open' should be true or false",
    ),
    "an order in words": (
        "order: 200",
        "order: first",
        "order: first",
        "packs.0.layers.0.order: 'order' should be a whole number",
    ),
    "a list that is a word": (
        "stances: [there, gone]",
        "stances: there",
        "stances",
        "packs.0.layers.0.stances: 'stances' should be a list",
    ),
    "a word that is a list": (
        "title: Our team",
        "title: [Our, team]",
        "title: [",
        "packs.0.title: 'title' should be text",
    ),
    "a mapping that is a word": (
        "- {id: team.prompt.tea, text: Was there tea?, help: \"'Yes.'\"}",
        "- team.prompt.tea",
        "- team.prompt.tea",
        "packs.0.prompts.0: ",
    ),
    "a kind that is not known": ("kind: rating", "kind: grade", "kind: grade", "packs.0.layers.3.kind: "),
    "an answer that is not known": ("answer: tags", "answer: labels", "answer: labels", "packs.0.prompts.2.answer: "),
    "a stage that is not known": (
        "stage: experience",
        "stage: thinking",
        "stage: thinking",
        "packs.0.prompts.1.stage: 'stage': input should be '', 'experience', 'reflection', 'analysis' or 'plan'",
    ),
    "a field that is not known": ("field: kind", "field: sort", "field: sort", "packs.0.layers.2.field: "),
    "a detail that is not known": ("field: rule", "field: mood", "field: mood", "packs.0.layers.1.details.0.field: "),
    "a status that is not known": ("status: retired", "status: old", "status: old", "packs.0.items.1.status: "),
    "a provenance that is not known": (
        "label: Chairs, provenance: own",
        "label: Chairs, provenance: us",
        "provenance: us",
        "packs.0.items.6.provenance: ",
    ),
    "a scope that is not known": ("label: Rain", "label: Rain, scope: wide", "scope: wide", "packs.0.items.2.scope: "),
    # --- between the parts
    "an item's id given twice": (
        "id: team.habit.chairs",
        "id: team.habit.tea",
        "label: Chairs",
        "packs.0.items.6.id: the id team.habit.tea stands here a second time",
    ),
    "a layer's id given twice": (
        "{id: score",
        "{id: room",
        "title: Scores",
        "packs.0.layers.3.id: the id room stands here a second time",
    ),
    "a prompt's id given twice": (
        "{id: team.prompt.month",
        "{id: team.prompt.tea",
        "This month?",
        "packs.0.prompts.6.id: the id team.prompt.tea stands here a second time",
    ),
    "an item of no layer": (
        "{id: team.weather.rain, layer: weather",
        "{id: team.weather.rain, layer: wether",
        "layer: wether",
        "packs.0.items.2.layer: there is no layer wether",
    ),
    "an id outside its pack": (
        "id: team.habit.chairs",
        "id: rcp.habit.chairs",
        "rcp.habit.chairs",
        "packs.0.items.6.id: the id rcp.habit.chairs should begin with team.habit.",
    ),
    "an id outside its layer": (
        "id: team.habit.chairs",
        "id: team.view.chairs",
        "team.view.chairs",
        "packs.0.items.6.id: ",
    ),
    "an id without a slug": ("id: team.habit.chairs", "id: team.habit.", "label: Chairs", "packs.0.items.6.id: "),
    "an id of two words": ("{id: team.habit.cups,", "{id: team.habit.two cups,", "two cups", "packs.0.items.1.id: "),
    "an id of two lines": (
        "{id: team.habit.cups,",
        '{id: "team.habit.cups\\nx",',
        "label: Cups",
        "packs.0.items.1.id: ",
    ),
    "an id with an escape": (
        "{id: team.habit.cups,",
        '{id: "team.habit.\\e[31m",',
        "label: Cups",
        "packs.0.items.1.id: ",
    ),
    "a layer's id of two words": ("{id: score, title", "{id: my score, title", "my score", "packs.0.layers.3.id: "),
    "a retirement without a reason": (
        "reason: Too many, ",
        "",
        "status: retired",
        "packs.0.items.1.status: team.habit.cups is retired without a reason",
    ),
    "a retirement with a blank reason": (
        "reason: Too many",
        'reason: " "',
        "status: retired",
        "packs.0.items.1.status: team.habit.cups is retired without a reason",
    ),
    "superseded by nothing": (
        "superseded_by: [team.habit.tea]",
        "superseded_by: [team.habit.coffee]",
        "team.habit.coffee",
        "packs.0.items.1.superseded_by.0: there is no item team.habit.coffee",
    ),
    "superseded by itself": (
        "superseded_by: [team.habit.tea]",
        "superseded_by: [team.habit.cups]",
        "label: Cups",
        "packs.0.items.1.superseded_by: team.habit.cups is superseded by itself",
    ),
    "a circle": (
        "label: Tea first,",
        "label: Tea first, superseded_by: [team.habit.cups],",
        "Tea first",
        "packs.0.items.0.superseded_by: team.habit.tea is superseded by itself in the end",
    ),
    "an item's question that is not there": (
        "prompts: [team.prompt.window]",
        "prompts: [team.prompt.door]",
        "team.prompt.door",
        "packs.0.items.5.prompts.0: there is no prompt team.prompt.door",
    ),
    "a lens without questions": (
        ", prompts: [team.prompt.window]",
        "",
        "label: Window",
        "packs.0.items.5.prompts: an item of the lens layer view needs its questions",
    ),
    "a choice without a value": (
        ", value: kitchen",
        "",
        "label: Kitchen",
        "packs.0.items.3.value: an item of a choice layer has a value",
    ),
    "a value outside a choice": ("label: Rain", "label: Rain, value: wet", "value: wet", "packs.0.items.2.value: "),
    "a choice without a field": (
        ", field: kind",
        "",
        "title: Rooms",
        "packs.0.layers.2.field: a choice layer names its entry field",
    ),
    "a field outside a choice": ("kind: rating", "kind: rating, field: got", "field: got", "packs.0.layers.3.field: "),
    "stances outside a tag layer": (
        "kind: rating",
        "kind: rating, stances: [low]",
        "stances: [low]",
        "packs.0.layers.3.stances: only a tag layer takes stances",
    ),
    "details outside a condition layer": (
        "kind: rating",
        "kind: rating, details: [{field: rule, text: x, options: []}]",
        "title: Scores",
        "packs.0.layers.3.details: only a condition layer asks for details",
    ),
    "a relation from nowhere": (
        "from: team.habit.tea",
        "from: team.habit.milk",
        "team.habit.milk",
        "packs.0.relations.0.from: there is no item team.habit.milk",
    ),
    "a relation to nowhere": (
        "to: team.habit.chairs",
        "to: team.habit.milk",
        "team.habit.milk",
        "packs.0.relations.0.to: there is no item team.habit.milk",
    ),
    "a prompt about no layer": (
        "layers: [habit]",
        "layers: [habits]",
        "layers: [habits]",
        "packs.0.prompts.2.layers.0: there is no layer habits",
    ),
    "a prompt about the wrong kind of layer": (
        "layers: [habit]",
        "layers: [score]",
        "layers: [score]",
        "packs.0.prompts.2.layers.0: an answer of kind tags cannot be given in score",
    ),
    "tags without a layer": (
        ", layers: [habit]",
        "",
        "answer: tags",
        "packs.0.prompts.2.answer: an answer of kind tags needs a layer",
    ),
    "a choice of nothing": (
        ", layers: [room]",
        "",
        "Which room?",
        "packs.0.prompts.4.answer: a choice has either a layer or options",
    ),
    "a choice of both": (
        "layers: [room]",
        "layers: [room], options: [{value: a, label: a}]",
        "Which room?",
        "packs.0.prompts.4.answer: a choice has either a layer or options",
    ),
    "a detail of the wrong kind": (
        "details: [rule]",
        "details: [due]",
        "What weather?",
        "packs.0.prompts.3.answer: an answer of kind conditions has no details called due",
    ),
    "a monthly choice": (
        "answer: choice, options",
        "monthly: true, answer: choice, options",
        "Sure?",
        "packs.0.prompts.5.answer: a monthly prompt is answered in words",
    ),
    "a flow of a question that is not there": (
        "steps: [team.prompt.tea,",
        "steps: [team.prompt.toast,",
        "team.prompt.toast",
        "packs.0.flows.0.steps.0: there is no prompt team.prompt.toast",
    ),
    "a flow for a kind that is not there": (
        'minutes: "1", steps',
        'minutes: "1", kind: teatime, steps',
        "kind: teatime",
        "packs.0.flows.0.kind: there is no kind teatime",
    ),
    "a flow without words": (
        "steps: [team.prompt.tea, team",
        "steps: [team",
        "title: Tea,",
        "packs.0.flows.0.steps: a flow needs at least one question answered in words",
    ),
    "a flow without steps": (
        "steps: [team.prompt.tea, team.prompt.habits]",
        "steps: []",
        "title: Tea,",
        "packs.0.flows.0.steps: a flow needs",
    ),
    # --- YAML
    "a key given twice": (
        "label: Cups",
        "label: Cups, label: Mugs",
        "label: Mugs",
        "the key 'label' stands here a second time",
    ),
    "an anchor": ("label: Cups", "label: &x Cups", "&x", "anchors and aliases"),
    "an alias": ("label: Cups", "label: *x", "*x", "anchors and aliases"),
    "a tag": ("label: Cups", "label: !!str Cups", "!!str", "tags (tag:yaml.org,2002:str) are not used here"),
    "a list as a key": ("label: Cups", "? [label] : Cups", "[label]", "a key must be a plain word"),
    "too deep": ("label: Cups", "label: [[[[[[[[[[[[x]]]]]]]]]]]]", "[[[[", "nested more than 12 levels deep"),
    "a lone surrogate": ("label: Cups", 'label: "C\\ud800"', "ud800", ""),
    "no YAML at all": ("title: Our team", "title: Our: team", "Our: team", "this is not YAML"),
}
