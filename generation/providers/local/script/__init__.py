"""The local writer's desk: shot list, wording, narration, the person's own words."""
