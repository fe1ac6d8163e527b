"""What several tests of the command line make journals from."""

PACK = """
schema: 1
packs:
- id: team
  version: "%(version)s"
  title: Our team
  source: {title: What we agreed}
  items:
  - {id: team.behaviour.tea, layer: behaviour, label: "%(label)s", provenance: own}
"""
