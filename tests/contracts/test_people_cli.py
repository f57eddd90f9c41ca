"""People at a shell: no password among the words of a command, a first admin, and served behind a proxy."""

import http.client
import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from tests.asking import PASSWORD
from tests.running import tocsin
from tests.serving import Site, serving

ENV = {"TOCSIN_PASSWORD": PASSWORD}


@pytest.fixture(scope="module")
def folder(example_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("people")
    (made / "tocsin.db").write_bytes(example_store.read_bytes())
    done = tocsin("people", "add", "lead", "--role", "admin", "--because", "runs the desk", cwd=made, env=ENV)
    assert (done.returncode, done.stdout) == (0, "lead may sign in as admin\n"), done.stderr
    return made


def test_the_first_is_an_admin_and_nobody_is_let_in_without_a_reason(tmp_path: Path) -> None:
    first = tocsin("people", "add", "night shift", "--because", "reads", cwd=tmp_path, env=ENV)
    assert first.returncode == 2 and "let an admin in first" in first.stderr
    silent = tocsin("people", "add", "lead", "--role", "admin", cwd=tmp_path, env=ENV)
    assert silent.returncode == 2 and "--because: gives no reason" in silent.stderr
    listed = tocsin("people", cwd=tmp_path)
    assert listed.stdout == "" and "nobody has an account" in listed.stderr


def test_a_password_comes_from_a_file_the_environment_or_the_terminal_and_never_from_a_word(
    folder: Path,
) -> None:
    (folder / "secret").write_text("another harbour in june\n")
    words = ("people", "add", "night shift", "--role", "analyst", "--because", "reads at night")
    asked = tocsin(*words, cwd=folder)
    assert asked.returncode == 2 and "cannot be asked for here" in asked.stderr
    given = tocsin(*words, "--password-file", "secret", cwd=folder)
    assert given.returncode == 0, given.stderr
    again = tocsin(*words, "--password-file", "secret", cwd=folder)
    assert again.returncode == 2 and "is there already" in again.stderr
    weak = tocsin("people", "password", "lead", cwd=folder, env={"TOCSIN_PASSWORD": "short"})
    assert weak.returncode == 2 and "has 5 characters" in weak.stderr
    helped = tocsin("people", "add", "--help", cwd=folder).stdout
    assert "--password " not in helped


def test_roles_access_tokens_and_leaving(folder: Path) -> None:
    for name in ("reader one", "reader two"):
        tocsin("people", "add", name, "--because", "reads", cwd=folder, env=ENV)
    access = tocsin(
        "people", "access", "reader one", "--watch", "sahel-coups", "--because", "hers", cwd=folder
    )
    assert access.stdout == "reader one may see sahel-coups\n"
    listed = tocsin("people", "list", cwd=folder).stdout
    assert "reader one: reader, sees sahel-coups, since " in listed
    odd = tocsin("people", "role", "reader one", "chief", "--because", "x", cwd=folder)
    assert odd.returncode == 2 and "there is no such role; use reader, analyst, editor, admin" in odd.stderr
    last = tocsin("people", "remove", "lead", "--because", "x", cwd=folder)
    assert last.returncode == 2 and "is the last admin" in last.stderr
    more = tocsin("people", "token", "reader two", "--for", "mail", "--role", "editor", cwd=folder)
    assert more.returncode == 2 and "is more than reader two may do" in more.stderr
    made = tocsin("people", "token", "reader two", "--for", "mail", cwd=folder)
    assert made.stdout.startswith("tocsin_") and "it is shown this once" in made.stderr
    (told,) = tocsin("people", "tokens", cwd=folder).stdout.splitlines()
    assert told.split(":")[0] in made.stderr and made.stdout.strip() not in told
    assert tocsin("people", "revoke", told.split(":")[0], cwd=folder).returncode == 0
    gone = tocsin("people", "remove", "reader two", "--because", "left", cwd=folder)
    assert gone.stdout == "reader two may sign in no more\n"
    assert tocsin("check", cwd=folder).returncode == 0


def post(site: Site, path: str, fields: dict[str, str], **headers: str) -> tuple[int, dict[str, str]]:
    parts = urlsplit(site.address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    sent = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    connection.request("POST", path, urlencode(fields), sent)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}


def test_behind_a_proxy_cookies_travel_by_tls_only_and_by_its_name(folder: Path) -> None:
    proxied = {"Host": "desk.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
    with serving("--behind-proxy", "127.0.0.1", "--name", "desk.example", cwd=folder) as site:
        own = {"Origin": "https://desk.example", "Sec-Fetch-Site": "same-origin"}
        fields = {"name": "lead", "password": PASSWORD}
        status, headers = post(site, "/sign-in", fields, **proxied, **own)
        cookie = headers["set-cookie"]
        assert status == 303 and cookie.startswith("__Host-tocsin=") and "; Secure" in cookie
        assert headers["strict-transport-security"].startswith("max-age=")
        assert post(site, "/sign-in", fields, **proxied, Origin="http://desk.example")[0] == 403
        for _ in range(6):
            post(site, "/sign-in", {"name": "x", "password": "y"}, **proxied, **own)
        other = proxied | {"X-Forwarded-For": "203.0.113.8"}
        assert post(site, "/sign-in", {"name": "z", "password": "y"}, **other, **own)[0] == 403


def test_headers_of_a_proxy_that_was_not_named_are_not_believed(folder: Path) -> None:
    with serving(cwd=folder) as site:
        assert "token=" not in site.link, "somebody has an account: no link"
        spoofed = [
            post(
                site,
                "/sign-in",
                {"name": f"n{turn}", "password": "y"},
                **{"X-Forwarded-For": f"203.0.113.{turn}"},
            )
            for turn in range(21)
        ]
        assert [status for status, _ in spoofed][-1] == 429, "one address, whatever it says of itself"
        assert "strict-transport-security" not in spoofed[0][1]
        assert site.ask("/watch", Host="desk.example").status == 421


def test_passwords_do_not_travel_in_the_clear(folder: Path) -> None:
    open_ = [sys.executable, "-m", "tocsin.cli", "serve", "--host", "0.0.0.0", "--to-network", "--port", "0"]
    done = subprocess.run(open_, cwd=folder, capture_output=True, text=True, timeout=60, env={**os.environ})
    assert done.returncode == 2
    assert "passwords would travel in the clear; put a TLS proxy before it: --behind-proxy" in done.stderr


def test_the_example_of_the_client_runs_and_its_types_hold(folder: Path, root: Path) -> None:
    tocsin("people", "add", "a program", "--because", "reads", cwd=folder, env=ENV)
    token = tocsin("people", "token", "a program", "--for", "the example", cwd=folder).stdout.strip()
    script = root / "examples/client/first_look.py"
    with serving(cwd=folder) as site:
        done = subprocess.run(
            [sys.executable, str(script), site.address],
            capture_output=True,
            text=True,
            timeout=60,
            env={**os.environ, "TOCSIN_TOKEN": token},
        )
        assert done.returncode == 0, done.stderr
        line = json.loads(site.ask("/api/v1/watches", Authorization=f"Bearer {token}").text)["items"][0]
    assert done.stdout.startswith(f"{line['title']}: {line['status']['level']}, as of {line['as_of']}\n")
    assert "independent origins" in done.stdout
    checked = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", str(script)]
    types = subprocess.run(checked, cwd=root, capture_output=True, text=True, timeout=300)
    assert (types.returncode, types.stdout) == (0, "")
