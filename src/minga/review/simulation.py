"""A campaign played by a simulated community, answer by answer, under the rules that the engine goes by.

`simulate` calls the very functions that decide in a live campaign: `overlap.next_step`, `concentration.allowance`,
`fatigue.drift_of`, `dawid_skene.fit`. The community is that of `minga.review.simulated_community`. A campaign of 2,000
items over three weeks takes about a second.

What is not modelled: skips and corrections, varieties and countries, the time of day, and that reminders bring people
back. Who is stopped by a cap does not make up for it later, and now and then never returns; so the throughput that
caps cost is rather over- than underestimated.
"""

from __future__ import annotations

import numpy as np

from minga.review.simulated_campaign import SimulatedCampaign
from minga.review.simulated_community import Community, draw_items, draw_people, draw_visits
from minga.review.simulated_outcome import Outcome, Rules

__all__ = ["Community", "Outcome", "Rules", "simulate"]


def simulate(community: Community, rules: Rules, people: int, rng: np.random.Generator) -> Outcome:
    """Play a campaign with so many people. The same generator state gives the same outcome.

    People, items and visits are drawn from a generator of their own, so that two rules can be compared on the same
    community by handing over generators of equal state.
    """
    drawn = np.random.default_rng(rng.integers(1 << 62))
    them = draw_people(community, people, drawn)
    items = draw_items(community, rules.items, drawn)
    campaign = SimulatedCampaign(community, rules, them, items, rng)
    visits = draw_visits(community, them, rules.days, drawn)
    for person, start, answers in zip(visits.person, visits.start, visits.answers, strict=True):
        campaign.expect(float(start), int(person), int(answers))
    campaign.run()
    return campaign.outcome()
