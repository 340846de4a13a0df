"""Labelled answers made of synthesised speech: what a phone line at 8 kHz carries in the first seconds."""

import audioop
import math
import random
import shutil
import subprocess
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from telephony.sip.screening import LOUDEST, level_of

RATE = 8000
SECONDS = 7.0
"""Longer than app_amd's five seconds, so that it never runs out of audio."""

LANGUAGES = ("en-us", "en-gb", "es-419", "fr-fr", "de", "it", "pt-br")
VOICES = ("m1", "m2", "m3", "m4", "m5", "m7", "f1", "f2", "f3", "f4", "f5")
CODECS = ("ulaw", "alaw")

HELLO = {
    "en": ("Hello?", "Hi.", "Yes?", "Hello, who is this?", "Hello, this is Maria.", "Hey, what's up?"),
    "es": ("¿Hola?", "¿Bueno?", "¿Sí, diga?", "Hola, habla María."),
    "fr": ("Allô?", "Oui, allô?", "Allô, bonjour."),
    "de": ("Hallo?", "Ja, bitte?", "Schmidt, hallo?"),
    "it": ("Pronto?", "Sì, pronto?"),
    "pt": ("Alô?", "Oi, quem fala?"),
}
BUSINESS = {
    "en": ("Lakeside Realty, this is Dana.", "Good morning, Baker and Sons.", "Front desk, how can I help you?"),
    "es": ("Buenos días, taller García.", "Oficina central, dígame."),
    "fr": ("Cabinet Martin, bonjour.", "Bonjour, accueil, j'écoute."),
    "de": ("Guten Tag, Firma Weber.", "Praxis Klein, guten Morgen."),
    "it": ("Studio Rossi, buongiorno.",),
    "pt": ("Padaria central, bom dia.",),
}
PERSONAL = {
    "en": (
        "Hi, you have reached Tom and Susan. We can't come to the phone right now, so please leave a message.",
        "Hey, it's Alex. Sorry I missed your call. Leave your name and number and I will get back to you.",
        "You've reached the Millers. Please leave a message after the tone.",
    ),
    "es": ("Hola, este es el buzón de Carlos. No puedo contestar ahora, deje su mensaje después del tono.",),
    "fr": ("Bonjour, vous êtes bien chez Sophie. Je ne suis pas là pour le moment, laissez un message.",),
    "de": ("Guten Tag, hier ist der Anschluss von Peter. Bitte hinterlassen Sie eine Nachricht nach dem Ton.",),
    "it": ("Ciao, sono Paolo. In questo momento non posso rispondere, lasciate un messaggio dopo il segnale.",),
    "pt": ("Olá, você ligou para a Ana. No momento não posso atender, deixe seu recado após o sinal.",),
}
NETWORK = {
    "en": (
        "Your call has been forwarded to an automatic voice message system. The person is not available.",
        "The wireless customer you are calling is not available. Please try again later.",
        "Thank you for calling. Our office is currently closed. Our hours are nine to five, Monday to Friday.",
    ),
    "es": ("El número que usted marcó no está disponible en este momento. Por favor deje su mensaje.",),
    "fr": ("Votre correspondant n'est pas disponible. Veuillez laisser un message après le signal sonore.",),
    "de": ("Der gewünschte Gesprächspartner ist zur Zeit nicht erreichbar. Bitte sprechen Sie nach dem Ton.",),
    "it": ("Il cliente da lei chiamato non è al momento raggiungibile. Lasci un messaggio dopo il segnale.",),
    "pt": ("Sua chamada está sendo encaminhada para a caixa postal. Deixe seu recado após o sinal.",),
}
KINDS: tuple[tuple[str, bool, float], ...] = (
    ("hello", True, 0.38),
    ("hello twice", True, 0.06),
    ("business", True, 0.12),
    ("silent person", True, 0.04),
    ("personal voicemail", False, 0.22),
    ("network voicemail", False, 0.18),
)
"""Kind of answer, whether it is a person, and its share of the set."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: what it is, and its samples as 16-bit linear at 8 kHz after the codec."""

    kind: str
    is_person: bool
    samples: bytes


def ensure_tools() -> None:
    """espeak-ng and sox from the system's packages."""
    missing = [tool for tool in ("espeak-ng", "sox") if shutil.which(tool) is None]
    if missing:
        subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", *missing], check=True)


def answers(seed: int, count: int) -> list[Answer]:
    """The same ones for the same seed."""
    rng = random.Random(seed)
    kinds = rng.choices(KINDS, weights=[share for _, _, share in KINDS], k=count)
    return [Answer(kind, is_person, _line(_sound(kind, rng), rng)) for kind, is_person, _ in kinds]


def _sound(kind: str, rng: random.Random) -> bytes:
    language, voice = rng.choice(LANGUAGES), rng.choice(VOICES)
    spoken = {"business": BUSINESS, "personal voicemail": PERSONAL, "network voicemail": NETWORK}.get(kind, HELLO)
    words = rng.choice(spoken[language[:2]])
    pace = rng.randint(135, 185) if kind.endswith("voicemail") else rng.randint(140, 210)
    if kind == "silent person":
        return b""
    said = _speak(words, f"{language}+{voice}", pace, rng.randint(25, 75))
    if kind == "hello twice":
        return said + _silence(rng.uniform(0.9, 1.8)) + said
    return said if kind == "business" or kind == "hello" else said + _silence(rng.uniform(0.3, 0.9)) + _beep(rng)


def _speak(words: str, voice: str, pace: int, pitch: int) -> bytes:
    spoken = subprocess.run(
        ["espeak-ng", "-v", voice, "-s", str(pace), "-p", str(pitch), "--stdout", words],
        check=True,
        capture_output=True,
    ).stdout
    raw = ["-t", "raw", "-r", str(RATE), "-e", "signed", "-b", "16", "-c", "1", "-"]
    trimmed = ["silence", "1", "0.01", "0.5%", "reverse", "silence", "1", "0.01", "0.5%", "reverse"]
    shaped = ["norm", "-6", "highpass", "300", "lowpass", "3400", *trimmed]
    command = ["sox", "-D", "-V1", "--ignore-length", "-t", "wav", "-", *raw, *shaped]
    return subprocess.run(command, input=spoken, check=True, capture_output=True).stdout


def _silence(seconds: float) -> bytes:
    return bytes(2 * int(seconds * RATE))


def _beep(rng: random.Random) -> bytes:
    pitch, length = rng.choice((440, 850, 1000, 1400)), int(rng.uniform(0.2, 0.6) * RATE)
    return array("h", (int(9000 * math.sin(2 * math.pi * pitch * i / RATE)) for i in range(length))).tobytes()


def _line(sound: bytes, rng: random.Random) -> bytes:
    """The answer after its first silence, at the line's loudness, with its hiss, through its codec."""
    lead = _silence(rng.uniform(0.1, 1.1))
    louder = audioop.mul(sound, 2, 10 ** (rng.uniform(-18, 0) / 20))
    whole = (lead + louder).ljust(int(2 * SECONDS * RATE), b"\0")[: int(2 * SECONDS * RATE)]
    hiss = rng.choice((0.0, 8.0, 30.0, 80.0, 160.0))
    noise = array("h", (int(rng.gauss(0, hiss)) for _ in range(len(whole) // 2))) if hiss else array("h")
    mixed = audioop.add(whole, noise.tobytes(), 2) if noise else whole
    if rng.choice(CODECS) == "ulaw":
        return audioop.ulaw2lin(audioop.lin2ulaw(mixed, 2), 2)
    return audioop.alaw2lin(audioop.lin2alaw(mixed, 2), 2)


def levels(samples: bytes) -> Sequence[int]:
    """The bridge's meter every 20 ms, as the phone reads it: the mean amplitude as mu-law's code, inverted so that
    louder is more, in whole hundredths."""
    frame = 2 * RATE // 50
    found = []
    for start in range(0, len(samples) - frame + 1, frame):
        block = array("h", samples[start : start + frame])
        mean = sum(map(abs, block)) // len(block)
        level = audioop.lin2ulaw(array("h", [mean]).tobytes(), 2)[0] ^ 0xFF
        found.append(level_of(level * 100 // LOUDEST))
    return found
