"""What paper, printer and scanner do to the image of a page: it is turned a little, blurred, and made black and white."""

import random
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageFilter

WHITE = 255


@dataclass(frozen=True, slots=True)
class Wear:
    """How worn the pages of one document are. Angles are degrees, radii pixels; `threshold` 0 leaves the greys."""

    skew: float = 0.0
    blur: float = 0.0
    grain: float = 0.0
    threshold: int = 0

    @classmethod
    def choose(cls, rng: random.Random) -> "Wear":
        """Half of all documents are as they were printed."""
        if rng.random() < 0.5:
            return cls()
        return cls(
            skew=rng.choice((0.0, 0.0, rng.uniform(-0.4, 0.4))),
            blur=rng.choice((0.0, rng.uniform(0.3, 0.9))),
            grain=rng.choice((0.0, rng.uniform(5, 25))),
            threshold=rng.choice((0, 0, rng.randint(120, 190))),
        )


def wear(page: Image.Image, how: Wear) -> Image.Image:
    """The page as it looks afterwards; a grey image."""
    if how.skew:
        page = page.rotate(how.skew, Image.Resampling.BICUBIC, fillcolor=WHITE)
    if how.blur:
        page = page.filter(ImageFilter.GaussianBlur(how.blur))
    if how.grain:
        noise = Image.effect_noise(page.size, how.grain).point(lambda grey: min(WHITE, grey + WHITE // 2))
        page = ImageChops.multiply(page, noise)
    if how.threshold:
        page = page.point(lambda grey: WHITE if grey > how.threshold else 0)
    return page
