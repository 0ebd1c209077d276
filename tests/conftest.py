"""What holds for every test."""

from hypothesis import HealthCheck, settings

# No test depends on a clock: a busy machine is slow, and nothing is wrong with it.
settings.register_profile("unhurried", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def pytest_make_parametrize_id(config, val, argname):
    """Name a test after the argument, not after bytes that are no text: packed ones differ from second to second.

    Workers that run tests side by side must come to the same names.
    """
    return argname if isinstance(val, bytes) and not val.isascii() else None
