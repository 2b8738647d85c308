#!/usr/bin/env python3
"""The claims about the server, S1 to S15, and the look-ups, L1 to L3: one function each.

The rulesets are those of the patent (examples/patent), with a way for mail instead of their
scaffold. The boxes are those of the patent's claims as behaviour that can be seen; each function
says its own.
"""
import base64
import hashlib
import hmac
import re
import signal
import smtplib
import subprocess
import sys

from hosting import (Failure, Sink, Smtp, check, check_in, check_not_in, empty_queue, main,
                     plain)

AES128 = "ECDHE-ECDSA-AES128-GCM-SHA256"
AES256 = "ECDHE-ECDSA-AES256-GCM-SHA384"
REFUSED = ["MAIL FROM:<a@b.example>", "RCPT TO:<root@localhost>", "DATA", "VRFY root", "HELP",
           "STARTTLS", "AUTH PLAIN", "ETRN x", "EXPN x"]
WORKS = ["NOOP", "RSET", "HELO x.test"]


def s_client(work, port, lines, certificate=None, source="127.0.0.5"):
    """openssl s_client: what it printed."""
    command = ["openssl", "s_client", "-starttls", "smtp", "-connect", f"127.0.0.1:{port}", "-bind",
               f"{source}:0", "-CAfile", work.certificate("ca.pem"), "-ign_eof"]
    if certificate:
        command += ["-cert", work.certificate(certificate + ".pem"), "-key",
                    work.certificate(certificate + ".key")]
    text = "".join(line + "\r\n" for line in lines).encode()
    run = subprocess.run(command, input=text, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                         timeout=20, check=False)
    return run.stdout.decode("latin1")


def connect(work, port, source, certificate=None, ciphers=None):
    """A client that has done EHLO, STARTTLS, EHLO."""
    client = Smtp(port, source)
    client.ehlo()
    client.start_tls(work.certificate(certificate) if certificate else None, ciphers)
    client.extensions = client.ehlo()
    return client


def s1(work):
    """STARTTLS is offered and accepted, a certificate asked for; then tls_client is called."""
    work.patent()
    with work.server() as port:
        with Smtp(port, "127.0.0.5") as client:
            check_in("EHLO", "STARTTLS", client.ehlo())
            check("STARTTLS", client.cmd("STARTTLS"), "220 2.0.0 Ready to start TLS")
        said = s_client(work, port, ["EHLO x.test", "MAIL FROM:<a@b.example>", "QUIT"], "good")
        check_in("s_client", "Verification: OK", said)
        check_in("s_client: certificate asked for", "Acceptable client certificate CA names", said)
        check_in("s_client", "250 2.1.0 <a@b.example>... Sender ok", said)
        work.wait_log("ruleset=tls_client, arg1=OK, arg2=STARTTLS")
        check_in("log", "STARTTLS=server, verify=OK, version=TLSv1.3", work.logged())


def s2(work):
    """A certificate is verified against the CAs: OK; bad: FAIL; none: NO."""
    work.patent()
    wanted = {"good": ("OK", "ok"), "wildcard": ("OK", "ok"), "many": ("OK", "ok"),
              "nul": ("OK", "ok"), "wrong": ("FAIL", "unknown_issuer"), "self": ("FAIL", ""),
              "expired": ("FAIL", "expired"), None: ("NO", "no_certificate")}
    with work.server() as port:
        for number, (name, (verify, reason)) in enumerate(wanted.items()):
            with connect(work, port, "127.0.0.5", name):
                pass
            line = work.wait_log("STARTTLS=server, .*", number + 1).group(0)
            check_in(f"certificate {name}", f"verify={verify},", line)
            check_in(f"certificate {name}", f"reason={reason}", line)
            work.wait_log(f"ruleset=tls_client, arg1={verify}, arg2=STARTTLS")
        for name, verify in (("good", "OK"), ("wrong", "FAIL"), (None, "NO")):
            before = len(re.findall("STARTTLS=server", work.logged()))
            s_client(work, port, ["QUIT"], name)
            line = work.wait_log("STARTTLS=server, .*", before + 1).group(0)
            check_in(f"s_client {name}", f"verify={verify},", line)


def s3(work):
    """VERIFY and no or a bad certificate: no MAIL is possible; TLS stays up."""
    work.patent()
    work.access("TLS_Clt:client.example.com VERIFY")
    wanted = {None: "403 4.7.0 not authenticated", "wrong": "403 4.7.0 authentication failed",
              "self": "403 4.7.0 authentication failed",
              "expired": "403 4.7.0 authentication failed"}
    with work.server() as port:
        for name, reply in wanted.items():
            with connect(work, port, "127.0.0.5", name) as client:
                check(f"MAIL with {name}", client.mail(), reply)
                check("DATA", client.cmd("DATA"), reply)
                check("TLS is up", client.cmd("NOOP"), "250 2.0.0 OK")
        with connect(work, port, "127.0.0.5", "good") as client:
            check("MAIL", client.mail()[:3], "250")
        said = s_client(work, port, ["EHLO x.test", "MAIL FROM:<a@b.example>", "QUIT"], "self")
        check_in("s_client", "403 4.7.0 authentication failed", said)
    check("queue", work.queued(), {})


def s4(work):
    """Fewer bits than required: refused; as many or more: accepted. ENCR and VERIFY."""
    work.patent()
    work.access("""TLS_Clt:client.example.com ENCR:256
                   TLS_Clt:ok.example.com VERIFY:256
                   TLS_Clt:strong.example.net ENCR:128""")
    weak = "403 4.7.0 encryption too weak 128 less than 256"
    with work.server() as port:
        for source, ciphers, certificate, reply in (
                (5, AES128, None, weak), (5, AES256, None, "250"), (6, AES128, "good", weak),
                (6, AES256, "good", "250"), (6, AES256, None, "403 4.7.0 not authenticated"),
                (7, AES128, None, "250"), (7, AES256, None, "250")):
            with connect(work, port, f"127.0.0.{source}", certificate, ciphers) as client:
                got = client.mail()
                check(f"{source} {ciphers} {certificate}", got[:len(reply)], reply)
        with Smtp(port, "127.0.0.7") as client:
            client.ehlo()
            check("in clear", client.mail(), "403 4.7.0 encryption too weak 0 less than 128")


def s5(work):
    """Temporary 403 4.7.0 or permanent 503 5.7.0: by default, or by TEMP+ and PERM+."""
    access = """TLS_Clt:client.example.com VERIFY
                TLS_Clt:ok.example.com PERM+VERIFY
                TLS_Clt:strong.example.net TEMP+VERIFY:112
                TLS_Clt:127.0.0.8 PERM+ENCR:512"""
    for default, first in (("temp", "403 4.7.0"), ("perm", "503 5.7.0")):
        work.patent(default)
        work.access(access)
        with work.server() as port:
            for source, reply in ((5, first + " not authenticated"),
                                  (6, "503 5.7.0 not authenticated"),
                                  (7, "403 4.7.0 not authenticated"),
                                  (8, "503 5.7.0 encryption too weak 256 less than 512")):
                with connect(work, port, f"127.0.0.{source}") as client:
                    check(f"{default} {source}", client.mail(), reply)


def s6(work):
    """After a refusal every command gets that reply, but RSET, EHLO, HELO, NOOP, QUIT."""
    work.patent("perm")
    work.access("TLS_Clt:client.example.com VERIFY")
    reply = "503 5.7.0 not authenticated"
    with work.server() as port:
        with connect(work, port, "127.0.0.5") as client:
            check("EHLO", client.extensions, ["ENHANCEDSTATUSCODES"])
            for command in REFUSED:
                check(command, client.cmd(command), reply)
            for command in WORKS:
                check(command, client.cmd(command)[:3], "250")
            check("unknown", client.cmd("FOO"), '500 5.5.1 Command unrecognized: "FOO"')
            check("EHLO", client.ehlo(), ["ENHANCEDSTATUSCODES"])
            check("QUIT", client.cmd("QUIT")[:3], "221")
        with connect(work, port, "127.0.0.5") as client:
            replies = [client.mail() for _ in range(24)]
            check("many refused commands", set(replies), {reply})
            check("and one more", client.mail(), reply)
            check("then", client.reply()[:9], "421 4.7.0")
            check("closed", client.is_closed(), True)


def s7(work):
    """The refusal lasts for the connection; RSET does not clear it; STARTTLS is not offered again."""
    work.patent()
    work.access("TLS_Clt:client.example.com VERIFY")
    reply = "403 4.7.0 not authenticated"
    with work.server() as port:
        with connect(work, port, "127.0.0.5") as client:
            for command in ("RSET", "EHLO x.test", "NOOP", "HELO x.test"):
                client.cmd(command)
                check("after " + command, client.mail(), reply)
        with connect(work, port, "127.0.0.9") as client:  # nothing is asked of it
            check_not_in("EHLO over TLS", "STARTTLS", client.extensions)
            check("STARTTLS again", client.cmd("STARTTLS"), "503 5.5.0 TLS is active already")
        with connect(work, port, "127.0.0.5", "good") as client:  # a new connection begins anew
            check("MAIL", client.mail()[:3], "250")


def s8(work):
    """check_mail asks tls_client: who never issues STARTTLS is refused at MAIL, and only there."""
    work.patent()
    work.access("TLS_Clt:client.example.com VERIFY")
    with work.server() as port:
        with Smtp(port, "127.0.0.5") as client:
            client.ehlo()
            check("MAIL", client.mail(), "403 4.7.0 authentication required")
            check("VRFY", client.cmd("VRFY root")[:3], "252")
            check("HELP", client.cmd("HELP")[:3], "214")
            check("RCPT", client.cmd("RCPT TO:<root@localhost>"),
                  "503 5.0.0 Need MAIL before RCPT")
            check("MAIL again", client.mail(), "403 4.7.0 authentication required")
            check_in("EHLO", "STARTTLS", client.ehlo())
            client.start_tls(work.certificate("good"))
            client.ehlo()
            check("MAIL over TLS", client.mail()[:3], "250")


class DigestMd5:
    """The client's side of DIGEST-MD5 (RFC 2831) with its RC4 layer of 128 bits."""

    def __init__(self, user, password, challenge, host, qop="auth-conf"):
        fields = dict(re.findall(r'([a-z-]+)="?([^",]*)"?', challenge))
        realm, nonce, cnonce = fields.get("realm", ""), fields["nonce"], "c2FtcGxlIG5vbmNl"
        uri = "smtp/" + host
        secret = hashlib.md5(f"{user}:{realm}:{password}".encode()).digest()
        a1 = secret + f":{nonce}:{cnonce}".encode()
        self.a1 = hashlib.md5(a1).digest()
        a2 = f"AUTHENTICATE:{uri}" + (":" + "0" * 32 if qop != "auth" else "")
        answer = ":".join([self.a1.hex(), nonce, "00000001", cnonce, qop,
                           hashlib.md5(a2.encode()).hexdigest()])
        self.response = (f'username="{user}",realm="{realm}",nonce="{nonce}",cnonce="{cnonce}",'
                         f'nc=00000001,qop={qop},digest-uri="{uri}",'
                         f"response={hashlib.md5(answer.encode()).hexdigest()},charset=utf-8")
        if qop == "auth-conf":
            self.response += ",cipher=rc4"

    def key(self, words):
        return hashlib.md5(self.a1 + words).digest()

    def begin_layer(self):
        self.sign = {s: self.key(b"Digest session key to %s signing key magic constant" % w)
                     for s, w in (("out", b"client-to-server"), ("in", b"server-to-client"))}
        self.seal = {s: Rc4(self.key(b"Digest H(A1) to %s sealing key magic constant" % w))
                     for s, w in (("out", b"client-to-server"), ("in", b"server-to-client"))}
        self.number = {"out": 0, "in": 0}

    def wrap(self, text):
        mac = self.mac("out", text)
        body = self.seal["out"].crypt(text + mac[:10]) + mac[10:]
        return len(body).to_bytes(4, "big") + body

    def mac(self, side, text):
        number = self.number[side].to_bytes(4, "big")
        self.number[side] += 1
        return (hmac.new(self.sign[side], number + text, hashlib.md5).digest()[:10]
                + b"\0\1" + number)

    def unwrap(self, body):
        clear = self.seal["in"].crypt(body[:-6])
        text, mac = clear[:-10], clear[-10:] + body[-6:]
        check("the server's MAC", mac, self.mac("in", text))
        return text


class Rc4:
    def __init__(self, key):
        self.box, self.i, self.j = list(range(256)), 0, 0
        j = 0
        for i in range(256):
            j = (j + self.box[i] + key[i % len(key)]) % 256
            self.box[i], self.box[j] = self.box[j], self.box[i]

    def crypt(self, text):
        out = bytearray()
        for byte in text:
            self.i = (self.i + 1) % 256
            self.j = (self.j + self.box[self.i]) % 256
            box = self.box
            box[self.i], box[self.j] = box[self.j], box[self.i]
            out.append(byte ^ box[(box[self.i] + box[self.j]) % 256])
        return bytes(out)


class Layered(Smtp):
    """A client that speaks over the layer of DIGEST-MD5 once it has begun."""

    layer = None

    def send(self, data):
        super().send(self.layer.wrap(data.encode()) if self.layer else data)

    def line(self):
        while self.layer and b"\r\n" not in self.buffer:
            size = int.from_bytes(self.exactly(4), "big")
            self.buffer += self.layer.unwrap(self.exactly(size))
        return super().line()

    def exactly(self, size):
        got = b""
        while len(got) < size:
            more = self.socket.recv(size - len(got))
            if not more:
                raise EOFError("connection closed")
            got += more
        return got


def s9(work):
    """A SASL security layer counts for ENCR, as bits of TLS do; not for VERIFY."""
    work.patent()
    work.access("""TLS_Clt:client.example.com ENCR:128
                   TLS_Clt:ok.example.com VERIFY""")
    work.write("users", "alice secret\n", 0o600)
    with work.server(users="users") as port:
        with Smtp(port, "127.0.0.5") as client:
            if not any("DIGEST-MD5" in word for word in client.ehlo()):
                print("skipped: built without libsasl2, or it has no DIGEST-MD5")
                sys.exit(77)
            check("in clear", client.mail(), "403 4.7.0 encryption too weak 0 less than 128")
        for source, reply in ((5, "250 2.1.0 <a@b.example>... Sender ok"),
                              (6, "403 4.7.0 authentication required")):
            with Layered(port, f"127.0.0.{source}") as client:
                client.ehlo()
                challenge = base64.b64decode(client.cmd("AUTH DIGEST-MD5")[4:]).decode()
                digest = DigestMd5("alice", "secret", challenge, "mx.here.example")
                answer = client.cmd(base64.b64encode(digest.response.encode()).decode())
                check("rspauth", answer[:3], "334")
                # NOOP in clear, sent along: it must count for nothing once there is a layer.
                client.send("\r\nNOOP injected\r\n")
                check("AUTH", client.reply(), "235 2.0.0 OK Authenticated")
                digest.begin_layer()
                client.layer = digest
                check("EHLO over the layer", client.cmd("EHLO x.test")[:3], "250")
                check("MAIL over the layer", client.mail(), reply)
        check_in("log", "AUTH=server, mech=DIGEST-MD5, user=alice@mx.here.example, bits=128", work.logged())


def s10(work):
    """The class of the reply says what a sending side does: 5xx returns the mail, 4xx keeps it."""
    work.patent()
    work.access("""TLS_Clt:client.example.com PERM+VERIFY
                   TLS_Clt:ok.example.com TEMP+VERIFY""")
    work.mailbox("sender")
    for source, left, returned in ((6, 1, 0), (5, 0, 1)):
        # Our own client has no certificate here, and comes from 127.0.0.1.
        work.names = [f"peer 127.0.0.1 {'client' if source == 5 else 'ok'}.example.com"]
        with work.server() as port:
            names = ["mx far.example mx.far.example", f"at mx.far.example 127.0.0.1:{port}"]
            work.names += names
            work.queue(["user@far.example"], sender="sender@localhost")
            work.deliver(certificate="", key="")
            check("left in the queue", len(work.queued()), 1)  # the mail, or its bounce
            work.deliver(certificate="", key="")
        check("waits", len(work.queued()), left)
        check("returned", len(work.box("mail", "sender")), returned)
        work.names = []
        empty_queue(work)
    check_in("bounce", "503 5.7.0 not authenticated", work.box("mail", "sender")[0])


def s11(work):
    """An MTA, an MUA, anything that speaks SMTP: the decision is the same for all."""
    work.patent()
    work.access("TLS_Clt:127.0.0 VERIFY")
    reply = "403 4.7.0 not authenticated"
    with work.server() as port:
        with connect(work, port, "127.0.0.9") as client:
            check("raw", client.mail(), reply)
        check_in("s_client", reply, s_client(work, port, ["MAIL FROM:<a@b.example>", "QUIT"]))
        mua = smtplib.SMTP("127.0.0.1", port, timeout=10)
        mua.starttls()
        try:
            mua.sendmail("a@b.example", ["root@localhost"], "Subject: x\r\n\r\nx\r\n")
            raise Failure("the MUA's mail was taken")
        except smtplib.SMTPSenderRefused as refused:
            check("MUA", (refused.smtp_code, refused.smtp_error),
                  (403, b"4.7.0 not authenticated"))
        mua.close()
        work.names += ["mx far.example mx.far.example", f"at mx.far.example 127.0.0.1:{port}"]
        work.queue(["user@far.example"])
        work.deliver(certificate="", key="")
        check("MTA", list(work.queued().values())[0]["last"], reply)


def s12(work):
    """All decisions change by editing the access map or the cf; nothing is rebuilt or restarted."""
    work.patent()

    def decision(port):
        with connect(work, port, "127.0.0.5") as client:
            return client.mail()[:9]

    with work.server() as port:
        check("at first", decision(port), "250 2.1.0")
        work.access("TLS_Clt:client.example.com VERIFY")
        check("the map says VERIFY", decision(port), "403 4.7.0")
        work.access("TLS_Clt:client.example.com PERM+VERIFY")
        check("the map says PERM+VERIFY", decision(port), "503 5.7.0")
        work.access("TLS_Clt:client.example.com VERIFY")
        work.patent("perm")
        check("the cf is not read again unasked", decision(port), "403 4.7.0")
        work.process.send_signal(signal.SIGHUP)
        work.wait_log("reloaded")
        check("another cf", decision(port), "503 5.7.0")
        work.access("")
        check("the map says nothing", decision(port), "250 2.1.0")


def s13(work):
    """The handshake fails: the connection is dropped, and tls_client is not called."""
    work.patent()
    with work.server() as port:
        with Smtp(port, "127.0.0.5") as client:
            client.ehlo()
            check("STARTTLS", client.cmd("STARTTLS")[:3], "220")
            client.send("this is no handshake\r\nNOOP\r\nMAIL FROM:<a@b.example>\r\n")
            rest = b""
            try:
                while more := client.socket.recv(4096):
                    rest += more
            except ConnectionError:
                pass
            check_not_in("no reply in clear", b"250", rest)
        work.wait_log("STARTTLS=server, handshake failed")
        check_not_in("log", "ruleset=tls_client", work.logged())
        with connect(work, port, "127.0.0.5") as client:
            check("others are served", client.mail()[:3], "250")


def s14(work):
    """Nothing in the map, or another value: accepted. OK for a host overrides the default."""
    work.patent()
    with work.server() as port:
        def replies():
            got = []
            for source in (5, 6, 7, 9):
                with connect(work, port, f"127.0.0.{source}") as client:
                    got.append(client.mail()[:3])
            return got

        check("an empty map", replies(), ["250"] * 4)
        work.access("""TLS_Clt:client.example.com OK
                       TLS_Clt:ok.example.com RELAY
                       TLS_Clt:strong.example.net whatever it says""")
        check("other values", replies(), ["250"] * 4)
        work.access("""TLS_Clt: PERM+VERIFY
                       TLS_Clt:example.com OK
                       TLS_Clt:127.0.0.7 OK""")
        check("over the default", replies(), ["250", "250", "250", "503"])


def s15(work):
    """EHLO again after TLS; what is offered may differ: AUTH EXTERNAL only with {verify}=OK."""
    work.patent()
    work.write("users", "alice secret\n", 0o600)
    with work.server(users="users") as port:
        with Smtp(port, "127.0.0.5") as client:
            before = client.ehlo()
            check("AUTH in clear", [w for w in before if "PLAIN" in w or "EXTERNAL" in w], [])
            check("AUTH PLAIN in clear", client.cmd("AUTH PLAIN " + plain("alice", "secret")),
                  "538 5.7.11 Encryption required for requested authentication mechanism")
        for name, external in (("good", True), ("wrong", False), (None, False)):
            with connect(work, port, "127.0.0.5", name) as client:
                auth = [w for w in client.extensions if w.startswith("AUTH ")]
                check(f"AUTH with {name}", "EXTERNAL" in auth[0], external)
                check("PLAIN over TLS", "PLAIN" in auth[0], True)
                check("STARTTLS over TLS", "STARTTLS" in client.extensions, False)
                reply = client.cmd("AUTH EXTERNAL =")
                check(f"EXTERNAL with {name}", reply[:3], "235" if external else "504")
        with Smtp(port, "127.0.0.5") as client:
            client.ehlo()
            client.start_tls()
            check("what was said before TLS is forgotten", client.mail(),
                  "503 5.0.0 Polite people say HELO first")


def keys_of(work, ruleset, count=1):
    line = work.wait_log(f"ruleset={ruleset}, .*", count).group(0)
    return re.findall(r"(TLS_\w+:[^=,]*)=", line, re.IGNORECASE)


def l1(work):
    """Name with its parents, address with its nets, bare tag; the first that is found wins."""
    work.patent()
    names = ["TLS_Clt:client.example.com", "TLS_Clt:example.com", "TLS_Clt:com"]
    nets = ["TLS_Clt:127.0.0.5", "TLS_Clt:127.0.0", "TLS_Clt:127.0", "TLS_Clt:127"]
    order = names + nets + ["TLS_Clt:"]
    with work.server() as port:
        for number, key in enumerate([None] + order):
            # All after the key refuse: that they are not asked shows in the decision too.
            work.access("" if key is None else "\n".join(
                [f"{key} OK"] + [f"{k} PERM+VERIFY" for k in order[order.index(key) + 1:]]))
            with connect(work, port, "127.0.0.5") as client:
                check(f"{key} decides", client.mail()[:3], "250")
            asked = keys_of(work, "tls_client", number + 1)
            wanted = order if key is None else order[:order.index(key) + 1]
            check(f"look-ups up to {key}", [k.lower() for k in asked], [k.lower() for k in wanted])
    sink = ["TLS_Srv:mx.far.example", "TLS_Srv:far.example", "TLS_Srv:example",
            "TLS_Srv:127.0.0.1", "TLS_Srv:127.0.0", "TLS_Srv:127.0", "TLS_Srv:127", "TLS_Srv:"]
    for number, key in enumerate([None] + sink):
        work.access("" if key is None else f"{key} OK")
        with Sink() as far:
            work.names = ["mx far.example mx.far.example",
                          f"at mx.far.example 127.0.0.1:{far.port}"]
            work.queue(["user@far.example"])
            said = work.deliver()
            check("delivered", len(far.messages), 1)
        line = re.search("ruleset=tls_server, .*", said).group(0)
        asked = re.findall(r"(TLS_\w+:[^=,]*)=", line, re.IGNORECASE)
        wanted = sink if key is None else sink[:sink.index(key) + 1]
        check(f"look-ups up to {key}", [k.lower() for k in asked], [k.lower() for k in wanted])


def l2(work):
    """PERM+ and TEMP+, VERIFY, VERIFY:bits, ENCR:bits; anything else accepts."""
    work.patent()
    none, weak = "not authenticated", "encryption too weak 256 less than 512"
    table = {"VERIFY": "403 4.7.0 " + none, "VERIFY:128": "403 4.7.0 " + none,
             "PERM+VERIFY": "503 5.7.0 " + none, "TEMP+VERIFY": "403 4.7.0 " + none,
             "PERM+VERIFY:128": "503 5.7.0 " + none, "ENCR:512": "403 4.7.0 " + weak,
             "PERM+ENCR:512": "503 5.7.0 " + weak, "TEMP+ENCR:512": "403 4.7.0 " + weak,
             "ENCR:256": "250", "PERM+ENCR:256": "250", "OK": "250", "REJECT": "250",
             "RELAY": "250", "PERM+": "250", "550 no": "250", "verify": "403 4.7.0 " + none}
    with work.server() as port:
        for value, reply in table.items():
            work.access("TLS_Clt:client.example.com " + value)
            with connect(work, port, "127.0.0.5") as client:
                check(value, client.mail()[:len(reply)], reply)
        work.access("TLS_Clt:client.example.com VERIFY:512")
        with connect(work, port, "127.0.0.5", "good") as client:
            check("VERIFY:512", client.mail(), "403 4.7.0 " + weak)


MACROS = ["verify", "tls_version", "cipher", "cipher_bits", "cert_subject", "cert_issuer",
          "cn_subject", "cn_issuer", "client_name", "client_addr", "auth_ssf"]


def shown(work, ruleset, macros):
    """A cf whose ruleset refuses with the values of the macros in its reply."""
    values = " ".join(f"{i}= $&{{{name}}}" for i, name in enumerate(macros))
    work.patent(change=lambda text: text.replace(
        f"\nS{ruleset}\n", f"\nS{ruleset}\nR$*\t$#error $@ 4.7.0 $: \"450 shows\" {values}\n"))


def read_shown(reply, macros):
    found = re.split(r"\s*\b\d+ ?= ?", reply.split("shows", 1)[1])[1:]
    return {name: value.replace(" ", "") for name, value in zip(macros, found)}


def l3(work):
    """What the rulesets see: certificate, version, cipher, bits, verify, name, address; in xtext."""
    shown(work, "tls_client", MACROS)
    wanted = {"verify": "OK", "tls_version": "TLSv1.3", "cipher": "TLS_AES_256_GCM_SHA384",
              "cipher_bits": "256", "cert_subject": "/C=GB/O=Test+20Org/CN=client.example.com",
              "cert_issuer": "/C=GB/O=Test+20Org/CN=Test+20Root+20+28CA+29",
              "cn_subject": "client.example.com", "cn_issuer": "Test+20Root+20+28CA+29",
              "client_name": "client.example.com", "client_addr": "127.0.0.5", "auth_ssf": ""}
    with work.server() as port:
        with connect(work, port, "127.0.0.5", "good") as client:
            check("good", read_shown(client.mail(), MACROS), wanted)
        with connect(work, port, "127.0.0.8", "nul") as client:
            got = read_shown(client.mail(), MACROS)
            check("NUL in CN", got["cn_subject"], "BadCertificateContainsNUL")
            check("no name", got["client_name"], "[127.0.0.8]")
        with connect(work, port, "127.0.0.5", ciphers=AES128) as client:
            got = read_shown(client.mail(), MACROS)
            check("no certificate", (got["verify"], got["cert_subject"], got["cn_subject"]),
                  ("NO", "", ""))
            check("TLS 1.2", (got["tls_version"], got["cipher"], got["cipher_bits"]),
                  ("TLSv1.2", AES128, "128"))
    macros = ["verify", "cipher_bits", "cert_subject", "cert_issuer", "server_name", "server_addr"]
    shown(work, "tls_server", macros)
    with Sink(["STARTTLS"], work.certificate("far")) as far:
        work.names = ["mx far.example mx.far.example", f"at mx.far.example 127.0.0.1:{far.port}"]
        work.queue(["user@far.example"])
        work.deliver()
    got = read_shown(list(work.queued().values())[0]["last"], macros)
    check("as client", got, {"verify": "OK", "cipher_bits": "256",
                             "cert_subject": "/C=GB/O=Test+20Org/CN=mx.far.example",
                             "cert_issuer": "/C=GB/O=Test+20Org/CN=Test+20Root+20+28CA+29",
                             "server_name": "mx.far.example", "server_addr": "127.0.0.1"})


TESTS = {"S1": s1, "S2": s2, "S3": s3, "S4": s4, "S5": s5, "S6": s6, "S7": s7, "S8": s8, "S9": s9,
         "S10": s10, "S11": s11, "S12": s12, "S13": s13, "S14": s14, "S15": s15, "L1": l1, "L2": l2,
         "L3": l3}

if __name__ == "__main__":
    sys.exit(main(TESTS, sys.argv[1:]))
