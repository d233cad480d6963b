"""The sealer's work, each minute."""

from procrastinate.contrib.django import app

from .sealing import seal_trace


@app.periodic(cron="* * * * *")
@app.task(name="audit.seal", queue="audit", lock="audit.seal", queueing_lock="audit.seal")
def seal(timestamp: int) -> None:
    while seal_trace():
        pass
