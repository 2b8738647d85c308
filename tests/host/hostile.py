#!/usr/bin/env python3
"""Clients and servers that mean no good, or are broken: each gets an end and no more than its due, the
next session finds the server as ever, and all the while SIGHUP reloads it."""
import contextlib
import os
import re
import select
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time

from host_cases import host_mc
from hosting import (PATIENCE, Listener, Smtp, check, check_in, check_not_in, empty_queue, main,
                     plain)


@contextlib.contextmanager
def reloading(work, **settings):
    """A server that is told to reload every few milliseconds."""
    done = threading.Event()

    def run():
        while not done.wait(0.03):
            with contextlib.suppress(ProcessLookupError):
                work.process.send_signal(signal.SIGHUP)

    thread = threading.Thread(target=run)
    try:
        with work.server(**settings) as port:
            thread.start()
            try:
                yield port
            finally:
                done.set()
                thread.join()
            check("a reload that failed", work.logged().count("not reloaded"), 0)
            check("reloads", work.logged().count("server: reloaded") > 0, True)
    finally:
        done.set()
    check("nothing half written", [n for n in os.listdir(work.path("state", "queue")) if n.endswith(".new")], [])


def works(port):
    """The next session is as ever."""
    with Smtp(port) as client:
        client.ehlo()
        check("the next one", (client.mail()[:3], client.cmd("QUIT")[:3]), ("250", "221"))


def everything_until_closed(client):
    with contextlib.suppress(EOFError):
        while True:
            yield client.reply()


# A line, and how its reply begins. Sent one after the other in a session in which EHLO was said.
LINES = [
    ("NOOP\0", "500 5.5.1"), ("NOOP \0", "501 5.5.2"), ("\0", "500 5.5.1"), ("\xff\xfe", "500 5.5.1"),
    ("NOOP \xe9", "501 5.5.2"), ("VRFY \xe9", "501 5.5.2"), ("MAIL FROM:<\xe9@b.example>", "501 5.5.2"),
    ("", "500 5.5.1"), (" NOOP", "500 5.5.1"), ("NOOP\tx", "500 5.5.1"), ("\x1b[2J", "500 5.5.1"),
    ("MAILFROM:<a@b.example>", "500 5.5.1"), ("MAIL  FROM:<a@b.example>", "250 2.1.0"), ("RSET", "250 2.0.0"),
    ("mail from: <a@b.example> size=10", "250 2.1.0"), ("RSET", "250 2.0.0"),
    # SIZE: more than any number holds, less than none, twice.
    ("MAIL FROM:<a@b.example> SIZE=99999999999999999999999999", "501 5.5.4"),
    ("MAIL FROM:<a@b.example> SIZE=9223372036854775807", "552 5.3.4"),
    ("MAIL FROM:<a@b.example> SIZE=9223372036854775808", "501 5.5.4"),
    ("MAIL FROM:<a@b.example> SIZE=-1", "501 5.5.4"), ("MAIL FROM:<a@b.example> SIZE=+1", "501 5.5.4"),
    ("MAIL FROM:<a@b.example> SIZE=0x10", "501 5.5.4"), ("MAIL FROM:<a@b.example> SIZE=", "501 5.5.4"),
    ("MAIL FROM:<a@b.example> SIZE", "501 5.5.4"), ("MAIL FROM:<a@b.example> SIZE=1 SIZE=2", "501 5.5.4"),
    ("MAIL FROM:<a@b.example> BODY=7BIT BODY=8BITMIME", "501 5.5.4"),
    ("MAIL FROM:<a@b.example> SIZE==1", "501 5.5.4"), ("MAIL FROM:<a@b.example>SIZE=1", "553 5.1.7"),
    ("MAIL FROM:<a@b.example> " + "X" * 80 + "=1", "501 5.5.4"),
    ("MAIL FROM:<a@b.example> RET=HDRS ENVID=x", "555 5.5.4"), ("MAIL FROM:<a@b.example> SMTPUTF8", "555 5.5.4"),
    ("MAIL FROM:<" + "a" * 64 + "@b.example>", "250 2.1.0"), ("RSET", "250 2.0.0"),
    ("MAIL FROM:<" + "a" * 65 + "@b.example>", "553 5.1.7"),
    ("MAIL FROM:<a@" + ".".join(["b" * 40] * 6) + ">", "250 2.1.0"), ("RSET", "250 2.0.0"),
    ("MAIL FROM:<a@" + ".".join(["b" * 40] * 7) + ">", "553 5.1.7"),
    ("MAIL FROM:<" + "(" * 200 + "@b.example>", "553 5.1.7"), ("MAIL FROM:<a@b.example", "553 5.1.7"),
    ("MAIL FROM:<<a@b.example>>", "553 5.1.7"), ("MAIL FROM:<a@b.example>>", "553 5.1.7"),
    ("MAIL FROM:<a b@b.example>", "553 5.1.7"), ("MAIL FROM:<\"a b\"@b.example>", "250 2.1.0"),
    # RCPT with what it does not know, and what is not there.
    ("RCPT TO:<root@localhost> NOTIFY=NEVER", "555 5.5.4"),
    ("RCPT TO:<root@localhost> ORCPT=rfc822;a@b NOTIFY=SUCCESS,FAILURE", "555 5.5.4"),
    ("RCPT TO:<root@localhost> =", "501 5.5.4"), ("RCPT TO:<root@localhost> X=", "501 5.5.4"),
    ("RCPT FROM:<root@localhost>", "501 5.5.2"), ("RCPT TO:<root@localhost>x", "553 5.1.3"),
    ("BDAT 10 LAST", "502 5.5.1"), ("DATA", "503 5.0.0"),
    ("MAIL FROM:<c@d.example>", "503 5.5.0"), ("AUTH PLAIN", "503 5.5.0"), ("EHLO again", "250-mx"),
    ("RCPT TO:<root@localhost>", "503 5.0.0"),
    ("VRFY " + "(" * 500, "252 2.5.2"), ("VRFY " + "a." * 900, "252 2.5.2"), ("VRFY <>", "252 2.5.2"),
    ("VRFY $#local $: root", "252 2.5.2"), ("HELP " + "x" * 1000, "504 5.3.0"), ("HELP %s%n", "504 5.3.0"),
    ("EHLO " + "x" * 256, "501 5.0.0"), ("EHLO a b", "501 5.0.0"), ("EHLO <a>", "501 5.0.0"),
    ("EHLO [IPv6:::1]", "250-mx"), ("EHLO x.", "501 5.0.0"), ("EHLO $j", "501 5.0.0"),
    ("NOOP " + "x" * 2043, "250 2.0.0"), ("NOOP " + "x" * 2044, "500 5.5.2"), ("AUTH", "504 5.3.3"),
    ("STARTTLS now", "501 5.5.2"), ("QUIT please", "221 2.0.0")]


def lines(work):
    """Lines that nobody sends who means well, at limits and beyond them."""
    work.generate(host_mc())
    work.mailbox("root")
    with reloading(work, max_errors="1000") as port:
        with Smtp(port) as client:
            check("MAIL before EHLO", client.mail()[:3], "503")
            client.ehlo()
            for number, (line, reply) in enumerate(LINES):
                check(f"{number}: {line[:70]!r}", client.cmd(line)[:len(reply)], reply)
        for cut in range(1, 8):  # however the bytes come
            with Smtp(port) as client:
                data = b"EHLO x\r\nNOOP\r\nRSET\r\n"
                for at in range(0, len(data), cut):
                    client.send(data[at:at + cut])
                    time.sleep(0.001)
                check(f"in pieces of {cut}", [client.reply()[:3] for _ in range(3)], ["250"] * 3)
        works(port)


def packets(work):
    """Hundreds of commands in one packet, messages among them; a message whose DATA was refused."""
    work.generate(host_mc())
    work.mailbox("root")
    message = ("MAIL FROM:<a{0}@b.example>\r\nRCPT TO:<root@localhost>\r\nDATA\r\nSubject: {0}\r\n\r\nRSET\r\n"
               "..\r\n...x\r\n.y\r\n\r\n.\r\n")
    with reloading(work) as port:
        with Smtp(port) as client:
            client.send("EHLO x\r\n" + "".join(message.format(n) for n in range(50)) + "NOOP\r\n" * 100 + "QUIT\r\n")
            got = [reply[:3] for reply in everything_until_closed(client)]
            check("replies", got, ["250"] + ["250", "250", "354", "250"] * 50 + ["250"] * 100 + ["221"])
        with Smtp(port) as client:  # DATA without a recipient: the message's lines are commands then
            client.send("EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<no@localhost>\r\nDATA\r\nSubject: x\r\n\r\n.\r\n"
                        "NOOP\r\nQUIT\r\n")
            got = [reply[:3] for reply in everything_until_closed(client)]
            check("replies", got, ["250", "250", "550", "503", "500", "500", "500", "250", "221"])
        with Smtp(port) as client:  # nothing but the end
            client.ehlo()
            check("an empty message", client.message("a@b.example", ["root@localhost"], "").split(" ")[0], "250")
            client.mail()
            client.cmd("RCPT TO:<root@localhost>")
            client.send("DATA\r\n.\r\n")
            check("nothing at all", [client.reply()[:3] for _ in range(2)], ["354", "250"])
        with Smtp(port) as client:  # the end in two halves
            client.ehlo()
            client.mail()
            client.cmd("RCPT TO:<root@localhost>")
            client.cmd("DATA")
            for part in ("x\r", "\n", ".", "\r", "\n"):
                client.send(part)
                time.sleep(0.02)
            check("in pieces", client.reply()[:3], "250")
        works(port)
    work.deliver()
    box = work.box("mail", "root")
    check("messages", len(box), 53)
    check("dots", {m.split("\r\n\r\n", 1)[1] for m in box if "Subject: 7\r\n" in m}, {"RSET\r\n.\r\n..x\r\ny\r\n\r\n"})


def half_closed(work):
    """A client that shuts down its side gets the replies to what it said, and no message is half taken."""
    work.generate(host_mc())
    work.mailbox("root")
    start = "EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<root@localhost>\r\n"
    with reloading(work) as port:
        for text, replies in ((start, ["250"] * 3), (start + "DATA\r\nhalf a mess", ["250"] * 3 + ["354"]),
                              (start + "DATA\r\nx\r\n.\r\n", ["250"] * 3 + ["354", "250"]),
                              (start + "NOO", ["250"] * 3), ("", []), ("STARTTLS\r\n", ["220"])):
            with Smtp(port) as client:
                client.send(text)
                client.socket.shutdown(socket.SHUT_WR)
                check(repr(text[-20:]), [reply[:3] for reply in everything_until_closed(client)], replies)
            for tls_end in (True, False):  # close_notify, or the bare end of the connection
                if "STARTTLS" in text:
                    continue
                with Smtp(port) as client:
                    client.ehlo()
                    client.start_tls()
                    client.send(text)
                    got = [client.reply()[:3] for _ in replies]
                    check(f"TLS {text[-20:]!r}", got, replies)
                    client.socket.settimeout(PATIENCE)
                    if tls_end:
                        with contextlib.suppress(OSError, ssl.SSLError):
                            client.socket.unwrap()
                    else:
                        client.socket.shutdown(socket.SHUT_WR)
                    with contextlib.suppress(OSError, EOFError, ValueError):
                        check("closed", client.is_closed(), True)
        works(port)
    check("queued", len(work.queued()), 3)


def s_client(port, *options, lines="QUIT\r\n"):
    return subprocess.run(["openssl", "s_client", "-starttls", "smtp", "-connect", f"127.0.0.1:{port}", *options],
                          input=lines.encode(), capture_output=True, timeout=20, check=False)


def handshakes(work):
    """Versions of old, odd names, rubbish, handshakes that take for ever or end in the midst."""
    work.generate(host_mc())
    work.access("TLS_Clt:127.0.0.2 VERIFY")
    with reloading(work, timeout="2", max_sessions="20") as port:
        for version in ("-tls1", "-tls1_1"):
            run = s_client(port, version, "-cipher", "DEFAULT@SECLEVEL=0", lines="EHLO x\r\n")
            check_not_in(version, b"250 HELP", run.stdout)
        for name in ("x" * 255, "a b;$|<>", "*.example.com", "127.0.0.1", "..", "-", "mx.here.example."):
            run = s_client(port, "-servername", name, "-quiet")
            check_in(f"SNI {name}", b"221 2.0.0", run.stdout)
        for first in (b"\x16\x03\x01\x00\x05\x01\x00\x00\x01", b"GET / HTTP/1.0\r\n\r\n", b"\x80\x2e\x01\x03\x01" * 20,
                      b"\x15\x03\x03\x00\x02\x02\x28", b"\x15\x03\x03\x00\x02\x01\x00", b"\x16\x03\x01\xff\xff" + b"x" * 70000,
                      b"\x17\x03\x03\x00\x01x", b"EHLO x\r\n", b"\0" * 5000):
            with Smtp(port) as client:
                client.ehlo()
                check("STARTTLS", client.cmd("STARTTLS")[:3], "220")
                with contextlib.suppress(OSError):
                    client.send(first)
                    client.socket.shutdown(socket.SHUT_WR)
                rest = b""
                with contextlib.suppress(OSError):
                    while data := client.socket.recv(65536):
                        rest += data
                check(f"no word in clear after {first[:9]}", re.search(rb"[2-5]\d\d[ -]", rest), None)
        hello = client_hello()
        with Smtp(port) as client:  # a byte now and then
            client.ehlo()
            client.cmd("STARTTLS")
            begin = time.monotonic()
            with contextlib.suppress(OSError):
                for byte in hello:
                    client.send(bytes([byte]))
                    time.sleep(0.1)
                    if select.select([client.socket], [], [], 0)[0]:
                        break
            check("a slow handshake ends", time.monotonic() - begin < 5, True)
        with Smtp(port) as client:  # goes away after its hello
            client.ehlo()
            client.cmd("STARTTLS")
            client.send(hello)
            client.socket.recv(10)
        with Smtp(port, "127.0.0.3") as client:
            client.ehlo()
            client.start_tls()
            check("STARTTLS within TLS", (client.cmd("STARTTLS")[:9], client.ehlo().count("STARTTLS")),
                  ("503 5.5.0", 0))
            check("MAIL", client.mail()[:3], "250")
        with Smtp(port, "127.0.0.3") as client:  # a message begun in clear is forgotten
            client.ehlo()
            client.mail()
            client.start_tls()
            client.ehlo()
            check("RCPT", client.cmd("RCPT TO:<root@localhost>")[:3], "503")
        with Smtp(port) as client:
            client.ehlo()
            check("the rules decide still", client.mail()[:3], "454")
    check_not_in("tls_client is asked after good handshakes only", "verify=OK", work.logged())


def client_hello():
    """The first bytes of a handshake."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    out = ssl.MemoryBIO()
    with contextlib.suppress(ssl.SSLWantReadError):
        context.wrap_bio(ssl.MemoryBIO(), out).do_handshake()
    return out.read()


def authentication(work):
    """AUTH that is broken off, too long, told twice, in the midst of mail, or followed by what is none."""
    work.generate(host_mc())
    work.write("users", "alice secret\n", 0o600)
    good = plain("alice", "secret")
    with reloading(work, users="users", max_errors="1000") as port:
        with Smtp(port) as client:
            client.ehlo()
            client.start_tls()
            check("before EHLO", client.cmd("AUTH PLAIN")[:9], "503 5.5.0")
            client.ehlo()
            for line, reply in (("AUTH PLAIN", "334 "), ("*", "501 5.0.0"), ("AUTH PLAIN " + "A" * 2000, "535 5.7.8"),
                                ("AUTH PLAIN", "334 "), ("A" * 12284, "535 5.7.8"), ("AUTH PLAIN", "334 "),
                                ("A" * 12288, "500 5.5.2"), ("*", "500 5.5.1"),
                                ("AUTH PLAIN", "334 "), ("QUIT", "535 5.7.8"), ("AUTH PLAIN", "334 "), ("", "535 5.7.8"),
                                ("AUTH PLAIN ====", "501 5.5.4"), ("AUTH PLAIN AAA=AAAA", "501 5.5.4"),
                                ("AUTH PLAIN \xe9", "501 5.5.2"),
                                ("AUTH EXTERNAL =", "504 5.3.3"), ("AUTH PLAIN * x", "501 5.5.4"),
                                ("AUTH PLAIN " + plain("alice\r\nRSET", "secret"), "535 5.7.8"),
                                ("AUTH PLAIN " + plain("a" * 1000, "b" * 300), "535 5.7.8"),
                                ("MAIL FROM:<a@b.example> AUTH=<>", "250 2.1.0"), ("AUTH PLAIN " + good, "503 5.5.0"),
                                ("RSET", "250 2.0.0"), ("AUTH PLAIN " + good, "235 2.0.0"), ("AUTH PLAIN", "503 5.5.0"),
                                ("STARTTLS", "503 5.5.0"), ("EHLO x", "250-mx"), ("AUTH PLAIN " + good, "503 5.5.0"),
                                ("MAIL FROM:<a@b.example> AUTH=c+2Bd", "250 2.1.0")):
                check(line[:60], client.cmd(line)[:len(reply)], reply)
        with Smtp(port) as client:  # the response and what follows in one packet
            client.ehlo()
            client.start_tls()
            client.ehlo()
            client.send(f"AUTH PLAIN\r\n{good}\r\nMAIL FROM:<a@b.example>\r\nQUIT\r\n")
            check("replies", [reply[:3] for reply in everything_until_closed(client)], ["334", "235", "250", "221"])
        with Smtp(port) as client:  # gone in the midst
            client.ehlo()
            client.start_tls()
            client.ehlo()
            client.cmd("AUTH PLAIN")
        works(port)
    check_not_in("no password in the log", "secret", work.logged())


class Says(Listener):
    """A server that says these bytes, one after the other, each after something was received."""

    def __init__(self, greeting, *replies, patience=PATIENCE):
        self.greeting, self.replies, self.patience = greeting, replies, patience
        self.heard = b""
        super().__init__()

    def serve(self, connection):
        connection.settimeout(self.patience)
        with connection, contextlib.suppress(OSError):
            connection.sendall(self.greeting)
            for reply in self.replies:
                data = connection.recv(65536)
                self.heard += data
                if not data:
                    return
                connection.sendall(reply)
            while data := connection.recv(65536):
                self.heard += data


HELLO, OK = b"220 x\r\n", b"250 ok\r\n"
# What a server says in turn; the state of the recipient.
SERVERS = [
    ("greets with 554", [b"554 5.7.1 go\r\n"], "554 5.7.1 go"), ("greets with 421", [b"421 later\r\n"], "421 later"),
    ("greets with nonsense", [b"hello\r\n"], "451 4.4.2"), ("greets with 250", [OK], "451 4.5.0"),
    ("ends lines with LF", [b"220 x\n", OK], "451 4.4.2"), ("closes", [b""], "451 4.4.2"),
    ("a line without end", [b"220 " + b"x" * 300000], "451 4.4.2"),
    ("lines without end", [b"220-x\r\n" * 5000], "451 4.4.2"),
    ("a lone code", [b"220\r\n", b"250\r\n", b"250\r\n", b"250\r\n", b"354\r\n", b"250\r\n"], "250"),
    ("other codes in a reply", [HELLO, b"550-x\r\n250 X\r\n", OK, OK, b"354 x\r\n", OK], "250 ok"),
    ("no code in the midst", [HELLO, b"250-x\r\nBYE\r\n"], "451 4.4.2"),
    ("NUL and 8 bit", [HELLO, OK, b"550 5.1.\0 \xff\x1b[2J\r\n"], "550 5.1.? ??[2J"),
    ("code of six", [HELLO, b"650 x\r\n", b"650 x\r\n"], "451 4.5.0"), ("354 to MAIL", [HELLO, OK, b"354 go\r\n"], "451 4.5.0"),
    ("250 to DATA", [HELLO, OK, OK, OK, OK], "451 4.5.0"), ("354 to the end", [HELLO, OK, OK, OK, b"354 x\r\n", b"354 x\r\n"], "451 4.5.0"),
    ("closes in DATA", [HELLO, OK, OK, OK, b"354 x\r\n", b""], "451 4.4.2"),
    ("a huge refusal", [HELLO, OK, b"550 " + b"y" * 2000 + b"\r\n"], "550 " + "y" * 496),
    ("all replies at once", [HELLO + OK * 3 + b"354 x\r\n" + OK], "250 ok"),
    ("SIZE of nothing", [HELLO, b"250-x\r\n250 SIZE\r\n", OK, OK, b"354 x\r\n", OK], "250 ok"),
    ("SIZE that is none", [HELLO, b"250-x\r\n250 SIZE -1x\r\n", OK, OK, b"354 x\r\n", OK], "250 ok"),
    ("SIZE of one", [HELLO, b"250-x\r\n250 SIZE 1\r\n"], "552 5.3.4"),
    ("ends after its 220 to STARTTLS", [HELLO, b"250-x\r\n250 STARTTLS\r\n", b"220 go\r\n", b""], "454 4.7.0 TLS handshake failed."),
    ("talks in place of a handshake", [HELLO, b"250-x\r\n250 STARTTLS\r\n", b"220 go\r\n", OK * 9], "454 4.7.0 TLS handshake failed."),
    ("an alert", [HELLO, b"250-x\r\n250 STARTTLS\r\n", b"220 go\r\n", b"\x15\x03\x03\x00\x02\x02\x28"], "454 4.7.0 TLS handshake failed.")]


def servers(work):
    """The client's side: what servers say that are broken or mean no good; never a message lost or told
    as delivered that was not."""
    work.generate(host_mc())
    work.mailbox("sender")
    for what, replies, state in SERVERS:
        with Says(*replies) as far:
            work.names = ["mx far.example mx.far.example", f"at mx.far.example 127.0.0.1:{far.port}"]
            work.queue(["user@far.example"], sender="sender@localhost")
            said = work.deliver(timeout="2")
        check_in(what, f"stat={state}", said)
        queued = [e for e in work.queued().values() if "far.example" in e["rcpt"]]
        check(f"{what}: waits", len(queued), 1 if state[0] == "4" else 0)
        if "STARTTLS" in what or "handshake" in what:
            check_not_in(what, b"QUIT", far.heard)
        empty_queue(work)
    # One that is silent, or says a byte now and then, holds the run up for no longer than `timeout`.
    with Says(HELLO[:2], patience=20) as far:
        work.names = ["mx far.example mx.far.example", f"at mx.far.example 127.0.0.1:{far.port}"]
        work.queue(["user@far.example"])
        begin = time.monotonic()
        check_in("silent", "stat=451 4.4.2", work.deliver(timeout="1"))
        check("soon", time.monotonic() - begin < 8, True)


TESTS = {f"hostile_{name.__name__}": name
         for name in (lines, packets, half_closed, handshakes, authentication, servers)}

if __name__ == "__main__":
    sys.exit(main(TESTS, sys.argv[1:]))
