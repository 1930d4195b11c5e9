import stat
from concurrent.futures import ThreadPoolExecutor

from portal.kept_secrets import kept_secrets


def test_gives_the_same_secrets_again(tmp_path):
    path = tmp_path / "secrets.json"
    first = kept_secrets(path, ("one", "two"))
    assert kept_secrets(path, ("one", "two")) == first
    assert first["one"] != first["two"]
    assert {len(secret) for secret in first.values()} == {48}


def test_only_the_owner_can_read_them(tmp_path):
    path = tmp_path / "secrets.json"
    kept_secrets(path, ("one",))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_new_name_leaves_the_others_as_they_are(tmp_path):
    path = tmp_path / "secrets.json"
    first = kept_secrets(path, ("one",))
    both = kept_secrets(path, ("one", "two"))
    assert both["one"] == first["one"]
    assert kept_secrets(path, ("two",)) == {"two": both["two"]}


def test_those_who_come_together_get_the_same(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda _: kept_secrets(tmp_path / "secrets.json", ("one",))["one"], range(32)))
    assert len(set(given)) == 1
