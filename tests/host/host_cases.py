#!/usr/bin/env python3
"""What the host does beside the claims: strictness, limits, the queue, reloads; one function each."""
import contextlib
import os
import re
import resource
import select
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time

from hosting import (PATIENCE, PEER_LINES, Failure, Listener, Sink, Smtp, check, check_in, check_not_in, empty_queue, main, plain)

# An open relay would have these taken.
FOREIGN = ["user@far.example", "@relay.test:user@far.example", "root%far.example@localhost",
           "\"root@far.example\"@localhost", "root!far.example@localhost", "user@[192.0.2.1]"]


# Percent of a handshake's CPU time that tls_client may cost with cold caches on a busy machine. A
# quiet one measures 2 or 3; this is to notice when it gets out of hand.
MOST_SHARE = 20


def host_mc(extra=""):
    """A configuration by cfgen: what an administrator would run."""
    return f"""divert(0)dnl
VERSIONID(`tests of examples/host')dnl
OSTYPE(`linux')dnl
define(`confDOMAIN_NAME', `mx.here.example')dnl
LOCAL_DOMAIN(`localhost')dnl
FEATURE(`accept_unresolvable_domains')dnl
FEATURE(`access_db', `hash -T<TMPF> access')dnl
{extra}MAILER(`local')dnl
MAILER(`smtp')dnl
"""


def dialogue(work):
    """Replies as sendmail 8.17.1 gives them (recorded: code and enhanced code)."""
    work.patent()
    work.mailbox("root")
    # The reference's replies to the same lines, from a default configuration; and where we differ,
    # ours, with the reason.
    lines = [("HELO", "501 5.0.0"), ("HELO x", "250 "), ("VRFY", "501 5.5.2"),
             ("HELP MAIL", "214 2.0.0"), ("HELP", "214-2.0.0"), ("NOOP x", "250 2.0.0"),
             ("RSET x", "250 2.0.0"), ("MAIL", "501 5.5.2"), ("MAIL FROM", "501 5.5.2"),
             ("RCPT TO:<root@localhost>", "503 5.0.0"), ("DATA", "503 5.0.0"),
             ("MAIL FROM:<a@b.example>", "250 2.1.0"), ("MAIL FROM:<a@c>", "503 5.5.0"),
             ("RCPT", "501 5.5.2"), ("RCPT TO:<x@y.example>", "550 5.7.1"),
             ("RCPT TO:<root@localhost> FOO", "555 5.5.4"), ("DATA", "503 5.0.0"),
             ("RCPT TO:<root@localhost>", "250 2.1.5"), ("RCPT TO:<>", "553 5.0.0"),
             ("RCPT TO:<@relay.test:root@localhost>", "250 2.1.5"), ("DATA", "354 "),
             ("Subject: x\r\n\r\nx\r\n.", "250 2.0.0"), ("DATA", "503 5.0.0"),
             ("RCPT TO:<a@b>", "503 5.0.0"), ("STARTTLS x", "501 5.5.2"), ("FOO", "500 5.5.1"),
             ("TURN", "502 5.5.1"), ("AUTH PLAIN", "503 5.5.0"),  # there 504: it asks no EHLO
             ("EHLO", "501 5.0.0"), ("EHLO x", "250-mx"), ("AUTH PLAIN", "504 5.3.3"),
             ("VRFY root", "252 2.5.2"),  # there 250: it tells who is here
             ("MAIL FROM:a@b", "553 5.1.7"),  # there taken, without brackets
             ("MAIL FROM:<a@b> SIZE=x", "501 5.5.4"), ("MAIL FROM:<a@b> SIZE=99999999", "552 5.3.4"),
             ("MAIL FROM:<a@b> BODY=X", "501 5.5.4"), ("MAIL FROM:<a@b> FOO=1", "555 5.5.4"),
             ("MAIL FROM:<a@b> SIZE=9 BODY=8BITMIME", "250 2.1.0"), ("QUIT", "221 2.0.0")]
    with work.server(max_errors="100") as port, Smtp(port) as client:
        check("greeting", client.greeting, "220 mx.here.example ESMTP")
        check("MAIL before HELO", client.mail(), "503 5.0.0 Polite people say HELO first")
        for number, (line, reply) in enumerate(lines):
            check(f"{number}: {line}", client.cmd(line)[:len(reply)], reply)
        check("closed", client.is_closed(), True)
    work.deliver()
    box = work.box("mail", "root")
    check("mail", len(box), 1)
    check("the message", re.sub(r"id \w+;\r\n\t.*\r\n", "id ID;\r\n\tDATE\r\n", box[0]),
          "Return-Path: <a@b.example>\r\nReceived: from x ([127.0.0.2])\r\n\tby mx.here.example "
          "with SMTP id ID;\r\n\tDATE\r\nSubject: x\r\n\r\nx\r\n")


def pipelining(work):
    """All commands of a message in one write; replies in order, also after one that is refused."""
    work.patent()
    work.mailbox("root")
    with work.server() as port, Smtp(port) as client:
        client.send("EHLO x.test\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<no@far.example>\r\n"
                    "RCPT TO:<root@localhost>\r\nDATA\r\n")
        got = [client.reply()[:3] for _ in range(5)]
        check("replies", got, ["250", "250", "550", "250", "354"])
        client.send("hello\r\n.\r\nMAIL FROM:<c@d.example>\r\nRSET\r\nNOOP\r\nQUIT\r\nNOOP\r\n")
        check("replies", [client.reply()[:3] for _ in range(5)], ["250"] * 4 + ["221"])
        check("nothing after QUIT", client.is_closed(), True)


def smuggling(work):
    """No end of data but CR LF . CR LF; a bare CR or LF refuses the whole message."""
    work.patent()
    work.mailbox("root")
    inner = b"MAIL FROM:<evil@x.example>\r\nRCPT TO:<root@localhost>\r\nDATA\r\nsmuggled\r\n.\r\n"
    with work.server() as port:
        for end in (b"\n.\n", b"\n.\r\n", b"\r.\r", b"\r\n.\n", b"\r\n.\r", b"\r.\r\n", b"\n\n.\r\n",
                    b"\r\r\n.\r\r\n"):
            with Smtp(port) as client:
                client.ehlo()
                client.mail()
                client.cmd("RCPT TO:<root@localhost>")
                client.cmd("DATA")
                # If `end` ended the message, the lines of `inner` would be commands.
                client.send(b"Subject: outer\r\n\r\nx" + end + inner)
                check(f"reply to {end}", client.reply(), "554 5.6.0 A line ends with bare CR or LF")
                check("in step", client.cmd("NOOP"), "250 2.0.0 OK")
        for line in (b"NOOP\n", b"NOOP\rNOOP\r\n", b"MAIL FROM:<a@b>\nRCPT TO:<c@d>\r\n"):
            with Smtp(port) as client:
                client.send(line)
                check(f"reply to {line}", client.reply(), "521 5.5.2 A command ends with CR LF")
                check("closed", client.is_closed(), True)
        with Smtp(port) as client:
            client.ehlo()
            reply = client.message("a@b.example", ["root@localhost"], "a\0b")
            check("NUL", reply, "554 5.6.0 The message has a NUL")
            reply = client.message("a@b.example", ["root@localhost"], "x" * 999)
            check("a long line", reply, "554 5.6.0 A line has over 998 bytes")
            reply = client.message("a@b.example", ["root@localhost"], "x" * 998 + "\n.\n..")
            check("lines that may be", reply[:9], "250 2.0.0")
        check("queued", len(work.queued()), 1)
    check("nothing half written", [n for n in os.listdir(work.path("state", "queue"))
                                   if n.endswith(".new")], [])


def injection_server(work):
    """CVE-2011-0411: what a client (or who sits in between) says in clear after STARTTLS is dropped."""
    work.patent()
    work.mailbox("root")
    with work.server() as port:
        with Smtp(port) as client:
            client.ehlo()
            client.mail()
            client.send("STARTTLS\r\nRSET\r\nEHLO evil\r\nMAIL FROM:<evil@x.example>\r\n")
            check("STARTTLS", client.reply()[:3], "220")
            client.start_tls(command=False)
            check("no reply to what was injected", client.cmd("NOOP x"), "250 2.0.0 OK")
            check("no sender", client.cmd("RCPT TO:<root@localhost>"),
                  "503 5.0.0 Need MAIL before RCPT")
            check("no EHLO", client.mail(), "503 5.0.0 Polite people say HELO first")
            client.ehlo()
            check("MAIL", client.mail()[:3], "250")
        with Smtp(port) as client:  # half a command before, the other half after
            client.ehlo()
            client.send("STARTTLS\r\nMAIL FR")
            check("STARTTLS", client.reply()[:3], "220")
            client.start_tls(command=False)
            check("halves do not join", client.cmd("OM:<a@b>")[:3], "500")


def injection_client(work):
    """The same from the server's side: replies in clear after its 220 are dropped."""
    work.patent()
    work.access("TLS_Srv:far.example VERIFY")
    injected = (b"250-evil\r\n250 AUTH PLAIN\r\n250 2.1.0 ok\r\n250 2.1.5 ok\r\n354 go\r\n"
                b"250 2.0.0 taken\r\n221 bye\r\n")
    with Sink(["STARTTLS", "SIZE 1000000"], work.certificate("far"), after=injected) as far:
        work.names = ["mx far.example mx.far.example", f"at mx.far.example 127.0.0.1:{far.port}"]
        work.queue(["user@far.example"])
        work.deliver()
    check("dialogue", [c.split(" ")[0] for c in far.commands],
          ["EHLO", "STARTTLS", "EHLO", "MAIL", "RCPT", "DATA", "QUIT"])
    check("delivered once, over TLS", len(far.messages), 1)
    # A server that takes the message with less than a 250: what is in the queue stays there.
    with Sink(["STARTTLS"], work.certificate("far"), after=injected,
              answers={"MAIL": "450 4.3.0 no"}) as far:
        work.names = ["mx far.example mx.far.example", f"at mx.far.example 127.0.0.1:{far.port}"]
        work.queue(["user@far.example"])
        work.deliver()
    check("the real reply counts", list(work.queued().values())[0]["last"], "450 4.3.0 no")


def limits(work):
    """Lines, errors, commands, recipients, bytes, sessions and time have bounds."""
    work.patent()
    work.mailbox("root")
    with work.server(timeout="1", session_time="3", max_size="1000", max_recipients="3",
                     max_commands="20", max_errors="5", max_sessions="2") as port:
        with Smtp(port) as client:
            check_in("SIZE", "SIZE 1000", client.ehlo())
            check("a long line", client.cmd("NOOP " + "x" * 3000)[:9], "500 5.5.2")
            client.mail()
            for _ in range(3):
                check("RCPT", client.cmd("RCPT TO:<root@localhost>")[:3], "250")
            check("one too many", client.cmd("RCPT TO:<root@localhost>")[:9], "452 4.5.3")
            client.cmd("DATA")
            check("large", client.cmd("\r\n".join(["x" * 100] * 11) + "\r\n.")[:9], "552 5.3.4")
            check("an error", client.cmd("FOO")[:9], "500 5.5.1")
            check("the fifth", client.cmd("FOO")[:9], "500 5.5.1")
            check("is the last", client.reply()[:9], "421 4.7.0")
        with Smtp(port) as client:
            got = [client.cmd("NOOP")[:3] for _ in range(20)]
            check("commands", got, ["250"] * 20)
            check("one too many", client.cmd("NOOP")[:9], "421 4.7.0")
        with Smtp(port) as client:
            check("nothing is said", client.reply(), "421 4.4.2 mx.here.example timeout")
            check("closed", client.is_closed(), True)
        with Smtp(port) as client:
            begin = time.monotonic()
            try:
                while time.monotonic() - begin < 8:  # a byte now and then
                    client.send("x")
                    time.sleep(0.2)
                    client.socket.settimeout(0.01)
                    try:
                        if client.socket.recv(4096):
                            break
                    except TimeoutError:
                        pass
            except OSError:
                pass
            check("a slow client ends", time.monotonic() - begin < 5, True)
        with Smtp(port) as client:  # a message without end, as fast as can be
            client.ehlo()
            client.mail()
            client.cmd("RCPT TO:<root@localhost>")
            check("DATA", client.cmd("DATA")[:3], "354")
            begin = time.monotonic()
            with contextlib.suppress(OSError):
                while time.monotonic() - begin < 10:
                    client.send(("x" * 900 + "\r\n") * 1000)
            check("a message without end ends", time.monotonic() - begin < 8, True)
        end = time.monotonic() + 5
        while time.monotonic() < end and work.logged().count(": end") < 5:
            time.sleep(0.02)
        with Smtp(port) as one, Smtp(port) as two, Smtp(port) as three:
            check("sessions", [c.greeting[:3] for c in (one, two, three)], ["220", "220", "421"])


def descriptors(process):
    return len(os.listdir(f"/proc/{process.pid}/fd"))


def reload(work):
    """SIGHUP: sessions go on with what they began with; a bad cf changes nothing."""
    work.patent()
    work.access("TLS_Clt:client.example.com VERIFY")
    with work.server() as port:
        with Smtp(port, "127.0.0.5") as old:
            old.ehlo()
            check("temporary", old.mail()[:3], "403")
            work.patent("perm")
            work.process.send_signal(signal.SIGHUP)
            work.wait_log("server: reloaded")
            check("the old session", old.mail()[:3], "403")
            with Smtp(port, "127.0.0.5") as new:
                new.ehlo()
                check("a new session", new.mail()[:3], "503")
            work.write("sendmail.cf", "V10/Berkeley\nSnothing\nRbroken rule\nX\n")
            work.process.send_signal(signal.SIGHUP)
            work.wait_log("not reloaded: goes on as it was")
            with Smtp(port, "127.0.0.5") as new:
                new.ehlo()
                check("after a bad cf", new.mail()[:3], "503")
            old.start_tls(work.certificate("good"))
            old.ehlo()
            check("the old session is alive", old.mail()[:3], "250")
            before = descriptors(work.process)
            work.patent("perm")
            for number in range(20):
                work.process.send_signal(signal.SIGHUP)
                work.wait_log("server: reloaded", number + 2)
            # Maps of programs that are gone are closed; the new one's is opened when it is asked.
            check("descriptors", descriptors(work.process) <= before, True)


def auth(work):
    """AUTH PLAIN: over TLS only, with and without an initial response, and what is wrong."""
    work.patent(change=lambda text: text + "\nScheck_rcpt\nR$*\t$: $&{auth_authen}\n"
                "R$+\t$@ OK\nR$*\t$#error $@ 5.7.1 $: \"550 Relaying denied\"\n")
    hashed = subprocess.run(["openssl", "passwd", "-6", "hunter2"], capture_output=True, text=True,
                            check=True).stdout.strip()
    work.write("users", f"alice secret\nbob {hashed}\n", 0o600)
    with work.server(users="users", max_errors="50") as port, Smtp(port) as client:
        client.ehlo()
        check("in clear", client.cmd("AUTH PLAIN")[:10], "538 5.7.11")
        client.start_tls()
        client.ehlo()
        check("no mechanism", client.cmd("AUTH CRAM-MD5")[:9], "504 5.3.3")
        for wrong in (plain("alice", "Secret"), plain("alice", ""), plain("carol", "secret"),
                      plain("bob", "hunter"), plain("alice", "secret", "bob"), "AAAA", "="):
            check(f"wrong: {wrong}", client.cmd("AUTH PLAIN " + wrong)[:9], "535 5.7.8")
        check("no base64", client.cmd("AUTH PLAIN a*b")[:9], "501 5.5.4")
        check("asked", client.cmd("AUTH PLAIN"), "334 ")
        check("aborted", client.cmd("*")[:9], "501 5.0.0")
        check("nobody yet", (client.mail()[:3], client.cmd("RCPT TO:<user@far.example>")[:9]),
              ("250", "550 5.7.1"))
        client.cmd("RSET")
        check("asked", client.cmd("AUTH PLAIN"), "334 ")
        check("by a hash", client.cmd(plain("bob", "hunter2")), "235 2.0.0 OK Authenticated")
        check("again", client.cmd("AUTH PLAIN " + plain("alice", "secret"))[:9], "503 5.5.0")
        check("the rules see it", (client.mail()[:3], client.cmd("RCPT TO:<user@far.example>")[:3]),
              ("250", "250"))
    check_in("log", "AUTH=server, mech=PLAIN, user=bob, bits=0", work.logged())
    os.chmod(work.path("users"), 0o644)
    with work.server(users="users") as port, Smtp(port) as client:
        client.ehlo()
        client.start_tls()
        client.ehlo()
        check("a file that others can read", client.cmd("AUTH PLAIN " + plain("alice", "secret"))[:9],
              "454 4.7.0")
    check_not_in("no password in the log", "secret", work.logged())


class Relay:
    """Between a client and a server: passes bytes on, and adds some when the server said `word`."""

    def __init__(self, port, word=b"", added=b""):
        self.to, self.word, self.added = port, word, added
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.bytes = b""  # of the client
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()
        self.thread.join()

    def run(self):
        self.listener.settimeout(PATIENCE)
        try:
            client = self.listener.accept()[0]
        except OSError:
            return
        with client, socket.create_connection(("127.0.0.1", self.to)) as server:
            while True:
                for ready in select.select([client, server], [], [], PATIENCE)[0]:
                    data = ready.recv(65536)
                    if not data:
                        return
                    if ready is client:
                        self.bytes += data
                        server.sendall(data)
                    else:
                        marked = self.word and data.startswith(self.word)
                        client.sendall(data + (self.added if marked else b""))


SHOW_AUTH = ("LOCAL_TLS_RCPT\nR$*\t$#error $@ 4.7.0 $: \"450 shows \" $&{auth_type} \"|\" "
             "$&{auth_authen} \"|\" $&{auth_ssf} \"|\" $&{verify}\n")


def auth_client(work):
    """The client's AUTH: what AuthInfo: entries say, in the order and with the results of sendmail."""
    work.mailbox("root")
    work.write("users", "alice secret\n", 0o600)
    secret = '"U:alice" "P:secret"'

    def deliver(port, entry, extra="", **settings):
        """One message to the host at that port; the log, and what the queue says then."""
        empty_queue(work)
        work.generate(host_mc() + extra)
        work.access(f"AuthInfo:mx.far.example {entry}" if entry else "")
        work.names = PEER_LINES + ["mx far.example mx.far.example",
                                   f"at mx.far.example 127.0.0.1:{port}"]
        work.queue(["user@far.example"])
        said = work.deliver(**settings)
        left = list(work.queued().values())
        return said, left[0]["last"] if left else "sent"

    def sink(entry, offer, answers=None, **settings):
        with Sink(offer, work.certificate("far"), answers=answers) as far:
            said, state = deliver(far.port, entry, **settings)
        check_not_in("no password in the log", "secret", said)
        return [c for c in far.commands if c[:4] in ("AUTH", "*")], state

    token = "AUTH PLAIN " + plain("alice", "secret", "alice")
    tls = ["AUTH PLAIN LOGIN", "STARTTLS"]
    for entry, offer, commands in (
            (secret, tls, [token]), ('"I:alice" "P=c2VjcmV0"', tls, [token]),
            ('"U:bob" "I:alice" "P:secret"', tls, ["AUTH PLAIN " + plain("alice", "secret", "bob")]),
            # Never the password in clear, whoever asks for it.
            (secret, ["AUTH PLAIN LOGIN"], []),
            (secret + ' "M:LOGIN CRAM-MD5"', tls, []), (secret + ' "X:y"', tls, []), ("", tls, []),
            ("U:alice P:secret", tls, []), (secret, ["STARTTLS"], [])):
        check(f"{entry} to {offer}", sink(entry, offer), (commands, "sent"))
    check("a server that tls_server refuses gets no password",
          sink(secret + "\nTLS_Srv:mx.far.example VERIFY+CN:other.example", tls),
          ([], "454 4.7.0 CN mx.far.example does not match other.example"))
    # 4xx: later; 5xx: without; a server that goes on asking gets no second answer.
    check("454", sink(secret, tls, {"AUTH": "454 4.7.0 later"}), ([token], "454 4.7.0 later"))
    check("535", sink(secret, tls, {"AUTH": "535 5.7.8 no"}), ([token], "sent"))
    check("334 without end", sink(secret, tls, {"AUTH": "334 AAAA", "*": "501 5.0.0 well"}),
          ([token, "*"], "sent"))

    # Against our own server; {auth_type} is set as sendmail sets it, and nothing else is.
    work.generate(host_mc())
    with work.server(users="users") as port:
        _, state = deliver(port, secret, SHOW_AUTH)
        offered = "DIGEST-MD5" in Smtp(port).cmd("EHLO x")
        best = "DIGEST-MD5" if offered else "PLAIN"
        check("macros", state, f"450 4.7.0 shows {best}|||OK")
        _, state = deliver(port, secret + ' "M:PLAIN"', SHOW_AUTH)
        check("macros", state, "450 4.7.0 shows PLAIN|||OK")
        _, state = deliver(port, '"U:alice" "P:wrong"', SHOW_AUTH)
        check("refused", state, "450 4.7.0 shows |||OK")
    check_in("log", "AUTH=server, mech=PLAIN, user=alice, bits=0", work.logged())
    if not offered:
        print("no DIGEST-MD5: the rest is left out")
        return
    check("a server that proves nothing", sink(secret, ["AUTH DIGEST-MD5"], {"AUTH": "235 fine"}),
          (["AUTH DIGEST-MD5"], "454 4.7.0 The server did not authenticate itself"))
    work.generate(host_mc())
    with work.server(users="users", certificate="", key="") as port:
        with Relay(port) as relay:
            said, state = deliver(relay.port, secret, SHOW_AUTH)
        check_in("bits", "AUTH=client, mech=DIGEST-MD5, bits=128", said)
        check("over the layer", state, "450 4.7.0 shows DIGEST-MD5||| NONE".replace("| N", "|N"))
        check_not_in("in clear", b"MAIL FROM", relay.bytes)
        with Relay(port, b"235", b"250-evil\r\n250 SIZE 1\r\n250 ok\r\n") as relay:
            said, state = deliver(relay.port, secret, SHOW_AUTH)
        check("what comes in clear behind 235 counts for nothing", state[-4:], "NONE")


def relaying(work):
    """Nothing is relayed by default, by rules that do not say so and by those that cfgen makes."""
    work.mailbox("root")
    for rules in ("patent", "cfgen"):
        work.patent() if rules == "patent" else work.generate(host_mc())
        with work.server(max_errors="50") as port, Smtp(port, "127.0.0.5") as client:
            client.ehlo()
            client.mail()
            for address in FOREIGN:
                check(f"{rules}: {address}", client.cmd(f"RCPT TO:<{address}>")[:1], "5")
            check("ours", client.cmd("RCPT TO:<root@localhost>")[:3], "250")
            check("no such user", client.cmd("RCPT TO:<nobody@localhost>")[:9], "550 5.1.1")
            check("no way out of the boxes", client.cmd("RCPT TO:<../root@localhost>")[:1], "5")
        check("queue", work.queued(), {})


def generated(work):
    """A cf by cfgen: check_relay, check_mail, check_rcpt, tls_client as sendmail 8.17.1 has them."""
    work.generate(host_mc())
    work.mailbox("root")
    work.access("""Connect:127.0.0.3 REJECT
                   Connect:127.0.0.4 ERROR:421 4.3.2 go away
                   Connect:127.0.0.9 RELAY
                   From:spam@bad.example REJECT
                   TLS_Clt:client.example.com PERM+VERIFY
                   TLS_Clt:ok.example.com VERIFY
                   TLS_Clt:strong.example.net PERM+ENCR:256""")
    with work.server() as port:
        with Smtp(port, "127.0.0.3") as client:
            check("greeting", client.greeting, "220 mx.here.example ESMTP")
            check("EHLO", client.ehlo(), ["ENHANCEDSTATUSCODES"])
            check("MAIL", client.mail(), "550 5.7.1 Access denied")
            check("NOOP", client.cmd("NOOP"), "250 2.0.0 OK")
        with Smtp(port, "127.0.0.4", greet=False) as client:
            check("greeting", client.reply(), "421 4.3.2 go away")
            check("closed", client.is_closed(), True)
        with Smtp(port, "127.0.0.2") as client:
            client.ehlo()
            check("sender", client.mail("spam@bad.example"), "550 5.7.1 Access denied")
            check("relaying", (client.mail()[:3], client.cmd("RCPT TO:<u@far.example>")[:9]),
                  ("250", "550 5.7.1"))
        with Smtp(port, "127.0.0.9") as client:
            client.ehlo()
            check("RELAY", (client.mail()[:3], client.cmd("RCPT TO:<u@far.example>")[:3]),
                  ("250", "250"))
        for source, certificate, reply in ((5, None, "503 5.7.0 not authenticated"),
                                           (5, "good", "250"), (6, "self",
                                                                "454 4.7.0 authentication failed"),
                                           (7, None, "250")):
            with Smtp(port, f"127.0.0.{source}") as client:
                client.ehlo()
                client.start_tls(certificate and work.certificate(certificate))
                client.ehlo()
                check(f"{source} {certificate}", client.mail()[:len(reply)], reply)
        with Smtp(port, "127.0.0.6") as client:
            client.ehlo()
            check("in clear", client.mail(), "454 4.7.0 authentication required")


def queue(work):
    """The queue: retries grow, what is too old goes back, nobody takes a message twice."""
    work.patent()
    work.mailbox("sender")
    work.names = ["mx far.example mx.far.example"]  # and no address: host unknown
    work.queue(["user@far.example"], sender="sender@localhost")
    work.deliver()
    work.deliver()
    check_in("unknown host", "(reason: 550 5.1.2 Host unknown)", work.box("mail", "sender")[0])
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    work.names.append(f"at mx.far.example 127.0.0.1:{port}")
    name = work.queue(["user@far.example"], sender="sender@localhost")
    waits = []
    for _ in range(4):
        text = re.sub(r"next \d+", "next 0", work.read("state", "queue", name + ".env"))
        work.write(f"state/queue/{name}.env", text)
        before = int(time.time())
        work.deliver(retry="5000")
        waits.append(round((int(work.queued()[name]["next"]) - before) / 100) * 100)
    check("waits", waits, [5000, 10000, 14400, 14400])
    check_in("last", "451 4.4.1 Cannot connect: ", work.queued()[name]["last"])
    text = re.sub(r"(next|arrived) \d+", r"\1 1000", work.read("state", "queue", name + ".env"))
    work.write(f"state/queue/{name}.env", text)
    work.deliver()
    work.deliver()
    check("too old", work.queued(), {})
    check("returned", len(work.box("mail", "sender")), 2)
    # Held, damaged, without an envelope: left alone. Two runs at once: one delivery.
    with Sink() as far:
        work.names = ["mx far.example mx.far.example", f"at mx.far.example 127.0.0.1:{far.port}"]
        held = work.queue(["held@far.example"])
        work.write(f"state/queue/{held}.env",
                   work.read("state", "queue", held + ".env").replace("\nend", "\nhold why\nend"))
        damaged = work.queue(["damaged@far.example"])
        work.write(f"state/queue/{damaged}.env",
                   work.read("state", "queue", damaged + ".env").replace("\nend", ""))
        for number in range(20):
            work.queue([f"user{number}@far.example"], text=f"N: {number}\n\nx\n")
        work.configure()
        runs = [subprocess.Popen(work.program("deliver", "host.conf"), cwd=work.folder,
                                 stderr=subprocess.DEVNULL) for _ in range(3)]
        check("runs", [run.wait(30) for run in runs], [0, 0, 0])
        check("each once", sorted(m.split("\r")[0] for m in far.messages),
              sorted(f"N: {n}" for n in range(20)))
    check("left", sorted(work.queued()), sorted([held, damaged]))
    empty_queue(work)
    # Partly refused: those recipients only.
    with Sink(answers={"RCPT": "550 5.1.1 nobody"}) as no, Sink() as yes:
        work.names = ["mx no.example mx.no", f"at mx.no 127.0.0.1:{no.port}", "mx yes.example mx.yes",
                      f"at mx.yes 127.0.0.1:{yes.port}"]
        work.queue(["a@no.example", "b@yes.example", "sender@localhost", "c@yes.example"],
                   sender="sender@localhost")
        work.deliver()
        check("taken", len(yes.messages), 1)
        check("DATA without a recipient", [c for c in no.commands if c.startswith("DATA")], [])
        work.deliver()
    bounce = [m for m in work.box("mail", "sender") if "a@no.example" in m]
    check("bounced", ("550 5.1.1 nobody" in bounce[0], "b@yes.example" in bounce[0]), (True, False))


# What may stand in an envelope that nobody wrote so; and in its message.
DAMAGE = [("V1\n", "V2\n"), ("end\n", ""), ("tries 0", "tries -5"), ("tries 0", "tries 99999999999"),
          ("next ", "next -"), ("arrived ", "arrived x"), ("size ", "size 9"), ("size ", "size \xff"),
          ("rcpt <", "rcpt <a\rRSET"), ("rcpt <", "rcpt <<"), ("rcpt <", "rcptx <"), (">\nend", "\nend"),
          ("sender <", "sender <a b"), ("", None)]


def damaged_queue(work):
    """Files of the queue that are damaged are told in the log and left as they are; the others go."""
    work.generate(host_mc())
    work.mailbox("root")
    damaged = []
    for old, new in DAMAGE:
        name = work.queue(["root@localhost"])
        text = work.read("state", "queue", name + ".env")
        if new is None:
            work.write(f"state/queue/{name}.msg", "")
        else:
            check_in(old, old, text)
            work.write(f"state/queue/{name}.env", text.replace(old, new))
        damaged.append(name)
    for suffix in (".msg", ".env"):
        os.mkdir(work.path("state", "queue", "folder" + suffix))
    os.unlink(work.path("state", "queue", work.queue(["root@localhost"]) + ".msg"))
    good = work.queue(["root@localhost"])
    for _ in range(2):
        said = work.deliver(retry="9000000000000000000", give_up="9000000000000000000")
        told = re.findall(r"^queue (\w+): (?:damaged|the message is not whole)", said, re.MULTILINE)
        check("told", [n for n in damaged if n not in told], [])
        check("told in all", len(told), len(damaged) + 2)
    check("delivered", len(work.box("mail", "root")), 1)
    check("left", (set(damaged) - {n[:-4] for n in os.listdir(work.path("state", "queue"))},
                   os.path.exists(work.path("state", "queue", good + ".env"))), (set(), False))


def leftovers(work):
    """What a crash left in the folders goes at the next start or run, and not while it may yet be
    written; a message without an envelope is not lost."""
    work.generate(host_mc())
    work.mailbox("root")
    half = ["queue/aa.msg.new", "queue/bb.env.new", "mail/root/cc.new", "dead/dd.new"]
    kept = ["mail/root/new", "queue/readme", "queue/x.new.msg.txt"]

    def leave(age):
        for name in [*half, "queue/ee.msg", *kept]:
            os.makedirs(os.path.dirname(work.path("state", name)), exist_ok=True)
            work.write("state/" + name, "half")
            os.utime(work.path("state", name), (time.time() - age,) * 2)
        os.makedirs(work.path("state", "queue", "ff.new"), exist_ok=True)
        os.utime(work.path("state", "queue", "ff.new"), (time.time() - age,) * 2)

    def there(names):
        return [name for name in names if os.path.exists(work.path("state", name))]

    leave(50)
    work.deliver(session_time="100")
    check("young", there(half), half)
    leave(150)
    name = work.queue(["root@localhost"])
    said = work.deliver(session_time="100")
    check("old", there([*half, "queue/ee.msg"]), [])
    check("kept", there([*kept, "dead/ee", "queue/ff.new"]), [*kept, "dead/ee", "queue/ff.new"])
    check_in("told", "queue: aa.msg.new: half written, removed", said)
    check_in("told", "queue ee: has no envelope: now in dead/", said)
    check("the queue goes on", there([f"queue/{name}.msg", f"mail/root/{name}"]),
          [f"mail/root/{name}"])
    leave(150)
    with work.server(session_time="100"):
        check("at the start", there(half), [])


def killed(work):
    """A server that is killed within a message leaves a half of it, which the next one removes; what
    it agreed to is whole in the queue."""
    work.patent()
    work.mailbox("root")
    try:
        with work.server() as port, Smtp(port) as client:
            client.ehlo()
            check("taken", client.message("a@b.example", ["root@localhost"], "x")[:9], "250 2.0.0")
            client.mail()
            client.cmd("RCPT TO:<root@localhost>")
            check("DATA", client.cmd("DATA")[:3], "354")
            client.send("Subject: half\r\n\r\n" + ("y" * 900 + "\r\n") * 100)
            work.process.kill()
            work.process.wait()
    except Failure:
        pass  # it did not end by itself
    halves = [n for n in os.listdir(work.path("state", "queue")) if n.endswith(".new")]
    check("left half written", len(halves), 1)
    os.utime(work.path("state", "queue", halves[0]), (1, 1))
    with work.server():
        check("gone", os.path.exists(work.path("state", "queue", halves[0])), False)
    work.deliver()
    check("delivered", len(work.box("mail", "root")), 1)


def shortage(work):
    """Out of descriptors or of room on the disk: refused for now, and all is well once it is over."""
    work.generate(host_mc())
    work.mailbox("root")
    work.access("Connect:127.0.0.3 REJECT")

    def limit(what, much):
        resource.prlimit(work.process.pid, what, (much, resource.getrlimit(what)[1]))

    with work.server() as port:
        used = {int(name) for name in os.listdir(f"/proc/{work.process.pid}/fd")}
        limit(resource.RLIMIT_NOFILE, min(set(range(1000)) - used) + 1)
        with Smtp(port, "127.0.0.2") as client:  # has the last one; there is none for the map
            client.ehlo()
            check("no map", client.mail()[:9], "451 4.3.0")
            work.process.send_signal(signal.SIGHUP)
            work.wait_log("not reloaded: goes on as it was")
        limit(resource.RLIMIT_NOFILE, 1000)
        for source, reply in (("127.0.0.3", "550 5.7.1"), ("127.0.0.2", "250 2.1.0")):
            with Smtp(port, source) as client:
                client.ehlo()
                check(source, client.mail()[:9], reply)
        work.process.send_signal(signal.SIGHUP)
        work.wait_log("server: reloaded")
        limit(resource.RLIMIT_FSIZE, 20000)
        with Smtp(port) as client:
            client.ehlo()
            for text, reply in (("x", "250 2.0.0"), ("\n".join(["y" * 900] * 100), "451 4.3.0"),
                                ("x", "250 2.0.0")):
                check("message", client.message("a@b.example", ["root@localhost"], text)[:9], reply)
    check_in("told", ": the queue cannot be written\n", work.logged())
    check("queued", len(work.queued()), 2)
    check("nothing half written", [n for n in os.listdir(work.path("state", "queue"))
                                   if n.endswith(".new")], [])


def stopping(work):
    """SIGTERM ends a session at once, and a queue run after the message it is at."""
    work.patent()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        work.names = ["mx far.example mx.far.example",
                      f"at mx.far.example 127.0.0.1:{silent.getsockname()[1]}"]
        for _ in range(20):  # a second each
            work.queue(["user@far.example"])
        with work.server(deliver_every="1", timeout="1", session_time="60") as port:
            work.wait_log("queue .*: to=<user@far.example>, stat=451")
            client = Smtp(port)
            begin = time.monotonic()
        check("ends soon", time.monotonic() - begin < 8, True)
        check("the session is over", client.is_closed(), True)
        client.close()
    tried = work.logged().count("to=<user@far.example>, stat=")
    check("tried", 0 < tried < 20, True)
    check("queued", len(work.queued()), 20)


def settings(work):
    """A configuration that is wrong is told, with its line, and nothing runs."""
    work.patent()

    def said(*arguments):
        # In a session of its own: without a terminal to ask for a pass phrase.
        run = subprocess.run(work.program(*arguments), cwd=work.folder, capture_output=True,
                             text=True, timeout=10, check=False, start_new_session=True)
        return run.returncode, run.stdout + run.stderr

    os.mkdir(work.path("folder"))
    subprocess.run(["openssl", "pkey", "-in", work.certificate("server.key"), "-aes256", "-passout",
                    "pass:x", "-out", work.path("secret.key")], check=True, capture_output=True)
    for text, words in (("nonsense 1\n", "host.conf:1: there is no setting `nonsense'"),
                        ("\ntimeout x\n", "host.conf:2: `x' is no value for timeout"),
                        ("dns maybe\n", "host.conf:1: `maybe' is no value for dns"),
                        ("cf a b\n", "host.conf:1: `cf' takes one value"),
                        ("cf none.cf\n", "none.cf"), ("listen 1.2.3.4:25\n", "no loopback address"),
                        ("listen x\n", "no address and port"),
                        ("smtp_port 65536\n", "smtp_port 65536: is no port"),
                        ("listen 127.0.0.1:\n", "no address and port"),
                        ("listen 127.0.0.1:65536\n", "no address and port"),
                        ("certificate none.pem\n",
                         "certificate none.pem, key : No such file or directory"),
                        (f"certificate {work.certificate('server.pem')}\nkey secret.key\n",
                         "key secret.key: "),
                        ("names none\n", "none: cannot be read"),
                        ("names folder\n", "folder: cannot be read")):
        work.write("host.conf", text)
        code, out = said("serve", "host.conf")
        check(text, code, 1)
        check_in(text, words, out)
        check_not_in(text, "pass phrase:", out)
    code, out = said("serve", "folder")
    check("a folder", (code, out), (1, "smtphost: folder: cannot be read\n"))
    for line in ("at b 127.0.0.1:99999", "peer nobody a.example", "peer 127.0.0.5", "mx a b..c"):
        work.write("names", f"peer ::1 six.example\npeer IPv6:2001:db8::1 two.example\n{line}\n")
        work.write("host.conf", "names names\n")
        check_in(line, "names:3: is not", said("serve", "host.conf")[1])
    work.write("names", "peer 1.2.3.4 a\nat b nowhere\n")
    work.write("host.conf", "names names\n")
    check_in("names", "names:2: is not", said("serve", "host.conf")[1])
    check("usage", said("foo")[0], 2)
    check_in("help", "max_recipients", said("--help")[1])
    # More seconds than a clock has are not none.
    work.queue(["root@localhost"])
    with work.server(deliver_every="9223372036854775807", timeout="9223372036854775807",
                     session_time="9223372036854775807") as port, Smtp(port) as client:
        check("NOOP", client.cmd("NOOP"), "250 2.0.0 OK")
        time.sleep(0.3)
        check_not_in("not yet", "to=<", work.logged())
    empty_queue(work)
    # Without `everywhere` nobody beyond loopback is connected to.
    work.names = ["mx far.example mx.far.example", "at mx.far.example 192.0.2.1:25"]
    work.queue(["user@far.example"])
    work.deliver()
    check_in("loopback", "Connects to loopback addresses only", list(work.queued().values())[0]["last"])


def two_sides(work):
    """Our client delivers to our server, which delivers to its box: each asked for a certificate."""
    work.patent()
    work.mailbox("root")
    work.access("TLS_Clt:127.0.0.1 VERIFY:128\nTLS_Srv:here.example VERIFY:128")
    with work.server(deliver_every="1") as port:
        work.names = PEER_LINES + ["mx localhost.far mx.here.example",
                                   f"at mx.here.example 127.0.0.1:{port}"]
        body = "Subject: two\n\n.\n..x\n\xe9\n" + "y" * 900 + "\n"
        # Not the server's folder: its own queue run would take the message.
        work.queue(["root@localhost"], text=body, body="8BITMIME", state="client")
        work.configure()
        # By way of SMTP, although the address is local: rules that say so, for the client only.
        work.patent(change=lambda text: text.replace(
            "R$- @ $=w\t$#local $: $1", "R$- @ $=w\t$#smtp $@ localhost.far $: $1"))
        work.deliver(folder="client")
        end = time.monotonic() + 8
        while not work.box("mail", "root") and time.monotonic() < end:
            time.sleep(0.05)
    got = work.box("mail", "root")
    check("mail", len(got), 1)
    check_in("as it was", "Subject: two\r\n\r\n.\r\n..x\r\n\xe9\r\n" + "y" * 900 + "\r\n", got[0])
    check_in("Received", "cipher=TLS_AES_256_GCM_SHA384 bits=256 verify=OK)", got[0])
    check_in("server", "ruleset=tls_client, arg1=OK, arg2=STARTTLS", work.logged())
    check_in("client", "ruleset=tls_server, arg1=OK", work.said)


def ipv6(work):
    """Both sides over IPv6: who connects, where a host is, and what the rules are asked."""
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        print("skipped: no ::1 here")
        sys.exit(77)
    work.generate(host_mc("LOCAL_DOMAIN(`far.example')dnl\n"))
    work.mailbox("root")
    work.access("TLS_Clt:six.example PERM+VERIFY\nTLS_Srv:IPv6:0:0:0:0:0:0:0:1 VERIFY")
    work.names.append("peer ::1 six.example")
    with work.server(listen="[::1]:0") as port:
        work.generate(host_mc())
        for number, route in enumerate((["mx far.example mx.far.example", f"at mx.far.example [::1]:{port}"],
                                        ["mx far.example [IPv6:::1]"])):
            work.names = route
            work.queue(["root@far.example"], state="client")
            said = work.deliver(folder="client", smtp_port=str(port))
            check_in(f"{route}: asked", "TLS_Srv:IPv6:0:0:0:0:0:0:0:1=VERIFY", said)
            check_in(f"{route}: delivered", "stat=250 2.0.0", said)
            check(f"{route}: queued", len(work.queued()), number + 1)
    check_in("who it was", "connect from IPv6:0:0:0:0:0:0:0:1\n", work.logged())
    check_in("by its name", "ruleset=tls_client, arg1=OK, arg2=STARTTLS, TLS_Clt:six.example=PERM+VERIFY",
             work.logged())


def dispositions(work):
    """$#discard is taken and thrown away; quarantine is kept and not delivered; a map that cannot
    be read is a temporary refusal."""
    rules = ("\nScheck_mail\nR< $- @ $* > $*\t$: $1\nRdiscard\t$#discard $: discard\n"
             "Rhold\t$#error $@ quarantine $: looks bad\n")
    later = ("\nScheck_data\nR$*\t$: $&f\nRlate@$+\t$#error $@ quarantine $: late\n"
             "Scheck_relay\nR$* $| 127.0.0.9\t$#error $@ quarantine $: from there\n")
    upper = "\nSparse=0\nRupper @ $+\t$#Error $@ 5.1.2 $: \"553 nobody\"\n"
    work.patent(change=lambda text: text.replace("\nScheck_mail\n", rules).replace(
        "\nSparse=0\n", upper) + later)
    work.mailbox("root")
    with work.server() as port, Smtp(port) as client:
        client.ehlo()
        check("$#Error", client.mail("upper@b.example"), "553 5.1.2 nobody")
        client.mail()
        check("$#Error", client.cmd("RCPT TO:<upper@far.example>"),
              "553 5.1.2 <upper@far.example>... nobody")
        client.cmd("RSET")
        for sender, queued in (("discard", 0), ("hold", 1), ("plain", 2)):
            reply = client.message(f"{sender}@b.example", ["root@localhost"], "x")
            check(sender, reply[:9], "250 2.0.0")
            check(f"queue after {sender}", len(work.queued()), queued)
        check("late", client.message("late@b.example", ["root@localhost"], "x")[:9], "250 2.0.0")
        with Smtp(port, "127.0.0.9") as there:
            there.ehlo()
            for sender in ("one", "two"):
                check(sender, there.message(f"{sender}@b.example", ["root@localhost"], "x")[:3], "250")
    work.deliver()
    check("delivered", len(work.box("mail", "root")), 1)
    check("held", sorted((e["sender"], e["hold"]) for e in work.queued().values()),
          [("<hold@b.example>", "looks bad"), ("<late@b.example>", "late"),
           ("<one@b.example>", "from there"), ("<two@b.example>", "from there")])
    work.generate(host_mc())
    os.unlink(work.path("access.db"))
    with work.server() as port, Smtp(port) as client:
        check("greeting", client.greeting[:3], "220")
        client.ehlo()
        check("no access map", client.mail()[:2], "45")


def features(work):
    """srv_features takes offers away; try_tls keeps the client from STARTTLS."""
    def change(text):
        return text + ("\nSsrv_features\nR$* $| $*\t$: $&{client_addr}\nR127.0.0.5\t$# S P\n"
                       "R127.0.0.6\t$# V A\nR127.0.0.9\t$# temp\nR$*\t$@ OK\n"
                       "\nStry_tls\nRmx.no.example\t$#error $@ 4.7.0 $: \"450 not there\"\n")
    work.patent(change=change)
    work.write("users", "alice secret\n", 0o600)
    with work.server(users="users") as port:
        with Smtp(port, "127.0.0.2") as client:
            check("all", [w for w in client.ehlo() if w in ("STARTTLS", "PIPELINING")],
                  ["PIPELINING", "STARTTLS"])
        with Smtp(port, "127.0.0.5") as client:
            check("S P", [w for w in client.ehlo() if w in ("STARTTLS", "PIPELINING")], [])
            check("STARTTLS", client.cmd("STARTTLS")[:3], "502")
        with Smtp(port, "127.0.0.6") as client:
            client.ehlo()
            client.start_tls(work.certificate("good"))
            check("V A", [w for w in client.ehlo() if w.startswith("AUTH")], [])
        work.wait_log("STARTTLS=server, verify=NOT,")
        with Smtp(port, "127.0.0.9") as client:
            check("EHLO", client.ehlo(), ["ENHANCEDSTATUSCODES"])
            check("temp", client.mail(), "450 4.3.0 Please try again later")
    with Sink(["STARTTLS"], work.certificate("far")) as far:
        for name, verbs in (("mx.no.example", ["EHLO", "MAIL", "RCPT", "DATA", "QUIT"]),
                            ("mx.far.example",
                             ["EHLO", "STARTTLS", "EHLO", "MAIL", "RCPT", "DATA", "QUIT"])):
            work.names = [f"mx far.example {name}", f"at {name} 127.0.0.1:{far.port}"]
            work.queue(["user@far.example"])
            far.commands.clear()
            work.deliver()
            check(name, [c.split(" ")[0] for c in far.commands], verbs)


def handshake_cost(work):
    """What tls_client costs, with eight look-ups in a map on disk, beside a handshake's CPU time."""
    # The patent's cf has no check_relay: there tls_client is the first that the session is asked.
    for rules, kind, most in (("patent", "ecdsa", 1.2), ("cfgen", "ecdsa", 1.0), ("cfgen", "rsa", None)):
        work.patent() if rules == "patent" else work.generate(host_mc())
        work.access("TLS_Clt: VERIFY:128")
        bench = [os.path.join(work.bin, "bench_handshake"), "sendmail.cf", kind]
        run = subprocess.run([*bench, "300"], cwd=work.folder, capture_output=True, text=True,
                             timeout=60, check=False)
        check("bench_handshake " + run.stderr, run.returncode, 0)
        print(f"{rules}, {kind}:\n{run.stdout}", end="")
        share = float(re.search(r"share of tls_client: ([0-9.]+) %", run.stdout).group(1))
        check(f"{rules}, {kind}: share below {MOST_SHARE} %", share < MOST_SHARE, True)
        if most and shutil.which("callgrind_annotate"):  # making RSA keys takes valgrind minutes
            share = share_of_instructions(work, [*bench, "30"])
            print(f"share of tls_client in instructions: {share:.3f} % of the server's side")
            check(f"{rules}, {kind}: share of instructions below {most} %", share < most, True)


def share_of_instructions(work, bench):
    """The same in percent of instructions, which no other work on the machine changes."""
    counts = work.path("callgrind.out")
    subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=" + counts, *bench],
                   cwd=work.folder, capture_output=True, timeout=120, check=True)
    table = subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", counts],
                           capture_output=True, text=True, timeout=60, check=True).stdout

    def count(name):
        found = re.search(r"^ *([0-9,]+) .*\b" + name + r"\(", table, re.MULTILINE)
        return int(found.group(1).replace(",", ""))

    return 100 * count("ask_tls_client") / count("server_handshake")


# Signed by our CA, and not for client.example.com; what {cn_subject} says of them.
HOSTILE = {
    "newline": "client.example.com+0D+0A250+20ok", "angle": "client.example.com+3E+20$|+20OK+20+3C",
    "operators": "+80+81+82+83+87+88+8A+8D+91+9Fclient.example.com",
    "quotes": "+22client.example.com+22+20$:+20$@+20$#+20RELAY+20+28x+29",
    "blank": "+20client.example.com+20", "huge": "BadCertificateTooLong",
    "bmp": "BadCertificateContainsNUL", "t61": "client.example.com+E9",
    "utf8": "client.ex+D0+B0mple.com", "slash": "BadCertificateUnknown",
    "empty": "BadCertificateUnknown", "nul": "BadCertificateContainsNUL", "star": "*.com",
    "hidden": "client.example.com"}
# What OpenSSL finds wrong, and the word of {verify_reason}.
UNVERIFIABLE = {"self": "self_signed", "wrong": "unknown_issuer", "expired": "expired",
                "early": "not_yet_valid", "partial": "unknown_issuer", "server_only": "wrong_purpose",
                "no_ca": "invalid_ca", "revoked": "revoked"}


def hostile_certificates(work):
    """Names of every kind and certificates that are worth nothing: refused where an entry asks for
    more, with tls_strict and without; no name ends a line or a bracket; the server goes on."""
    work.mailbox("root")
    for strict in ("", "FEATURE(`tls_strict')dnl\n"):
        work.generate(host_mc(strict))
        work.access("TLS_Clt:client.example.com VERIFY+CN")

        def mail(name, source="127.0.0.5"):
            with Smtp(port, source) as client:
                client.ehlo()
                client.start_tls(name and work.certificate(name))
                client.ehlo()
                return client.mail()

        lists = {"revoked": work.certificate("crl.pem")}
        with work.server(**lists) as port:
            check("revoked", mail("revoked"), "454 4.7.0 authentication failed")
            check("a CA without a list", mail("whole"), "454 4.7.0 authentication failed")
            check_in("log", "reason=no_crl", work.logged())
            check("good", mail("good")[:3], "250")
        with work.server() as port:
            check("good", mail("good")[:3], "250")
            check("a chain that is whole", mail("whole")[:3], "250")
            check("no list", mail("revoked")[:3], "250")
            for name, said in HOSTILE.items():
                reply = mail(name)
                if name == "hidden" and not strict:  # CN alone counts there
                    check("hidden", reply[:3], "250")
                    continue
                check(f"{name}{strict}", reply,
                      f"454 4.7.0 CN {said} does not match client.example.com")
                check(f"{name} where nothing is asked", mail(name, "127.0.0.6")[:3], "250")
            for name, reason in UNVERIFIABLE.items():
                if name == "revoked":
                    continue
                check(f"{name}{strict}", mail(name), "454 4.7.0 authentication failed")
                check_in(name, f"verify=FAIL, version=TLSv1.3, cipher=TLS_AES_256_GCM_SHA384, "
                               f"bits=256/256, reason={reason}\n", work.logged())
            check("none", mail(None), "454 4.7.0 not authenticated")
            check("good still", mail("good")[:3], "250")
        check("lines of the log", [line for line in work.logged().splitlines()
                                   if not re.match(r"(session \d+|server|\S*sendmail.cf(:\d+)?): ", line)],
              [])
        # The same as client: what servers show.
        work.access("TLS_Srv:mx.far.example VERIFY+CN")
        for name, reason in [*UNVERIFIABLE.items(), ("client_only", "wrong_purpose")]:
            if name == "server_only":
                continue
            with Sink(["STARTTLS"], work.certificate(name)) as far:
                work.names = ["mx far.example mx.far.example",
                              f"at mx.far.example 127.0.0.1:{far.port}"]
                work.queue(["user@far.example"])
                said = work.deliver(**(lists if name == "revoked" else {}))
            check_in(f"server {name}", f"reason={reason}\n", said)
            check(f"server {name}", [c for c in far.commands if c.startswith("MAIL")], [])
            check(f"server {name}", list(work.queued().values())[0]["last"],
                  "454 4.7.0 authentication failed")
            empty_queue(work)
        work.names = list(PEER_LINES)


def s_client(work, port, source, certificate, lines):
    """The replies to these lines, by a client that shows any certificate: Python's refuses to show
    one that it cannot read itself."""
    run = subprocess.run(
        ["openssl", "s_client", "-starttls", "smtp", "-connect", f"127.0.0.1:{port}", "-bind",
         f"127.0.0.{source}:0", "-cert", work.certificate(certificate + ".pem"), "-key",
         work.certificate(certificate + ".key"), "-quiet"], timeout=20, capture_output=True,
        input="".join(line + "\r\n" for line in [*lines, "QUIT"]).encode(), check=False)
    replies = [line for line in run.stdout.decode().split("\r\n") if line[3:4] == " "]
    check(f"replies {run.stderr}", replies[-1:], ["221 2.0.0 mx.here.example closing connection"])
    return replies[-1 - len(lines):-1]


class Shows(Listener):
    """A server that does nothing but show a certificate, whatever it is, by `openssl s_server`."""

    def __init__(self, work, certificate):
        with socket.create_server(("127.0.0.1", 0)) as chosen:
            self.behind = chosen.getsockname()[1]
        self.openssl = subprocess.Popen(
            ["openssl", "s_server", "-accept", f"127.0.0.1:{self.behind}", "-quiet", "-cert",
             work.certificate(certificate + ".pem"), "-key", work.certificate(certificate + ".key")],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.openssl.stdin.write(b"221 bye\r\n")  # to the client's QUIT, its first word over TLS
        self.openssl.stdin.flush()
        super().__init__()

    def __exit__(self, *_):
        super().__exit__()
        self.openssl.kill()
        self.openssl.communicate()

    def serve(self, connection):
        with connection:
            connection.sendall(b"220 shows.test\r\n")
            for reply in (b"250-shows.test\r\n250 STARTTLS\r\n", b"220 go\r\n"):
                connection.recv(4096)
                connection.sendall(reply)
            with connect_when_up(self.behind) as server:
                sides = {connection: server, server: connection}
                for ready in iter(lambda: select.select(list(sides), [], [], PATIENCE)[0], []):
                    data = ready[0].recv(65536)
                    if not data:
                        return
                    sides[ready[0]].sendall(data)


def connect_when_up(port):
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port))
        except ConnectionRefusedError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)


def broken_names(work):
    """A subjectAltName whose DER is damaged, signed all the same by our CA: FAIL on both sides,
    however good the common name is; what asks for a certificate takes none of them, and the server
    goes on."""
    broken = sorted(n[:-4] for n in os.listdir(work.certificates) if re.match(r"broken.*\.pem", n))
    check("certificates", len(broken), 11)
    work.mailbox("root")
    for rules, sources in (("", (5, 9)), ("FEATURE(`tls_strict')dnl\n", (6,))):
        work.generate(host_mc(rules))
        work.access("TLS_Clt:client.example.com PERM+VERIFY\nTLS_Clt:ok.example.com PERM+VERIFY+CN\n"
                    "CertIssuer:/C=GB/O=Test+20Org/CN=Test+20Root+20+28CA+29 RELAY")
        lines = ["EHLO x", "MAIL FROM:<a@b.example>", "RCPT TO:<user@far.example>"]
        with work.server() as port:
            for name in broken:
                for source in sources:  # 9: only relaying asks for a certificate there
                    want = (["250 2.1.0", "550 5.7.1"] if source == 9 else ["503 5.7.0"] * 2)
                    got = s_client(work, port, source, name, lines)
                    check(f"{rules} {name} {source}", [reply[:9] for reply in got[1:]], want)
            check("a good one still", s_client(work, port, 5, "good", lines)[1][:3], "250")
        check("judged", work.logged().count("verify=FAIL"), len(sources) * len(broken))
    work.access("TLS_Srv:mx.far.example PERM+VERIFY")
    for name in broken:
        with Shows(work, name) as far:
            work.names = ["mx far.example mx.far.example", f"at mx.far.example 127.0.0.1:{far.port}"]
            work.queue(["user@far.example"], sender="root@localhost")
            check_in(name, "verify=FAIL", work.deliver())
            check_in(name, "stat=503 5.7.0 authentication failed", work.said)
        empty_queue(work)


def starttls_refused(work):
    """A server offers STARTTLS and refuses it: {verify} is TEMP or PROTOCOL, and tls_server decides."""
    for rules, code in (("patent", "403"), ("tls_strict", "454")):
        work.patent() if rules == "patent" else work.generate(host_mc("FEATURE(`tls_strict')dnl\n"))
        for reply, entry, state in (
                ("454 4.3.3 later", "VERIFY", f"{code} 4.7.0 authentication failure TEMP"),
                ("454 4.3.3 later", "ENCR:1", f"{code} 4.7.0 encryption too weak 0 less than 1"),
                ("454 4.3.3 later", "OK", None),
                ("554 5.7.3 never", "PERM+VERIFY", "503 5.7.0 authentication failure PROTOCOL"
                 if rules == "patent" else "503 5.7.0 STARTTLS failed."),
                ("554 5.7.3 never", "OK", None if rules == "patent" else "454 4.7.0 STARTTLS failed.")):
            work.access("TLS_Srv:mx.far.example " + entry)
            with Sink(["STARTTLS"], answers={"STARTTLS": reply}) as far:
                work.names = ["mx far.example mx.far.example",
                              f"at mx.far.example 127.0.0.1:{far.port}"]
                work.queue(["user@far.example"])
                said = work.deliver()
            check_in(f"{rules} {reply} {entry}", f"stat={state}" if state else "stat=250", said)
            check(f"{rules} {reply} {entry}", [c.split(" ")[0] for c in far.commands],
                  ["EHLO", "STARTTLS"] + ([] if state else ["MAIL", "RCPT", "DATA"]) + ["QUIT"])
            empty_queue(work)


def certificate_policies(work):
    """Wildcards, requirements behind them, relaying by what a certificate says."""
    work.mailbox("root")
    strict = "FEATURE(`tls_strict')dnl\n"
    wrong_issuer = "454 4.7.0 Cert Issuer /C=GB/O=Test+20Org/CN=Test+20Root+20+28CA+29 does not match /C=XX"
    for mc, entry, reply in (
            ("FEATURE(`check_cert_altnames')dnl\n", "VERIFY+CN", "250"),
            (strict, "VERIFY+CN", "250"), (strict, "VERIFY+CA", "250"),
            # As sendmail 8.17.1: a wildcard that matches ends the requirements, unknown ones pass.
            ("FEATURE(`check_cert_altnames')dnl\n", "VERIFY+CN++CI:/C=XX", "250"),
            (strict, "VERIFY+CN++CI:/C=XX", wrong_issuer),
            ("", "VERIFY+FOO:bar", "250"),
            (strict, "VERIFY+FOO:bar", "454 4.7.0 requirement not understood: FOO:bar"),
            (strict, "VERIFY+CN:deep.client.example.com", "454 4.7.0 CN *.example.com does not match"),
            (strict, "VERIFY+CHAIN:/C=GB/O=Test+20Org/CN=Test+20Root+20+28CA+29", "250"),
            (strict, "VERIFY+CHAIN:/C=XX", "454 4.7.0 Cert not issued below /C=XX")):
        work.generate(host_mc(mc))
        work.access("TLS_Clt:client.example.com " + entry)
        with work.server() as port, Smtp(port, "127.0.0.5") as client:
            client.ehlo()
            client.start_tls(work.certificate("wildcard"))
            client.ehlo()
            check(f"{mc}{entry}", client.mail()[:len(reply)], reply)
    work.generate(host_mc(strict + "FEATURE(`tls_relay_altnames')dnl\n"))
    issuer = "CertIssuer:/C=GB/O=Test+20Org/CN=Test+20Root+20+28CA+29"
    subject = "CertSubject:/C=GB/O=Test+20Org/CN=client.example.com"
    with work.server() as port:
        for entries, certificate, relayed in (
                (issuer + " RELAY", "good", True), (issuer + " RELAY", "self", False),
                (issuer + " RELAY", None, False), (issuer + " SUBJECT", "good", False),
                (f"{issuer} SUBJECT\n{subject} RELAY", "good", True),
                (f"{issuer} SUBJECT\n{subject} RELAY", "wildcard", False), (subject + " RELAY", "good", False),
                (issuer + " ALTNAMES:SMI", "good", False),
                (f"{issuer} ALTNAMES:SMI\nSubjAltName:SMI:client.example.com RELAY", "good", True),
                (f"{issuer} ALTNAMES:SMI\nSubjAltName:SMI:n4999.example.net RELAY", "many", True),
                (f"{issuer} ALTNAMES:SMI\nSubjAltName:SMI:n4999.example.net RELAY\n"
                 "SubjAltName:SMI:n17.example.net REJECT", "many", False),
                (f"{issuer} ALTNAMES:SMI\nSubjAltName:OTHER:client.example.com RELAY", "good", False)):
            work.access(entries)
            with Smtp(port, "127.0.0.9") as client:
                client.ehlo()
                client.start_tls(certificate and work.certificate(certificate))
                client.ehlo()
                client.mail()
                reply = client.cmd("RCPT TO:<user@far.example>")
                check(f"{entries} {certificate}", reply[:9], "250 2.1.5" if relayed else "550 5.7.1")


def renegotiation(work):
    """Neither a second handshake, nor a resumed session, nor a certificate that comes later."""
    work.patent()
    work.access("TLS_Clt:client.example.com VERIFY")
    with work.server() as port:
        # `R` makes s_client ask for a new handshake, `k` and `K` for new keys.
        for version, lines in (("-tls1_2", "R\n"), ("-tls1_3", "k\nK\n")):
            run = subprocess.run(
                ["openssl", "s_client", "-starttls", "smtp", "-connect", f"127.0.0.1:{port}", "-bind",
                 "127.0.0.5:0", "-cert", work.certificate("good.pem"), "-key",
                 work.certificate("good.key"), version], input=lines.encode(), timeout=20,
                capture_output=True, check=False)
            check_in(version, b"New, ", run.stdout)
        check("handshakes", work.logged().count("STARTTLS=server"), 2)
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            context.maximum_version = version
            context.post_handshake_auth = True  # offered; the server does not take it
            session = None
            for certificate in ("good", None):
                if certificate:
                    context.load_cert_chain(work.certificate("good.pem"), work.certificate("good.key"))
                with Smtp(port, "127.0.0.5") as client:
                    client.ehlo()
                    client.cmd("STARTTLS")
                    client.socket = context.wrap_socket(client.socket, session=session)
                    client.ehlo()
                    check("MAIL", client.mail()[:3], "250")
                    check("resumed", client.socket.session_reused, False)
                    session = client.socket.session
                    client.cmd("QUIT")


def example(work):
    """examples/host/run shows what its README says."""
    script = os.path.join(os.path.dirname(__file__), "..", "..", "examples", "host", "run")
    run = subprocess.run([script, work.bin, work.folder], capture_output=True, text=True,
                         timeout=60, check=False)
    check("exit status " + run.stderr, run.returncode, 0)
    parts = run.stdout.split(":\n")
    for number, replies in ((1, ["503 5.7.0 not authenticated"] * 2),
                            (2, ["503 5.7.0 authentication failed"] * 2),
                            (3, ["250 2.1.0 <joe@client.example>... Sender ok",
                                 "250 2.1.5 <ann@far.example>... Recipient ok"])):
        lines = [line.strip() for line in parts[number].splitlines() if line.startswith("  ")]
        check(f"client {number}", lines[-3:-1], replies)
    check_in("log", "ruleset=tls_client, arg1=OK, arg2=STARTTLS", run.stdout)


TESTS = {name: globals()[name] for name in (
    "dialogue", "pipelining", "smuggling", "injection_server", "injection_client", "limits", "reload",
    "auth", "auth_client", "hostile_certificates", "broken_names", "starttls_refused",
    "certificate_policies", "renegotiation", "dispositions", "example", "features", "handshake_cost", "relaying", "generated",
    "queue", "damaged_queue", "leftovers", "killed", "shortage", "stopping", "settings", "two_sides", "ipv6")}

if __name__ == "__main__":
    sys.exit(main(TESTS, sys.argv[1:]))
