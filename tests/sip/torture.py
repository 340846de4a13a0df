"""Messages in the manner of RFC 4475, by its own names for them: valid ones that are hard to read, and invalid ones.

Addresses are those that the RFC sets aside for examples. Lines end as RFC 3261 wants it, and lengths are counted here
where the RFC's own point is not that they are wrong.
"""

_SDP = """v=0
o=mhandley 29739 7272939 IN IP4 192.0.2.3
s=-
c=IN IP4 192.0.2.4
t=0 0
m=audio 49217 RTP/AVP 0 12
m=video 3227 RTP/AVP 31
a=rtpmap:31 LPC
"""


def message(head: str, body: str = "", length: str | None = None) -> bytes:
    """A message as it travels; `length` is what it says of its body, which is true unless it is given."""
    content = body.replace("\n", "\r\n")
    said = f"Content-Length: {len(content) if length is None else length}\r\n" if length != "" else ""
    return (head.strip("\n").replace("\n", "\r\n") + "\r\n" + said + "\r\n" + content).encode("latin-1")


def request(
    line: str, name: str, *more: str, to: str = "sip:user@example.com", sender: str = "sip:caller@example.net"
) -> str:
    """The headers that every request has (RFC 3261, 8.1.1), and some of its own."""
    method = line.partition(" ")[0]
    lines = [
        line,
        f"To: {to if '<' in to else f'<{to}>'}",
        f"From: {sender if '<' in sender else f'<{sender}>'};tag=30{len(name)}",
        "Max-Forwards: 70",
        f"Call-ID: {name}.torture",
        f"CSeq: 1 {method}",
        f"Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK.{name}",
    ]
    own = {each.partition(":")[0] for each in more}
    return "\n".join([*(each for each in lines if each.partition(":")[0] not in own), *more])


def invite(name: str, *more: str, line: str = "INVITE sip:user@example.com SIP/2.0") -> bytes:
    return message(request(line, name, "Contact: <sip:caller@192.0.2.1>", "Content-Type: application/sdp", *more), _SDP)


def options(name: str, *more: str, line: str = "OPTIONS sip:user@example.com SIP/2.0", **who: str) -> bytes:
    return message(request(line, name, *more, **who))


WS_INVITE = """INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0
TO :
 sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n
from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>
  ;
  tag = 98asjd8
MaX-fOrWaRdS: 0068
Call-ID: wsinv.ndaksdj@192.0.2.1
cseq: 0009
  INVITE
Via  : SIP  /   2.0
 /UDP
    192.0.2.2;branch=390skdjuw
s :
NewFangledHeader:   newfangled value
 continued newfangled value
UnknownHeaderWithUnusualValue: ;;,,;;,;
Content-Type: application/sdp
Route:
 <sip:services.example.com;lr;unknownwith=value;unknown-no-value>
v:  SIP  / 2.0  / TCP     spindle.example.com   ;
  branch  =   z9hG4bK9ikj8  ,
 SIP  /    2.0   / UDP  192.168.255.111   ; branch=
 z9hG4bK30239
m:"Quoted string \\"\\"" <sip:jdrosen@example.com> ; newparam =
      newvalue ;
  secondparam ; q = 0.33"""

_METHOD = "!interesting-Method0123456789_*+`.%indeed'~"
_URI = "sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@example.com"

UNUSUAL_METHOD = f"""{_METHOD} {_URI} SIP/2.0
Via: SIP/2.0/UDP host1.example.com;branch=z9hG4bK-.!%66*_+`'~
To: "BEL:\x07 NUL:\\\x00 DEL:\\\x7f" <{_URI}>
From: token1~` token2'+_ token3*%!.- <sip:mundane@example.com>;fromParam''~+*_!.-%="\xd1\x80";tag=_token~1'+`*%!-.
Call-ID: intmeth.word%ZK-!.*_+'@word`~)(><:\\/"][?}}{{
CSeq: 139122385 {_METHOD}
Max-Forwards: 255
extensionHeader-!.%*+_`'~:\xef\xbb\xbf\xe5\xa4\xa7\xe5\x81\x9c\xe9\x9b\xbb"""

NO_REASON = """SIP/2.0 100 {reason}
Via: SIP/2.0/UDP 192.0.2.105;branch=z9hG4bK2398ndaoe
Call-ID: noreason.asndj203insdf99223ndf
CSeq: 35 INVITE
From: <sip:user@example.com>;tag=39ansfi3
To: <sip:user@example.edu>;tag=902jndnke3
Contact: <sip:user@host105.example.com>"""

LONG_VALUE = "long" * 50

VALID = {
    "wsinv": message(WS_INVITE, _SDP),
    "intmeth": message(UNUSUAL_METHOD),
    "esc01": invite("esc01", line="INVITE sip:sips%3Auser%40example.com@example.net SIP/2.0"),
    "escnull": message(
        request("REGISTER sip:example.com SIP/2.0", "escnull", "Contact: <sip:%00@host5.example.com>"),
    ),
    "esc02": message(
        request(
            "RE%47IST%45R sip:registrar.example.com SIP/2.0",
            "esc02",
            "CSeq: 29344 RE%47IST%45R",
            "Contact: <sip:alias1@host1.example.com>",
        )
    ),
    "lwsdisp": options("lwsdisp", sender="caller<sip:caller@example.com>"),
    "longreq": invite(
        "longreq",
        f'To: "I have a user name of {"extreme" * 40} proportion" <sip:user@example.com:6000;'
        f"unknownparam1=very{LONG_VALUE}value;longparam{LONG_VALUE}name=shortvalue;very{LONG_VALUE}ParameterNameWithNoValue>",
        f"Call-ID: longreq.one{'really' * 20}longcallid",
        f"Unknown-{LONG_VALUE}-Name: unknown-{LONG_VALUE}-value; unknown-{LONG_VALUE}-parameter-name = unknown",
        *(f"Via: SIP/2.0/UDP sip{n}.example.com;branch=z9hG4bKlong{n}" for n in range(33, 5, -1)),
    ),
    "dblreq": message(request("REGISTER sip:example.com SIP/2.0", "dblreq", "Contact: sip:j.user@host.example.com"))
    + invite("dblreq2"),
    "semiuri": options("semiuri", line="OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0"),
    "transports": options(
        "transports",
        "Via: SIP/2.0/UDP t1.example.com;branch=z9hG4bKkdjuw",
        "Via: SIP/2.0/SCTP t2.example.com;branch=z9hG4bKklasjdhf",
        "Via: SIP/2.0/TLS t3.example.com;branch=z9hG4bK2980unddj",
        "Via: SIP/2.0/UNKNOWN t4.example.com;branch=z9hG4bKasd0f3en",
        "Via: SIP/2.0/TCP t5.example.com;branch=z9hG4bK0a9idfnee",
    ),
    "mpart01": message(
        request(
            "MESSAGE sip:kumiko@example.org SIP/2.0",
            "mpart01",
            "Content-Type: multipart/mixed;boundary=7a9cbec02ceef655",
        ),
        "--7a9cbec02ceef655\nContent-Type: text/plain\n\nHello\n--7a9cbec02ceef655\n"
        "Content-Type: application/octet-stream\nContent-Transfer-Encoding: binary\n\n"
        "0\x82\x01R\x06\x09*\x86H\x86\xf7\n"
        "--7a9cbec02ceef655--\n",
    ),
    "unreason": message(NO_REASON.format(reason="= 2**3 * 5**2 \xd0\xbd\xd0\xbe")),
    "noreason": message(NO_REASON.format(reason="")),
}

INVALID = {
    "badinv01": invite("badinv01", 'Contact: "Joe" <sip:joe@example.org>;;;;', "Via: SIP/2.0/UDP 192.0.2.15;;,;,,"),
    "clerr": message(request("INVITE sip:user@example.com SIP/2.0", "clerr"), _SDP, "9999"),
    "ncl": message(request("INVITE sip:user@example.com SIP/2.0", "ncl"), _SDP, "-999"),
    "scalar02": message(
        request(
            "REGISTER sip:example.com SIP/2.0",
            "scalar02",
            "CSeq: 36893488147419103232 REGISTER",
            "Max-Forwards: 300",
            "Expires: 10000000000000000000000000000000000000",
            "Contact: <sip:user@host129.example.com>;expires=280297596632815",
        )
    ),
    "scalarlg": message(
        "SIP/2.0 503 Service Unavailable\nVia: SIP/2.0/UDP 192.0.2.129;branch=z9hG4bKzzxdiwo34sw;received=192.0.2.129\n"
        "To: <sip:user@example.com>\nFrom: <sip:other@example.net>;tag=2easdjfejw\n"
        "CSeq: 9292394834772304023312 OPTIONS\nCall-ID: scalarlg.noase0of0234hn2qofoaf0232aewf2394r\n"
        "Retry-After: 949302838503028349304023988\n"
        'Warning: 1812 overture "In Progress"'
    ),
    "quotbal": invite("quotbal", 'To: "Mr. J. User <sip:j.user@example.com>'),
    "ltgtruri": invite("ltgtruri", line="INVITE <sip:user@example.com> SIP/2.0"),
    "lwsruri": invite("lwsruri", line="INVITE sip:user@example.com; lr SIP/2.0"),
    "lwsstart": invite("lwsstart", line="INVITE  sip:user@example.com  SIP/2.0"),
    "trws": options("trws", line="OPTIONS sip:remote-target@example.com SIP/2.0  "),
    "escruri": invite("escruri", line="INVITE sip:user@example.com?Route=%3Csip:example.com%3E SIP/2.0"),
    "baddate": invite("baddate", "Date: Fri, 01 Jan 2010 16:00:00 EST"),
    "regbadct": message(
        request(
            "REGISTER sip:example.com SIP/2.0",
            "regbadct",
            "Contact: sip:user@example.com?Route=%3Csip:sip.example.com%3E",
        )
    ),
    "badaspec": options(
        "badaspec",
        to='"Watson, Thomas" < sip:t.watson@example.org >',
        sender='"Bell, Alexander" <sip:a.g.bell@example.com>',
    ),
    "baddn": options("baddn", sender="Bell, Alexander <sip:a.g.bell@example.com>"),
    "badvers": options("badvers", line="OPTIONS sip:t.watson@example.org SIP/7.0", to="sip:t.watson@example.org"),
    "mismatch01": options("mismatch01", "CSeq: 8 INVITE"),
    "mismatch02": options("mismatch02", "CSeq: 8 INVITE", line="NEWMETHOD sip:user@example.com SIP/2.0"),
    "bigcode": message(NO_REASON.format(reason="x").replace("SIP/2.0 100", "SIP/2.0 4294967301")),
    "badbranch": options("badbranch", "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK"),
    "insuf": message("INVITE sip:user@example.com SIP/2.0\nMax-Forwards: 70\nVia: SIP/2.0/UDP 192.0.2.1", _SDP),
    "unkscm": options("unkscm", line="OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0"),
    "novelsc": options("novelsc", line="OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0"),
    "unksm2": message(
        request(
            "REGISTER sip:example.com SIP/2.0",
            "unksm2",
            "Contact: <name:John_Smith>",
            to="isbn:2983792873",
            sender="<http://www.example.com>",
        )
    ),
    "bext01": options(
        "bext01", "Require: nothingSupportsThis, nothingSupportsThisEither", "Proxy-Require: noProxiesSupportThis"
    ),
    "invut": message(
        request("INVITE sip:user@example.com SIP/2.0", "invut", "Content-Type: application/unknownformat"), "<audio/>\n"
    ),
    "regaut01": message(
        request("REGISTER sip:example.com SIP/2.0", "regaut01", "Authorization: NoOneKnowsThisScheme opaque-data=here")
    ),
    "multi01": invite(
        "multi01", "CSeq: 5 INVITE", "CSeq: 8 INVITE", "Max-Forwards: 70", "Max-Forwards: 5", "From: <sip:a@b>;tag=2"
    ),
    "mcl01": options("mcl01", "Content-Length: 13", "Content-Length: 5"),
    "bcast": message(
        "SIP/2.0 200 OK\nVia: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923\n"
        "Via: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK1saber23\nCall-ID: bcast.0384840201234ksdfak3j2erwedfsASdf\n"
        "CSeq: 35 INVITE\nFrom: <sip:user@example.com>;tag=11141343\nTo: <sip:user@example.edu>;tag=2229\n"
        "Contact: <sip:user@host28.example.com>\nContent-Type: application/sdp",
        _SDP,
    ),
    "zeromf": options("zeromf", "Max-Forwards: 0"),
    "cparam01": message(
        request(
            "REGISTER sip:example.com SIP/2.0", "cparam01", "Contact: sip:+19725550122@gw1.example.net;unknownparam"
        )
    ),
    "cparam02": message(
        request(
            "REGISTER sip:example.com SIP/2.0", "cparam02", "Contact: <sip:+19725550122@gw1.example.net;unknownparam>"
        )
    ),
    "regescrt": message(
        request(
            "REGISTER sip:example.com SIP/2.0", "regescrt", "Contact: <sip:user@example.com?Route=%3Csip:a.example%3E>"
        )
    ),
    "sdp01": invite("sdp01", "Accept: text/nobodyKnowsThis"),
    "inv2543": message(
        "INVITE sip:UserB@example.com SIP/2.0\nVia: SIP/2.0/UDP iftgw.example.com\n"
        "To: sip:+16505550122@ss1.example.net\n"
        "From: <sip:+13035550111@ift.example.net;user=phone>\n"
        "Record-Route: <sip:UserB@example.com;maddr=ss1.example.com>\n"
        "Call-ID: inv2543.1717@ift.client.example.com\nCSeq: 56 INVITE\nContent-Type: application/sdp",
        _SDP,
    ),
}

BEYOND = {
    "no sip at all": b"GET / HTTP/1.1\r\n\r\n",
    "nothing but line ends": b"\r\n" * 40,
    "binary": bytes(range(256)) * 4,
    "a header of sixty kilobytes": b"OPTIONS sip:a@b SIP/2.0\r\nX: " + b"a" * 60_000 + b"\r\n\r\n",
}
"""What is no message of SIP's at all."""
