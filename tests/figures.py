"""What `/metrics` says, of this process or of a console that runs."""

import httpx2
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from tests.consoles import Console

TOKEN = "an-honest-scraper"


def figure(name: str, /, **labels: str) -> float:
    """A sample of this process; 0 where there is none yet."""
    return REGISTRY.get_sample_value(f"attendant_{name}", labels) or 0.0


class Scrape:
    """What one console said at one moment."""

    def __init__(self, console: Console) -> None:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        answer = httpx2.get(f"{console.url}/metrics", headers=headers, timeout=10)
        assert answer.status_code == 200, answer.text
        self.samples: list[Sample] = [
            sample
            for family in text_string_to_metric_families(answer.text)
            for sample in family.samples
        ]

    def get(self, name: str, /, **labels: str) -> float:
        """The sum of the samples with these labels and perhaps others; 0 where there is none."""
        return sum(
            sample.value
            for sample in self.samples
            if sample.name == f"attendant_{name}" and labels.items() <= sample.labels.items()
        )
