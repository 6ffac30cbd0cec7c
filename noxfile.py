"""What ``.ci/run`` checks, each in its own environment: ``nox``, ``nox -s tests-3.13``, ``nox -s lint``."""

import nox

nox.options.sessions = ["tests", "system", "site", "lint"]  # not the mutants, which take half an hour
nox.options.default_venv_backend = "venv"
nox.options.reuse_venv = "yes"


@nox.session(python=["3.11", "3.12", "3.13"])
def tests(session: nox.Session) -> None:
    """Run every test but those of other programs, and measure what they cover."""
    session.install("-e", ".[dev]")
    session.run("python", "-m", "pytest", "-q", *(session.posargs or ["--cov", "-n", "auto"]))


@nox.session
def system(session: nox.Session) -> None:
    """Run the tests that need programs, engines of data, or what makes releases."""
    session.install("-e", ".[browser,dev,docs,engines,release]")
    session.run("python", "-m", "pytest", "-q", "-m", "system")


@nox.session
def figures(session: nox.Session) -> None:
    """Make the tables of the pages again and compare them, and print how fast khmerid is."""
    session.install("-e", ".[dev]")
    session.run("python", "benchmarks/documented.py", "--check")
    session.run("python", "benchmarks/speed.py", "--quick")


@nox.session
def mutation(session: nox.Session) -> None:
    """Try a sample of mutants: ``nox -s mutation -- --sample 20 --seed 1``."""
    session.install("-e", ".[dev,mutation]")
    session.run("python", "mutation/try_mutants.py", *(session.posargs or ["--sample", "20"]))


@nox.session
def site(session: nox.Session) -> None:
    """Build the documentation, without a warning."""
    session.install("-e", ".[arrow,cli,huawei,picture,serve,testing,testing-pictures,docs]")
    session.run("python", "-m", "sphinx", "-q", "-n", "-W", "--keep-going", "docs", "build/site")


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, types and the import contract."""
    session.install("-e", ".[dev]")
    for command in (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"], ["lint-imports"]):
        session.run(*command)
