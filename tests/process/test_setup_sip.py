"""`scripts/setup-sip` itself, in a copy of the project: which way it takes to a library, and what it says where there
is none. Compilers, pip and apt are stand-ins that write down what they were asked; compiling takes minutes."""

import re
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
LIBRARIES = ("pjlib", "pjlib-util", "pjnath", "third_party", "pjmedia", "pjsip")
WHEEL = "pjsua2_python-9-py3-none-any.whl"

# Of the environment: its pip is asked to install, its venv makes the build's tools, and these make the wheel.
PYTHON = f"""#!/bin/sh
echo "python $*" >> "$ASKED"
if [ "$2" = venv ]; then
    mkdir -p "$3/bin"
    cp "$0" "$3/bin/python"
    printf '#!/bin/sh\\n' > "$3/bin/pip"
    chmod +x "$3/bin/pip"
fi
case "$*" in *bdist_wheel*) mkdir -p dist && echo wheel > dist/{WHEEL};; esac
"""
MAKE = """#!/bin/sh
echo "make $*" >> "$ASKED"
case "$*" in *dep*) cp pjlib/include/pj/config_site.h build.mak pjmedia/src/pjmedia/transport_udp.c "$KEPT";; esac
"""
CONFIGURE = """echo "configure $*" >> "$ASKED"
printf 'LIBS = pjlib\\nLIBS += g7221codec\\n' > build.mak
"""
INSTALLED = """#!/bin/sh
printf 'install ok installed'
"""
# What stands around the start of a call's sound in pjproject 2.17; it asks for packets before it notes that it does.
SOUND = """
    TRACE_((udp->base.name, "media_start(): before recvfrom RTP"));

    /* Kick off pending RTP read from the ioqueue */
    status = pj_ioqueue_recvfrom(udp->rtp_key, &udp->rtp_read_op, 0);
    if (status != PJ_EPENDING) {
        PJ_PERROR(3, (udp->base.name, status,
                      "media_start(): recvfrom RTP failed"));
        return status;
    }
    status = pj_ioqueue_recvfrom(udp->rtcp_key, &udp->rtcp_read_op, 0);
    if (status != PJ_EPENDING) {
        pj_ioqueue_clear_key(udp->rtp_key);
        return status;
    }
    udp->started = PJ_TRUE;
"""
OTHER_SOUND = "This source has another transport_udp.c than the one whose start of sound is repaired here."
READY_MADE = "Installed the ready-made SIP library ("


@dataclass
class Project:
    """A copy with nothing in it but what the script needs."""

    home: Path

    def __post_init__(self) -> None:
        self.place, self.tools, self.asked = self.home / "project", self.home / "bin", self.home / "asked"
        shutil.copytree(SCRIPTS, self.place / "scripts", ignore=shutil.ignore_patterns("benches", ".*", "__pycache__"))
        (self.place / "pyproject.toml").write_text("")
        for path, text in {
            self.place / ".venv/bin/python": PYTHON,
            self.tools / "make": MAKE,
            self.tools / "dpkg-query": INSTALLED,
        }.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            path.chmod(0o755)
        for program in ("sh", "mkdir", "cp", "chmod"):
            (self.tools / program).symlink_to(shutil.which(program) or program)
        # The project's own environment, which is none of these tests' business.
        assert "python -m pip install" in "".join(self.run("--wheel")[1])

    def run(self, *arguments: str) -> tuple[str, list[str]]:
        """What the script says, and what it asked of others."""
        self.asked.write_text("")
        environment = {
            "PATH": str(self.tools),
            "HOME": str(self.home),
            "ASKED": str(self.asked),
            "KEPT": str(self.home),
        }
        script = [sys.executable, str(self.place / "scripts" / "setup_sip.py"), *arguments]
        done = subprocess.run(script, env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), done
        return done.stdout, self.asked.read_text().splitlines()

    def tarball(self, configure: str = CONFIGURE, name: str = "pjproject", sound: str = SOUND) -> Path:
        """A source whose own steps take no time."""
        source = self.home / name / "pjproject-9"
        files = {
            "aconfigure": configure,
            "pjsip-apps/src/swig/python/setup.py": "setup(name='pjsua2')\n",
            "pjmedia/src/pjmedia/transport_udp.c": sound,
        }
        for folder in ("pjlib/include/pj", "pjmedia/src/pjmedia-audiodev", *(Path(path).parent for path in files)):
            (source / folder).mkdir(parents=True, exist_ok=True)
        for path, text in files.items():
            (source / path).write_text(text)
        packed = self.home / f"{name}.tar.gz"
        with tarfile.open(packed, "w:gz") as file:
            file.add(source, source.name)
        return packed


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def cached(project: Project) -> list[Path]:
    return sorted((project.home / ".cache/relist/sip").rglob("*.whl"))


def test_a_source_is_built_once_with_room_for_a_floor_and_then_taken_from_the_cache(project: Project) -> None:
    packed = project.tarball()
    said, asked = project.run("--source", str(packed))
    assert "Building the SIP library" in said
    assert "Installed the SIP library with room for 1024 calls." in said
    (kept,) = cached(project)
    assert f"--force-reinstall --no-deps {kept} " in asked[-1]
    assert "#define PJSUA_MAX_CALLS 1024\n" in (project.home / "config_site.h").read_text()
    assert (project.home / "build.mak").read_text() == "LIBS = pjlib\n", "nothing is linked that is not there"
    (configured,) = [line for line in asked if line.startswith("configure ")]
    assert {"--enable-epoll", "--disable-sound", "--with-external-srtp"} <= set(configured.split())
    made = [line.rpartition(" -C ")[2] for line in asked if " -C " in line]
    assert made == [f"{library}/build" for library in LIBRARIES]

    said, asked = project.run("--source", str(packed))
    assert "Building" not in said
    assert str(kept) in asked[-1]
    assert not [line for line in asked if line.startswith("make ")]

    # As after an interruption: a folder in the cache that has no wheel in it.
    kept.unlink()
    assert "Building" in project.run("--source", str(packed))[0]
    assert cached(project) == [kept]

    other = project.tarball(f"{CONFIGURE}# another source\n", "other")
    assert "Building" in project.run("--source", str(other))[0]
    assert len(cached(project)) == 2


def test_a_call_is_noted_as_having_sound_before_its_first_packet_is_asked_for(project: Project) -> None:
    """The library's other thread may have the packet by then, and asks for no more where nothing is noted."""
    said, _ = project.run("--source", str(project.tarball()))
    assert OTHER_SOUND not in said
    built = (project.home / "transport_udp.c").read_text()
    asked = built.index("pj_ioqueue_recvfrom(udp->rtp_key")
    assert built.count("udp->started = PJ_TRUE;", 0, asked) == 1
    for failure in re.findall(r"if \(status != PJ_EPENDING\) \{(.*?)\}", built, re.DOTALL):
        assert failure.endswith("udp->started = PJ_FALSE;\n        return status;\n    ")

    newer = project.tarball(name="newer", sound="as its own authors have repaired it")
    said, _ = project.run("--source", str(newer))
    assert OTHER_SOUND in said
    assert (project.home / "transport_udp.c").read_text() == "as its own authors have repaired it"


def test_where_nothing_can_be_built_the_ready_made_library_is_installed_and_the_reason_told(project: Project) -> None:
    broken, empty = project.home / "broken.tar.gz", project.home / "empty.tar"
    broken.write_bytes(b"no tarball")
    with tarfile.open(empty, "w"):
        pass
    failing = project.tarball("echo 'no compiler here' >&2\nexit 1\n", "failing")
    reasons = {
        ("--wheel",): "as you asked",
        ("--source", "nowhere.tar"): "nowhere.tar is no file",
        ("--source", str(broken)): f"{broken} cannot be unpacked (ReadError)",
        ("--source", str(empty)): f"{empty} holds no pjproject",
        ("--source", str(failing)): "failed: no compiler here",
        (): "this machine has no apt with Debian's keys, so it cannot fetch the source",
    }
    for arguments, reason in reasons.items():
        said, asked = project.run(*arguments)
        assert READY_MADE in said
        assert reason in said
        assert "It holds four calls: one agent and three lines. For more, run scripts/setup-sip on Debian" in said
        assert "--force-reinstall --no-deps pjsua2-python>=2.15" in asked[-1]
    assert cached(project) == []


def test_packages_that_are_missing_are_named(project: Project) -> None:
    (project.tools / "dpkg-query").write_text("#!/bin/sh\nexit 1\n")
    said, _ = project.run("--source", str(project.tarball()))
    assert f"{READY_MADE}it needs the packages gcc g++ make " in said
    assert "install them and run scripts/setup-sip again" in said
