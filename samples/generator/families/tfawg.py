"""Programmes of a working group: key deliverables, task groups with a table of sub-tasks, and a table of the year's actions."""

from collections.abc import Iterator

from samples.generator.chance import Content, bold
from samples.generator.families.frame import Front, front, introduction
from samples.generator.model import Block, Cell, Programme, Row, Table, Truth, block, cell

SUBTASK = ("task_number", "task", "strategic_codes", "objective", "start", "timeline", "progress")
ACTION = ("task_number", "task", "responsible_body", "indicator", "timeline", "progress")
SUBTASK_HEADERS = (
    ("No", "No."),
    ("Sub-Task", "Sub-Tasks"),
    ("WCO Strategic Plan", "WCO Strategic Goal"),
    ("Objective", "Objectives"),
    ("Start",),
    ("Timeline", "Timelines"),
    ("Comments", "Comment"),
)
ACTION_HEADERS = (
    ("No", "No."),
    ("Action", "Actions"),
    ("Responsible body", "Responsible bodies"),
    ("Indicator", "Indicators"),
    ("Timeline", "Timelines"),
    ("Updates", "Update"),
)
SUBTASK_WEIGHTS = (1.0, 3.2, 1.4, 2.8, 1.5, 1.8, 4.5)
ACTION_WEIGHTS = (1.0, 4.0, 2.0, 2.8, 1.6, 3.5)
ORDINALS = ("1ST", "2ND", "3RD", "4TH")
GROUP_ROWS = 5  # sub-tasks and actions of one task group, about


def programme(content: Content, name: str, size: int) -> Programme:
    """A programme of about `size` sub-tasks and actions."""
    when = front(content.rng)
    years = f"{when.first}-{when.first + 1}"
    title = f"{content.rng.choice(('', 'Draft ', 'Revised '))}TFAWG Work Programme and Annual Work Plan {years}"
    period = {"period_start": f"{when.first}-07-01", "period_end": f"{when.first + 1}-06-30"}
    document = {"document_id": when.reference or name, "annex": when.annex, "title": title, "document_kind": "work_programme"}
    lead = [block(f"ANNEX - {when.annex}", "lead")] if when.annex else []
    lead += [block(title, "lead"), *([block(f"({when.date})", "lead")] if when.date else [])]
    blocks = (*lead, *introduction(content), block("* * *", "stars"), *_Maker(content, when).blocks(size))
    furniture = (*((f"Doc. {when.reference}",) if when.reference else ()), title)
    return Programme(name, "tfawg", document | period | {"revised": when.revised}, blocks, furniture, {}, when.annex)


class _Maker:
    """Makes the deliverables of one programme."""

    def __init__(self, content: Content, when: Front) -> None:
        self.content, self.rng = content, content.rng
        self.year = f"{when.first}/{when.first + 1}"
        self.subtask_headers = [self.rng.choice(words) for words in SUBTASK_HEADERS]
        self.action_headers = [self.rng.choice(words) for words in ACTION_HEADERS]
        self.in_table = self.rng.random() < 0.7  # the task group's name is the table's first row, over all columns

    def blocks(self, size: int) -> Iterator[Block | Table]:
        """What the programme prints, in order."""
        groups = max(1, size // GROUP_ROWS)
        count = min(4, max(1, groups // 2))
        for number in range(1, count + 1):
            title = self.content.phrases.fresh("deliverable")
            yield block(f"{ORDINALS[number - 1]} KEY DELIVERABLE OF THE TFAWG", "heading", opens_section=True)
            yield block(title)
            share = groups // count + (number <= groups % count)
            common = {"section_number": str(number), "section_title": title}
            for group in range(1, share + 1):
                yield from self._group(f"{number}.{group}", common)

    def _group(self, number: str, common: Truth) -> Iterator[Block | Table]:
        title = self.content.phrases.fresh("task_group")
        common = common | {"topic_number": number, "topic": title}
        caption = f"Task {number} {title}"
        header = [Row(tuple(bold(text) for text in self.subtask_headers))]
        if self.in_table:
            header.insert(0, Row((bold(caption, columns=len(SUBTASK)), *[None] * (len(SUBTASK) - 1))))
        else:
            yield block(caption, "heading")
        subtasks = self.rng.randint(1, 3)
        rows = tuple(self._subtask(f"{number}.{n}") for n in range(1, subtasks + 1))
        yield Table(SUBTASK, tuple(header), rows, SUBTASK_WEIGHTS, common | {"record_kind": "subtask"})
        actions = [f"{number}.{n}.{m}" for n in range(1, subtasks + 1) for m in range(1, self.rng.choice((1, 2, 2, 3, 4)))]
        if actions:
            yield block(f"ACTIONS FOR FY {self.year}", "heading")
            header = [Row(tuple(bold(text) for text in self.action_headers))]
            rows = tuple(self._action(one) for one in actions)
            yield Table(ACTION, tuple(header), rows, ACTION_WEIGHTS, common | {"record_kind": "action"})

    def _subtask(self, number: str) -> Row:
        content = self.content
        objective = Cell() if self.rng.random() < 0.08 else cell(content.phrases.fresh("objective"))
        start = Cell() if self.rng.random() < 0.1 else cell(content.phrases.say("start"))
        timeline = content.timeline(rule=self.rng.choice(("tl_open", "tl_open", "tl_dates", "tl_again", "tl_event")))
        progress = content.progress(empty=0.2, caps=True)
        return Row((cell(number), content.task(), content.codes(), objective, start, timeline, progress))

    def _action(self, number: str) -> Row:
        content = self.content
        timeline = cell(self.year) if self.rng.random() < 0.6 else content.timeline()
        return Row((cell(number), content.task("action"), content.body(), content.indicator(0.1), timeline, content.progress(empty=0.5)))
