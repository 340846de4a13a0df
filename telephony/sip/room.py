"""How many calls this build of the SIP library holds: `python -m telephony.sip.room WANTED` counts up to it.

The library clamps what it is asked for in silence to what it was built for, and says so only when a call is too many.
So each call is counted as it is made, and the last count holds.
"""

import os
import sys

from telephony.sip.library import pj, silenced

DISCARD = "sip:nobody@127.0.0.1:9"


def count_calls(wanted: int) -> list[pj.Call]:
    """Makes calls that reach nobody until one is refused or there are enough; prints the count after each.

    Whoever asks keeps them: the ready-made library ends the process when the object of a live call is thrown away.
    """
    endpoint = pj.Endpoint()
    with silenced():
        endpoint.libCreate()
    settings = pj.EpConfig()
    settings.uaConfig.threadCnt = 0
    settings.uaConfig.mainThreadOnly = True
    settings.uaConfig.maxCalls = wanted
    settings.logConfig.level = settings.logConfig.consoleLevel = 0
    endpoint.libInit(settings)
    where = pj.TransportConfig()
    where.boundAddress = "127.0.0.1"
    endpoint.transportCreate(pj.PJSIP_TRANSPORT_UDP, where)
    endpoint.audDevManager().setNullDev()
    endpoint.libStart()
    own = pj.AccountConfig()
    own.idUri = "sip:room@127.0.0.1"
    account = pj.Account()
    account.create(own)
    how = pj.CallOpParam(True)
    how.opt.videoCount = how.opt.textCount = 0
    made: list[pj.Call] = []
    for _ in range(wanted):
        call = pj.Call(account)
        try:
            call.makeCall(DISCARD, how)
        except pj.Error:
            break
        made.append(call)
        print(len(made), flush=True)  # noqa: T201 - this is what it is asked for
    return made


if __name__ == "__main__":
    kept = count_calls(int(sys.argv[1]))
    # The calls reach nobody; taking the library apart would wait for them.
    os._exit(0)
