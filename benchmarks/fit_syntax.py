"""Fit what small words and endings say of the word that follows, and what that weighs beside the counts of pairs.

    python -m benchmarks.fit_syntax CORPUS

CORPUS is a folder of texts with a sentence a line, each word as `word_TAG`, as NLTK hands out the written part of MASC (Ide et al., The
Manually Annotated Sub-Corpus, ACL 2010): its tags are not looked at. Writes `syntax.toml` of `extract/decoder`, and prints how well the
two together tell a pair of neighbours from two words of the corpus put together by chance, in sentences that did not weigh the two (the
tags are counted in all).
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log
from pathlib import Path

import numpy as np
import numpy.typing as npt

from extract.decoder.syntax import END, left_tag, pairs_follow, tag

OUT = Path("extract/decoder/syntax.toml")
HEAD = "# Written by benchmarks/fit_syntax: what tags and pairs weigh, and nats by which a tag is likelier after another than anywhere.\n"
BEFOREHAND = 10.0  # pairs of each two tags, as likely as by chance
LEAST = 0.2  # nats below which a number is not written
SHORTEST = 4  # words of a sentence
WEIGHED, HELD_OUT = 8000, 2000  # sentences
RIDGE, STEPS = 1.0, 30
Vector = npt.NDArray[np.float64]
Tags = dict[str, dict[str, float]]


def main() -> None:
    """Read the corpus, write the file."""
    parser = argparse.ArgumentParser(
        prog="benchmarks.fit_syntax", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    found = list(sentences(parser.parse_args().corpus))
    tags = after(found)
    drawn = random.Random(1).sample(found, WEIGHED + HELD_OUT)
    known, beside = neighbours(drawn[:WEIGHED], found, tags), neighbours(drawn[WEIGHED:], found, tags)
    weights = fitted(*known)
    OUT.write_text(HEAD + "".join(lines(weights, tags)), "utf-8")
    print(f"area under the curve {area(beside[0] @ weights, beside[1]):.3f}")


def sentences(corpus: Path) -> Iterator[list[str]]:
    """The words of each sentence, signs with the word they stand beside."""
    for path in sorted(corpus.glob("*.txt")):
        for line in path.read_text("utf-8", errors="replace").splitlines():
            words = [token.rpartition("_")[0] for token in line.split() if "_" in token]
            if len(words) >= SHORTEST:
                yield _printed(words)


def _printed(tokens: Sequence[str]) -> list[str]:
    words: list[str] = []
    for token in tokens:
        if words and token in (".", ",", ";", ":", "!", "?", ")", "'s", "’s", "'", "n't"):
            words[-1] += token
        elif words and words[-1] in ("(", '"', "“", "``"):
            words[-1] = ("(" if words[-1] == "(" else "“") + token
        elif token:
            words.append(token)
    return words


def after(found: Sequence[Sequence[str]]) -> Tags:
    """How much likelier each tag follows another than it stands anywhere, in nats; cells end with a full stop as often as without."""
    pairs = Counter((left_tag(a), tag(b)) for words in found for a, b in pairwise(words))
    for words in found:
        pairs[left_tag(words[-1].rstrip(".!?;:") or "."), END] += 1
        pairs[END, END] += 1
    left, right = Counter[str](), Counter[str]()
    for (a, b), count in pairs.items():
        left[a] += count
        right[b] += count
    total = pairs.total()
    return {
        a: {b: log((pairs[a, b] + BEFOREHAND) / (left[a] * right[b] / total + BEFOREHAND)) for b in sorted(right)} for a in sorted(left)
    }


def neighbours(drawn: Sequence[Sequence[str]], found: Sequence[Sequence[str]], tags: Tags) -> tuple[Vector, Vector]:
    """What tags and pairs say of neighbours, and of a word and one drawn from the corpus (shape: 2 a pair, 3); and which is which."""
    rng, every = random.Random(2), [word for words in found for word in words]
    rows, told = [], []
    for words in drawn:
        for first, second in pairwise(words):
            for other, is_next in ((second, 1.0), (rng.choice(every), 0.0)):
                rows.append((tags[left_tag(first)].get(tag(other), 0.0), pairs_follow(first, other), 1.0))
                told.append(is_next)
    return np.array(rows), np.array(told)


def fitted(rows: Vector, told: Vector) -> Vector:
    """The weights of a logistic regression, by Newton's method: of tags, of pairs, and of neither."""
    weights = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        share = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (told - share) - RIDGE * weights
        weights = weights + np.linalg.solve((rows.T * (share * (1 - share))) @ rows + RIDGE * np.eye(len(weights)), slope)
    return weights


def area(scores: Vector, told: Vector) -> float:
    """The area under the receiver operating characteristic."""
    ranks = np.argsort(np.argsort(scores)) + 1.0
    right = told.sum()
    return float((ranks[told > 0].sum() - right * (right + 1) / 2) / (right * (len(told) - right)))


def lines(weights: Vector, tags: Tags) -> Iterator[str]:
    """The lines of the file. The constant is left out: the costs of a cut say it."""
    yield f"\n[weights]\ntags = {weights[0]:.3f}\npairs = {weights[1]:.3f}\n"
    for first, own in tags.items():
        yield f"\n[after.{first}]\n"
        yield from (f"{second} = {value:.2f}\n" for second, value in own.items() if abs(value) >= LEAST)


if __name__ == "__main__":
    main()
