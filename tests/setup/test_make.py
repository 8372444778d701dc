"""The two commands refuse in one clear line, before they change anything."""
import os
import shutil
import socket
import subprocess
import sys

import pytest

from tests.architecture.tree import ROOT

#: What the Makefile needs beside python.
TOOLS = "make sh sed awk mkdir touch rm cp mv cat id find".split()
OLD = f'case "$*" in *version_info*) exit 1;; esac\nexec {sys.executable} "$@"'
WITHOUT_VENV = f'case "$*" in *ensurepip*) exit 1;; esac\nexec {sys.executable} "$@"'


@pytest.fixture
def checkout(tmp_path):
    """A folder that holds the Makefile and the locks."""
    folder = tmp_path / "check out"
    folder.mkdir()
    shutil.copy(ROOT / "Makefile", folder)
    for lock in ROOT.glob("requirements*.lock"):
        shutil.copy(lock, folder)
    return folder


@pytest.fixture
def make(checkout, tmp_path):
    """Run make in that folder on a machine with nothing but these tools, and this text as its python3."""

    def run(*arguments, python=f'exec {sys.executable} "$@"'):
        tools = tmp_path / "bin"
        tools.mkdir()
        for name in TOOLS:
            (tools / name).symlink_to(shutil.which(name))
        (tools / "python3").write_text(f"#!/bin/sh\n{python}\n")
        (tools / "python3").chmod(0o755)
        env = {"PATH": str(tools), "HOME": str(tmp_path / "home")}
        return subprocess.run([tools / "make", *arguments], cwd=checkout, env=env, capture_output=True, text=True)

    return run


def test_make_alone_lists_the_commands(make):
    said = make().stdout
    assert [line.split()[1] for line in said.splitlines()] == ["help", "demo", "test", "lint", "lock", "strings", "bench", "clean"]
    assert all(len(line.split()) > 4 for line in said.splitlines())


def test_a_taken_port_is_told_in_one_line(make, checkout):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = make("-s", "demo", f"PORT={port}")
    told, rest = done.stderr.splitlines()[0], done.stderr.splitlines()[1:]
    assert told == f"Port {port} is taken or not allowed: choose another one, as in make demo PORT=5001"
    assert done.returncode != 0
    assert all(line.startswith("make: ***") for line in rest)
    assert not (checkout / ".venv").exists()


def test_a_missing_python3_venv_is_told_in_one_line(make):
    assert make("test", python=WITHOUT_VENV).stderr.splitlines()[0] == "python3-venv is missing: apt install python3-venv"


def test_an_old_python_is_told_in_one_line(make):
    assert make("demo", python=OLD).stderr.startswith("Python 3.11 or newer is missing: ")


def test_an_unwritable_folder_is_told_in_one_line(make, checkout):
    (checkout / ".cache").write_text("a file where the folder should be; root may write everywhere else")
    done = make("demo")
    assert done.stderr.splitlines()[0] == f"This folder cannot be written, and everything is kept in it: {checkout}"
    assert done.returncode != 0


def test_a_lock_is_hashed_and_names_no_host():
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text()
        assert text.count("==") <= text.count("--hash=sha256:")
        assert "://" not in text


def test_the_check_of_every_change_is_the_whole_of_the_tests():
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text().splitlines()[-1] == "exec make test REQUIRE_ALL=1"
