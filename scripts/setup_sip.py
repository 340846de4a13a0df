"""Installs pjsua2 for the `sip` process: built from source once per configuration, else the ready-made wheel.

The ready-made wheel has pjsua's compile-time limit of four calls; the build has `CALLS`. Needs nothing but Python 3.11.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import setup

CALLS = 1024
WHEEL = "pjsua2-python>=2.15"
CACHE = Path.home() / ".cache" / "relist" / "sip"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")

PACKAGES = (
    "gcc",
    "g++",
    "make",
    "pkg-config",
    "python3-dev",
    "libsamplerate0-dev",
    "libsrtp2-dev",
    "libssl-dev",
    "libopus-dev",
    "uuid-dev",
)

# Debian's source leaves these codecs and devices out, and a server has no use for sound cards and cameras.
CONFIGURE = (
    *(f"--disable-{what}" for what in ("gsm-codec", "ilbc-codec", "g7221-codec", "speex-codec", "speex-aec")),
    *(f"--disable-{what}" for what in ("video", "sound", "opencore-amr", "libwebrtc", "libyuv")),
    "--enable-libsamplerate",
    "--enable-epoll",
    "--with-external-srtp",
)

# About three sockets per call; players and recorders are budgets of their own. Telephone audio has 8,000 samples a
# second, so a faster bridge would only resample it.
CONFIG_SITE = f"""
#define PJSUA_MAX_CALLS {CALLS}
#define PJSUA_MAX_CONF_PORTS {4 * CALLS}
#define PJSUA_MAX_ACC 32
#define PJ_IOQUEUE_MAX_HANDLES {4 * CALLS}
#define PJSUA_MAX_PLAYERS {CALLS}
#define PJSUA_MAX_RECORDERS {CALLS}
#define PJSIP_MAX_TSX_COUNT {32 * CALLS - 1}
#define PJSIP_MAX_DIALOG_COUNT {16 * CALLS - 1}
#define PJSUA_DEFAULT_CLOCK_RATE 8000
#define PJMEDIA_HAS_VIDEO 0
"""


# The library asks for a call's first sound before it notes that it does. Sound that is there by then, as early media
# is, is taken by its other thread, which finds nothing noted and never asks again: about one answered call in 400 on
# the loopback stays silent. So it is noted first, and taken back where asking fails.
SOUND = "pjmedia/src/pjmedia/transport_udp.c"
REPAIRS = {
    """    /* Kick off pending RTP read from the ioqueue */
""": """    udp->started = PJ_TRUE;
""",
    """media_start(): recvfrom RTP failed"));
        return status;""": """media_start(): recvfrom RTP failed"));
        udp->started = PJ_FALSE;
        return status;""",
    """        pj_ioqueue_clear_key(udp->rtp_key);
        return status;""": """        pj_ioqueue_clear_key(udp->rtp_key);
        udp->started = PJ_FALSE;
        return status;""",
}


class CannotBuild(Exception):
    """No build here; the text says why."""


def main() -> None:
    """Install the library into the project's environment."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--wheel", action="store_true", help="take the ready-made wheel with its four calls")
    wanted.add_argument("--source", type=Path, help="a tarball of pjproject, where this machine is not Debian")
    asked = wanted.parse_args()
    with setup.alone():
        setup.environment(dev=False)
        if asked.wheel:
            ready_made("as you asked")
            return
        try:
            install(built(asked.source))
        except CannotBuild as problem:
            ready_made(str(problem))


def ready_made(why: str) -> None:
    """The wheel of the package index."""
    pip("install", "--force-reinstall", "--no-deps", WHEEL)
    setup.tell(
        f"Installed the ready-made SIP library ({why}). It holds four calls: one agent and three lines. For more, run "
        "scripts/setup-sip on Debian, or with --source and a tarball of pjproject."
    )


def install(wheel: Path) -> None:
    """A wheel that was built here."""
    pip("install", "--force-reinstall", "--no-deps", str(wheel))
    setup.tell(f"Installed the SIP library with room for {CALLS} calls.")


def built(source: Path | None) -> Path:
    """The wheel of this source and configuration; made when it is not in the cache."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as work:
        tarball = source if source is not None else debian_source(Path(work))
        if not tarball.is_file():
            raise CannotBuild(f"{tarball} is no file")
        kept = CACHE / recipe(tarball)
        if not (found := sorted(kept.glob("*.whl"))):
            setup.tell("Building the SIP library (once, some minutes) ...")
            packages()
            made = build(tarball, Path(work))
            kept.mkdir(exist_ok=True)
            # In one step, as both are in the cache: whoever is interrupted leaves no half of a wheel behind.
            found = [made.rename(kept / made.name)]
        return found[0]


def recipe(tarball: Path) -> str:
    """One name for all that the result depends on."""
    said = "\0".join((CONFIG_SITE, *CONFIGURE, *REPAIRS, *REPAIRS.values(), sys.version, sys.platform))
    return hashlib.sha256(tarball.read_bytes() + said.encode()).hexdigest()[:16]


def debian_source(work: Path) -> Path:
    """pjproject as Debian's asterisk package brings it, from the mirror this machine uses; signatures are checked."""
    if shutil.which("apt-get") is None or not KEYRING.exists():
        raise CannotBuild("this machine has no apt with Debian's keys, so it cannot fetch the source")
    mirrors = output(["apt-get", "indextargets", "--format", "$(REPO_URI)"]).split()
    if not mirrors:
        raise CannotBuild("apt names no mirror")
    folder = work / "apt"
    for name in ("parts", "lists/partial", "cache/archives/partial"):
        (folder / name).mkdir(parents=True)
    entry = f"Types: deb-src\nURIs: {mirrors[0]}\nSuites: sid\nComponents: main\nSigned-By: {KEYRING}\n"
    (folder / "parts" / "sid.sources").write_text(entry)
    places = {
        "Dir::Etc::sourcelist": "/dev/null",
        "Dir::Etc::sourceparts": str(folder / "parts"),
        "Dir::State::lists": str(folder / "lists"),
        "Dir::Cache": str(folder / "cache"),
    }
    apt = ["apt-get", "-qq", *(word for name, value in places.items() for word in ("-o", f"{name}={value}"))]
    output([*apt, "update"])
    output([*apt, "source", "--download-only", "asterisk"], folder)
    found = list(folder.glob("*orig-Xpjproject*"))
    if not found:
        raise CannotBuild("Debian's asterisk source no longer brings pjproject")
    return found[0]


def packages() -> None:
    """Compiler and headers, installed where we may."""
    missing = [name for name in PACKAGES if not is_installed(name)]
    if not missing:
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise CannotBuild(f"it needs the packages {' '.join(missing)}: install them and run scripts/setup-sip again")
    output(["apt-get", "-qq", "install", "-y", "--no-install-recommends", *missing])


def is_installed(package: str) -> bool:
    asked = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Status}", package], capture_output=True, text=True, check=False
    )
    return asked.stdout.endswith(" installed")


def build(tarball: Path, work: Path) -> Path:
    """Compiles the library and its Python module; gives the wheel."""
    try:
        with tarfile.open(tarball) as packed:
            packed.extractall(work / "source", filter="data")
    except (OSError, EOFError, tarfile.TarError) as problem:
        raise CannotBuild(f"{tarball} cannot be unpacked ({type(problem).__name__})") from problem
    found = list((work / "source").glob("*/aconfigure"))
    if len(found) != 1:
        raise CannotBuild(f"{tarball} holds no pjproject")
    project = found[0].parent
    prepare(project)
    environment = {"CFLAGS": "-O2 -fPIC -DNDEBUG", "CXXFLAGS": "-O2 -fPIC -DNDEBUG"}
    output(["sh", "./aconfigure", *CONFIGURE], project, environment)
    leave_out(project / "build.mak", "g7221codec")
    cores = str(len(os.sched_getaffinity(0)))
    output(["make", "-j", cores, "dep"], project)
    # The programs that come with the library are left out: only its parts are needed.
    for part in ("pjlib", "pjlib-util", "pjnath", "third_party", "pjmedia", "pjsip"):
        output(["make", "-j", cores, "-C", f"{part}/build"], project)
    return module(project, work)


def prepare(project: Path) -> None:
    """What the build misses in Debian's source."""
    (project / "pjlib/include/pj/config_site.h").write_text(CONFIG_SITE)
    (project / "pjmedia/src/pjmedia-audiodev/bdimad_dev.c").touch()
    (project / "user.mak").touch()
    repair(project / SOUND)


def repair(file: Path) -> None:
    """Sets right what `REPAIRS` names. A source that has other words there is left as it is."""
    text = file.read_text() if file.exists() else ""
    if any(text.count(wrong) != 1 for wrong in REPAIRS):
        setup.tell(f"This source has another {file.name} than the one whose start of sound is repaired here.")
        return
    for wrong, right in REPAIRS.items():
        text = text.replace(wrong, right)
    file.write_text(text)


def leave_out(file: Path, library: str) -> None:
    """Takes a library out of the link line that configure wrote for it although it is disabled."""
    kept = [line for line in file.read_text().splitlines() if library not in line]
    file.write_text("\n".join(kept) + "\n")


def module(project: Path, work: Path) -> Path:
    """The Python module as a wheel under the name that the package index gives it, so that one replaces the other."""
    tools = work / "tools"
    output([str(setup.PYTHON), "-m", "venv", str(tools)])
    output([str(tools / "bin/pip"), "install", "--quiet", "swig>=4,<4.4", "setuptools", "wheel"])
    folder = project / "pjsip-apps/src/swig/python"
    script = folder / "setup.py"
    script.write_text(re.sub(r"name=.pjsua2.", 'name="pjsua2-python"', script.read_text()))
    path = {"PATH": f"{tools / 'bin'}{os.pathsep}{setup.ENVIRONMENT.get('PATH', '')}"}
    output(["make", "pjsua2_wrap.cpp"], folder, path)
    output([str(tools / "bin/python"), "setup.py", "-q", "bdist_wheel"], folder, path)
    return next((folder / "dist").glob("*.whl"))


def output(command: list[str], folder: Path = setup.PROJECT, more: dict[str, str] | None = None) -> str:
    """Runs a step of the build and gives what it printed."""
    environment = setup.ENVIRONMENT | {"DEBIAN_FRONTEND": "noninteractive"} | (more or {})
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-3:]
        raise CannotBuild(f"{' '.join(command[:3])} failed: {' | '.join(last)}")
    return done.stdout


def pip(*arguments: str) -> None:
    setup.run([str(setup.PYTHON), "-m", "pip", "--disable-pip-version-check", *arguments, "--quiet"])


if __name__ == "__main__":
    main()
