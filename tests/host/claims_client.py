#!/usr/bin/env python3
"""The claims about the client, C1 to C10: one function each. The rulesets are the patent's."""
import select
import socket
import subprocess
import sys
import threading
import time

from hosting import (PATIENCE, PEER_LINES, Sink, Smtp, check, check_in, check_not_in, empty_queue,
                     main)


def mx(work, far, domain="far.example", hosts=("mx.far.example",)):
    """Mail for the domain goes to these hosts, all at the ports of `far`."""
    ports = far if isinstance(far, list) else [far.port]
    work.names = PEER_LINES + [f"mx {domain} {' '.join(hosts)}"]
    for host, port in zip(hosts, ports):
        work.names.append(f"at {host} 127.0.0.1:{port}")


def last(work):
    envelopes = list(work.queued().values())
    check("messages in the queue", len(envelopes), 1)
    return envelopes[0].get("last", "")


class OpensslServer:
    """openssl s_server behind STARTTLS, which it cannot speak as a server: a relay in front of it
    answers in clear, up to the 220, and then passes the bytes on."""

    def __init__(self, work, certificate):
        self.relay = socket.create_server(("127.0.0.1", 0))
        self.port = self.relay.getsockname()[1]
        with socket.create_server(("127.0.0.1", 0)) as probe:
            inner = probe.getsockname()[1]
        self.server = subprocess.Popen(
            ["openssl", "s_server", "-accept", f"127.0.0.1:{inner}", "-cert",
             work.certificate(certificate + ".pem"), "-key", work.certificate(certificate + ".key"),
             "-CAfile", work.certificate("ca.pem"), "-Verify", "1", "-naccept", "1", "-quiet"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.inner = inner
        self.commands = []
        self.threads = [threading.Thread(target=self.pass_on), threading.Thread(target=self.answer)]
        for thread in self.threads:
            thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.relay.close()
        self.server.stdin.close()
        self.server.terminate()
        self.server.wait()
        for thread in self.threads:
            thread.join()
        self.server.stdout.close()

    def connect_inner(self):
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return socket.create_connection(("127.0.0.1", self.inner))
            except ConnectionRefusedError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.02)

    def pass_on(self):
        self.relay.settimeout(PATIENCE)
        try:
            client, _ = self.relay.accept()
        except OSError:
            return
        client.sendall(b"220 s_server ESMTP\r\n")
        while True:
            line = client.recv(4096).decode()
            self.commands.append(line.strip())
            if line.upper().startswith("EHLO"):
                client.sendall(b"250-s_server\r\n250 STARTTLS\r\n")
            else:
                client.sendall(b"220 go\r\n")
                break
        inner = self.connect_inner()
        other = {client: inner, inner: client}
        while True:
            for ready in select.select(list(other), [], [], PATIENCE)[0]:
                data = ready.recv(65536)
                if not data:
                    client.close()
                    inner.close()
                    return
                other[ready].sendall(data)

    def answer(self):
        """The SMTP inside TLS."""
        for line in self.server.stdout:
            command = line.decode().strip()
            self.commands.append(command)
            word = command.split(" ")[0].upper()
            reply = {"EHLO": "250 s_server", "DATA": "354 go", "QUIT": "221 bye"}.get(word, "250 ok")
            if word in ("EHLO", "MAIL", "RCPT", "DATA", "QUIT", "."):
                try:
                    self.server.stdin.write(reply.encode() + b"\r\n")
                    self.server.stdin.flush()
                except OSError:
                    return


def c1(work):
    """STARTTLS is tried when offered, the certificate verified; tls_server is called in any case."""
    work.patent()
    for certificate, verify in (("far", "OK"), ("self", "FAIL"), ("wrong", "FAIL"),
                                ("expired", "FAIL"), ("nul", "OK"), ("many", "OK"), (None, "NONE")):
        offer = ["STARTTLS"] if certificate else []
        with Sink(offer, certificate and work.certificate(certificate)) as far:
            mx(work, far)
            work.queue(["user@far.example"])
            said = work.deliver()
            check(f"delivered to {certificate}", len(far.messages), 1)
        check(f"STARTTLS to {certificate}", "STARTTLS" in far.commands, bool(certificate))
        check_in("log", f"ruleset=tls_server, arg1={verify},", said)
    with OpensslServer(work, "far") as far:
        mx(work, far)
        work.queue(["user@far.example"])
        said = work.deliver()
    check_in("log", "STARTTLS=client, verify=OK, version=TLSv1.3", said)
    check("to openssl s_server", [c.split(" ")[0] for c in far.commands if c],
          ["EHLO", "STARTTLS", "EHLO", "MAIL", "RCPT", "DATA", "Subject:", "hello", ".", "QUIT"])


def c2(work):
    """$#error: QUIT, and nothing of the message, before or after."""
    work.patent()
    work.access("TLS_Srv:far.example VERIFY")
    for certificate, commands in ((None, ["EHLO", "QUIT"]), ("self", ["EHLO", "STARTTLS", "QUIT"]),
                                  ("wrong", ["EHLO", "STARTTLS", "QUIT"])):
        offer = ["STARTTLS"] if certificate else []
        with Sink(offer, certificate and work.certificate(certificate)) as far:
            mx(work, far)
            work.queue(["user@far.example", "two@far.example"])
            work.deliver()
        check(f"commands with {certificate}", [c.split(" ")[0] for c in far.commands], commands)
        check("end", far.ends, ["QUIT"])
        check("messages", far.messages, [])
        empty_queue(work)


def c3(work):
    """4xx: the message stays queued and is tried later; another MX may be tried."""
    work.patent()
    work.access("TLS_Srv:mx1.far.example VERIFY")
    with Sink() as one, Sink() as two:
        mx(work, [one.port], hosts=["mx1.far.example"])
        work.queue(["user@far.example"])
        before = int(time.time())
        work.deliver(retry="600")
        envelope = list(work.queued().values())[0]
        check("last", envelope["last"], "403 4.7.0 other side does not support STARTTLS")
        check("tries", envelope["tries"], "1")
        check("next try", 600 <= int(envelope["next"]) - before <= 605, True)
        work.deliver(retry="600")
        check("not tried before its time", list(work.queued().values())[0]["tries"], "1")
        check("connections", one.ends, ["QUIT"])
        # The second MX is none of those that must be verified.
        mx(work, [one.port, two.port], hosts=["mx1.far.example", "mx2.far.example"])
        work.queue(["other@far.example"])
        work.deliver()
        check("delivered to the second", len(two.messages), 1)
        check("the first was tried", one.ends, ["QUIT", "QUIT"])
    check("left", len(work.queued()), 1)


def c4(work):
    """5xx: returned to the sender with text and enhanced code; no other MX."""
    work.patent()
    work.access("TLS_Srv:far.example PERM+VERIFY")
    work.mailbox("sender")
    with Sink() as far, Sink() as two:
        mx(work, [far.port, two.port], hosts=["mx.far.example", "mx2.elsewhere.test"])
        work.queue(["user@far.example"], sender="sender@localhost")
        work.deliver()
        check("no other MX", two.commands, [])
        work.deliver()
    check("queue", work.queued(), {})
    bounce = work.box("mail", "sender")[0]
    check_in("Return-Path", "Return-Path: <>\r\n", bounce)
    check_in("reason", "(reason: 503 5.7.0 other side does not support STARTTLS)", bounce)
    check_in("DSN", "Final-Recipient: RFC822; user@far.example\r\nAction: failed\r\n"
                    "Status: 5.7.0\r\nDiagnostic-Code: SMTP; 503 5.7.0 other side", bounce)
    check_in("the mail's headers", "Subject: test", bounce)
    with Sink() as far:
        mx(work, far)
        work.queue(["user@far.example"], sender="")
        work.deliver()
    check("a bounce that fails makes no bounce", work.queued(), {})
    check("and is kept", len(work.box("dead")), 1)


def c5(work):
    """Bits: fewer than required refuses, as many accept."""
    work.patent()
    weak = "403 4.7.0 encryption too weak 256 less than 512"
    for entry, certificate, reply in (("ENCR:256", "self", None), ("ENCR:512", "self", weak),
                                      ("VERIFY:256", "far", None), ("VERIFY:512", "far", weak),
                                      ("VERIFY:256", "self", "403 4.7.0 authentication failed"),
                                      ("ENCR:1", None, "403 4.7.0 encryption too weak 0 less than 1")):
        work.access("TLS_Srv:far.example " + entry)
        offer = ["STARTTLS"] if certificate else []
        with Sink(offer, certificate and work.certificate(certificate)) as far:
            mx(work, far)
            work.queue(["user@far.example"])
            work.deliver()
        check(f"{entry} {certificate}: delivered", len(far.messages), 0 if reply else 1)
        if reply:
            check(f"{entry} {certificate}", last(work), reply)
            empty_queue(work)


def c5_sasl(work):
    """Claim 22: bits of a SASL security layer are as good as those of TLS for ENCR; not for VERIFY."""
    authinfo = "\nSauthinfo\nR$*\t$# \"U:alice\" \"P:secret\"\n"
    work.write("users", "alice secret\n", 0o600)
    work.mailbox("root")
    for first, entry, reply in (("yes", "ENCR:128", None), ("no", "ENCR:128", "0 less than 128"),
                                ("yes", "ENCR:129", "128 less than 129"),
                                ("yes", "VERIFY", "other side does not support STARTTLS")):
        work.patent()
        work.access("TLS_Srv:far.example " + entry)
        with work.server(users="users", certificate="", key="") as port:
            mx(work, [port])
            work.patent(change=lambda cf: cf + authinfo)
            name = work.queue(["root@localhost"])
            work.patent(change=lambda cf: cf.replace(
                "R$- @ $=w\t$#local $: $1", "R$- @ $=w\t$#smtp $@ far.example $: $1") + authinfo)
            said = work.deliver(auth_first=first, users="users")
            if "DIGEST-MD5" not in said and first == "yes":
                print("skipped: built without libsasl2, or it has no DIGEST-MD5")
                sys.exit(77)
        left = work.queued().get(name, {}).get("last", "")
        check_in(f"{entry}, auth_first {first}", reply or "", left)
        check(f"{entry}, auth_first {first}: delivered", name not in work.queued(), reply is None)
        empty_queue(work)
    check_in("the server's log", "AUTH=server, mech=DIGEST-MD5", work.logged())


RELAY = "\nScheck_rcpt\nR$*\t$@ OK\n"


def c6(work):
    """From an MUA by SMTP to us, by our queue to a second MTA: tls_server is obeyed there."""
    work.patent(change=lambda text: text + RELAY)
    work.access("TLS_Srv:far.example VERIFY")
    for certificate, delivered in ((None, 0), ("self", 0), ("far", 1)):
        offer = ["STARTTLS"] if certificate else []
        with Sink(offer, certificate and work.certificate(certificate)) as far:
            mx(work, far)
            with work.server() as port, Smtp(port, "127.0.0.9") as mua:
                mua.ehlo()
                reply = mua.message("mua@here.test", ["user@far.example"], "Subject: hi\n\n.dot")
                check("taken", reply[:9], "250 2.0.0")
            work.deliver()
            check(f"with {certificate}", len(far.messages), delivered)
        empty_queue(work)
    text = far.messages[0]
    check_in("the message", "Subject: hi\r\n\r\n..dot\r\n", text)
    check_in("Received", "Received: from client.test (other.example.org [127.0.0.9])\r\n\tby "
                         "mx.here.example with ESMTP id ", text)


def c7(work):
    """The handshake fails: dropped without QUIT; tls_server picks the reply; never accepted."""
    work.patent()
    failed = "TLS handshake failed."
    for entry, reply in (("", "403 4.7.0 " + failed), ("TLS_Srv:far.example OK", "403 4.7.0 " + failed),
                         ("TLS_Srv:far.example TEMP+VERIFY", "403 4.7.0 " + failed)):
        work.access(entry)
        with Sink(["STARTTLS"], "refuse") as far:
            mx(work, far)
            work.queue(["user@far.example"])
            said = work.deliver()
        check("commands", [c.split(" ")[0] for c in far.commands], ["EHLO", "STARTTLS"])
        check("end", far.ends, ["EOF"])
        check_in("log", "ruleset=tls_server, arg1=SOFTWARE", said)
        check(f"reply with `{entry}'", last(work), reply)
        empty_queue(work)
    work.access("TLS_Srv:far.example PERM+VERIFY")
    work.mailbox("sender")
    with Sink(["STARTTLS"], "refuse") as far:
        mx(work, far)
        work.queue(["user@far.example"], sender="sender@localhost")
        work.deliver()
    work.deliver()
    check_in("bounce", "(reason: 503 5.7.0 TLS handshake failed.)", work.box("mail", "sender")[0])
    # Rules that accept everything, a failed handshake too.
    work.patent(change=lambda text: text.replace("\nStls_server\n", "\nStls_server\nR$*\t$@ OK\n"))
    with Sink(["STARTTLS"], "refuse") as far:
        mx(work, far)
        work.queue(["user@far.example"])
        work.deliver()
    check("accepting rules", last(work), "403 4.7.0 " + failed)
    check("commands", [c.split(" ")[0] for c in far.commands], ["EHLO", "STARTTLS"])


def c8(work):
    """$#error without codes: the host's own reply, one for each side."""
    bare = "$#error $: we do not like this"
    work.patent(change=lambda text: text.replace(
        "\nStls_server\n", f"\nStls_server\nR$*\t{bare}\n").replace(
        "\nStls_client\n", f"\nStls_client\nR$* $| STARTTLS\t{bare}\n"))
    with Sink() as far:
        mx(work, far)
        work.queue(["user@far.example"])
        work.deliver()
    check("as client", last(work), "403 4.7.0 server not authenticated.")
    check("commands", far.commands, ["EHLO mx.here.example", "QUIT"])
    with work.server() as port, Smtp(port) as client:
        client.ehlo()
        client.start_tls()
        client.ehlo()
        check("as server", client.mail(), "503 5.7.0 Authentication required.")
    for text, reply in (('"450 4.7.1 later"', "450 4.7.1 later"), ('"550 5.7.1 never"', None)):
        work.patent(change=lambda cf, text=text: cf.replace(
            "\nStls_server\n", f"\nStls_server\nR$*\t$#error $: {text}\n"))
        empty_queue(work)
        with Sink() as far:
            mx(work, far)
            work.queue(["user@far.example"])
            said = work.deliver()
        check_in("codes of the rule", "reject=" + text.strip('"'), said)
        if reply:
            check("codes of the rule", last(work), reply)


def c9(work):
    """All is well: EHLO again over TLS, then MAIL; both sides see each other's certificate."""
    work.patent()
    work.access("TLS_Srv:far.example VERIFY:128")
    with Sink(["STARTTLS", "SIZE 100000", "8BITMIME"], work.certificate("far"),
              trust=work.certificate("ca.pem")) as far:
        mx(work, far)
        work.queue(["user@far.example"], body="8BITMIME")
        work.deliver()
    check("dialogue", far.commands,
          ["EHLO mx.here.example", "STARTTLS", "EHLO mx.here.example",
           "MAIL FROM:<sender@here.test> SIZE=24 BODY=8BITMIME", "RCPT TO:<user@far.example>",
           "DATA", "QUIT"])
    check("end", far.ends, ["QUIT"])
    check("message", far.messages, ["Subject: test\r\n\r\nhello\r\n"])
    names = dict(pair for part in far.peer_certificate["subject"] for pair in part)
    check("our certificate", names["commonName"], "mx.here.example")
    check("queue", work.queued(), {})


def c10(work):
    """The decision is about the host, not the domain: an MX outside of the domain escapes."""
    work.patent()
    work.access("TLS_Srv:corp.example VERIFY")
    with Sink() as inside, Sink() as outside:
        mx(work, [inside.port, outside.port], "corp.example", ["mx1.corp.example", "mx.provider.test"])
        work.queue(["user@corp.example"])
        said = work.deliver()
    check("inside", inside.messages, [])
    check_in("inside", "reject=403 4.7.0 other side does not support STARTTLS", said)
    check("outside", len(outside.messages), 1)
    # tls_rcpt is asked about the recipient: what came later to mend this.
    work.patent(change=lambda text: text + '\nStls_rcpt\nR$* @ corp . example\t'
                '$#error $@ 4.7.1 $: "450 TLS needed for corp.example"\n')
    with Sink() as outside:
        mx(work, [outside.port], "corp.example", ["mx.provider.test"])
        work.queue(["user@corp.example"])
        work.deliver()
    check("with tls_rcpt", outside.messages, [])
    check_not_in("RCPT", "RCPT", " ".join(outside.commands))
    check("reply", last(work), "450 4.7.1 TLS needed for corp.example")


TESTS = {"C1": c1, "C2": c2, "C3": c3, "C4": c4, "C5": c5, "C5_sasl": c5_sasl, "C6": c6, "C7": c7, "C8": c8, "C9": c9,
         "C10": c10}

if __name__ == "__main__":
    sys.exit(main(TESTS, sys.argv[1:]))
