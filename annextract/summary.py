"""One line a person reads of each input."""

from schemas.document import InputReport, Outcome


def summary_line(report: InputReport) -> str:
    """What became of an input, in one line."""
    if report.outcome is Outcome.REJECTED:
        return f"rejected   {report.reason}"
    seconds = sum(report.seconds.values())
    return f"{report.outcome:<10} {report.path} -> {', '.join(report.documents)} ({seconds:.2f} s)"
