"""One line a person reads of each input."""

from schemas.document import InputReport, Outcome


def escaped(text: str) -> str:
    r"""The text with an escape, such as `\x1b`, for what is no print: a file's name must not speak to the terminal."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)


def summary_line(report: InputReport) -> str:
    """What became of an input, in one line."""
    return escaped(_said(report))


def _said(report: InputReport) -> str:
    if report.outcome is Outcome.REJECTED:
        reason = report.reason or ""
        return f"rejected   {reason if report.path in reason else f'{report.path}: {reason}'}"
    seconds = sum(report.seconds.values())
    return f"{report.outcome:<10} {report.path} -> {', '.join(report.documents)} ({seconds:.2f} s)"
