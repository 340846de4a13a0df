"""Messages in the manner of RFC 5118: IPv6 addresses where they belong and where they do not, by the RFC's sections.

We speak SIP over IPv4 only, and carriers that speak both put such addresses into what they send over either.
"""

from tests.sip.torture import message, options, request

_HERE, _OTHER = "2001:db8::10", "2001:db8::9:1"

_SOUND = """v=0
o=assistant 971731711378798081 0 IN IP6 {session}
s=Live video feed for today's meeting
c=IN IP6 {session}
t=3338481189 3370017201
m=audio 6000 RTP/AVP 2
{sound}a=rtpmap:2 G726-32/8000
m=video 6024 RTP/AVP 107
{picture}a=rtpmap:107 H263-1998/90000
"""


def _register(name: str, place: str, *more: str) -> bytes:
    contact = f'Contact: "Caller" <sip:caller@[{_OTHER}]>'
    return message(request(f"REGISTER sip:{place} SIP/2.0", name, contact, *more, to="sip:user@example.com"))


def _invite(name: str, *more: str, session: str = _HERE, sound: str = "", picture: str = "") -> bytes:
    body = _SOUND.format(session=session, sound=sound, picture=picture)
    contact = f"Contact: <sip:caller@[{_OTHER}]>"
    head = request(f"INVITE sip:user@[{_HERE}] SIP/2.0", name, contact, "Content-Type: application/sdp", *more)
    return message(head, body)


IPV6 = {
    "4.1 a reference in brackets": _register("ref", f"[{_HERE}]", f"Via: SIP/2.0/UDP [{_OTHER}];branch=z9hG4bKas3-111"),
    "4.2 without brackets": _register("bare", _HERE, f"Via: SIP/2.0/UDP [{_OTHER}];branch=z9hG4bKas3-112"),
    "4.3 a port that may be part of the address": _register("ambiguous", f"[{_HERE}:5070]"),
    "4.4 a port after the brackets": _register("port", f"[{_HERE}]:5070"),
    "4.5 received, in brackets": options(
        "received1", f"Via: SIP/2.0/UDP [{_OTHER}];received=[2001:db8::9:255];branch=z9hG4bKas3"
    ),
    "4.5 received, without brackets": options(
        "received2", f"Via: SIP/2.0/UDP [{_OTHER}];received=2001:db8::9:255;branch=z9hG4bKas4"
    ),
    "4.6 sound over IPv6": _invite("sound"),
    "4.7 both kinds on the way": options(
        "both",
        f"Via: SIP/2.0/UDP [{_OTHER}]:6050;branch=z9hG4bKas5",
        "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKjhja8781hjuaij65144",
        "Via: SIP/2.0/TCP [2001:db8::9:255];branch=z9hG4bK451jj;received=192.0.2.200",
    ),
    "4.8 both kinds in the sound": _invite(
        "mixed", session="2001:db8::1", sound="c=IN IP4 192.0.2.1\n", picture="c=IN IP6 2001:db8::2\n"
    ),
    "4.9 an IPv4 address as one of IPv6": _invite(
        "mapped",
        "Via: SIP/2.0/UDP [::ffff:192.0.2.10]:19823;branch=z9hG4bKbh19",
        "Via: SIP/2.0/UDP [::ffff:192.0.2.2];branch=z9hG4bKas3-111",
        session="::ffff:192.0.2.2",
    ),
    "4.10 an address that RFC 3261's own grammar allowed": options(
        "abnf",
        to="sip:user@[2001:db8:::192.0.2.1]",
        sender="sip:caller@[2001:db8::9:1]",
        line="OPTIONS sip:user@[2001:db8:::192.0.2.1] SIP/2.0",
    ),
    "brackets that are never closed": _register("open", f"[{_HERE}"),
    "an address of no end": _register("long", f"[{':'.join(['2001'] * 400)}]"),
}
