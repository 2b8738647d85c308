#!/usr/bin/env python3
"""Thousands of sessions against one server: plain, STARTTLS with and without a certificate, refused,
aborted at every command, with reloads in between. No verdict is wrong, no session is lost, nothing
is left: descriptors, threads, half written files, memory (under a sanitizer LSan watches that)."""
import collections
import os
import signal
import socket
import struct
import sys
import threading
import time

from hosting import PATIENCE, Failure, Smtp, check, empty_queue, main

THREADS = 8


def rss(process):
    with open(f"/proc/{process.pid}/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


def count(process, what):
    return len(os.listdir(f"/proc/{process.pid}/{what}"))


def is_sanitized(work):
    """Does a sanitizer keep freed memory for a while?"""
    with open(os.path.join(work.bin, "smtphost"), "rb") as program:
        return b"__asan_" in program.read()


class Load:
    """What the sessions share."""

    def __init__(self, work, port, total):
        self.work = work
        self.port = port
        self.left = total
        self.lock = threading.Lock()
        self.done = collections.Counter()
        self.accepted = 0
        self.wrong = []

    def run(self):
        while True:
            with self.lock:
                if self.left == 0 or self.wrong:
                    return
                self.left -= 1
                number = self.left
            try:
                KINDS[number % len(KINDS)](self, number)
            except (Failure, OSError, EOFError) as error:
                self.wrong.append(f"session {number}: {error!r}")
                return
            with self.lock:
                self.done[KINDS[number % len(KINDS)].__name__] += 1


def send_mail(load, client):
    """A message that is accepted."""
    reply = client.message("a@b.example", ["root@localhost"], "Subject: x\n\nhello")
    check("message", reply[:9], "250 2.0.0")
    with load.lock:
        load.accepted += 1
    check("QUIT", client.cmd("QUIT")[:3], "221")


def in_clear(load, _):
    with Smtp(load.port, "127.0.0.2") as client:
        client.ehlo()
        send_mail(load, client)


def secure(load, _):
    with Smtp(load.port, "127.0.0.2") as client:
        client.ehlo()
        client.start_tls()
        client.ehlo()
        send_mail(load, client)


def verified(load, _):
    with Smtp(load.port, "127.0.0.5") as client:
        client.ehlo()
        client.start_tls(load.work.certificate("good"))
        client.ehlo()
        send_mail(load, client)


def refused_at_mail(load, _):
    with Smtp(load.port, "127.0.0.5") as client:
        client.ehlo()
        check("MAIL", client.mail()[:3] in ("403", "503"), True)
        check("RCPT", client.cmd("RCPT TO:<root@localhost>")[:3], "503")


def refused_after_tls(load, number):
    bad = ("self", "wrong", "expired", None)[number // len(KINDS) % 4]
    with Smtp(load.port, "127.0.0.5") as client:
        client.ehlo()
        client.start_tls(bad and load.work.certificate(bad))
        check("EHLO", client.ehlo(), ["ENHANCEDSTATUSCODES"])
        reply = client.mail()
        check("MAIL", reply[4:] in ("4.7.0 authentication failed", "4.7.0 not authenticated",
                                    "5.7.0 authentication failed", "5.7.0 not authenticated"), True)
        check("RCPT", client.cmd("RCPT TO:<root@localhost>"), reply)
        client.cmd("QUIT")


# Where a session is left: after so many of these steps, in clear or over TLS.
STEPS = ["EHLO x.test", "STARTTLS", "EHLO x.test", "MAIL FROM:<a@b.example>",
         "RCPT TO:<root@localhost>", "DATA", "Subject: half\r\n\r\nof a mes", None]


def aborted(load, number):
    turn = number // len(KINDS)
    with Smtp(load.port, "127.0.0.2") as client:
        for step in STEPS[:turn % len(STEPS)]:
            client.send(step if step.startswith("Subject") else step + "\r\n")
            if step.startswith("Subject"):
                break
            client.reply()
            if step == "STARTTLS":
                if turn % 3 == 0:  # in the midst of the handshake
                    client.send(b"\x16\x03\x01\x02\x00\x01")
                    break
                client.start_tls(command=False)
        if turn % 2 == 0:  # a reset instead of an end
            client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


KINDS = [in_clear, aborted, secure, refused_after_tls, aborted, verified, refused_at_mail, aborted]


def start(load):
    threads = [threading.Thread(target=load.run) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    return threads


def sessions(work, total):
    work.patent()
    work.mailbox("root")
    work.access("TLS_Clt:client.example.com VERIFY")
    with work.server(max_sessions="64") as port:
        warm = Load(work, port, 2 * len(KINDS))
        for thread in start(warm):
            thread.join()
        work.wait_log("session [0-9]+: end", 2 * len(KINDS))
        before = count(work.process, "fd"), count(work.process, "task"), rss(work.process)
        load = Load(work, port, total)
        threads = start(load)
        reloads = 0
        while any(thread.is_alive() for thread in threads):
            work.patent("perm" if reloads % 2 == 0 else "temp")
            work.process.send_signal(signal.SIGHUP)
            reloads += 1
            time.sleep(0.3)
        check("went wrong", (warm.wrong + load.wrong)[:3], [])
        everything = total + 2 * len(KINDS)
        work.wait_log("session [0-9]+: end", everything)
        end = time.monotonic() + PATIENCE  # a thread's last steps, a reload that goes on
        while count(work.process, "fd") > before[0] and time.monotonic() < end:
            time.sleep(0.2)
        after = count(work.process, "fd"), count(work.process, "task"), rss(work.process)
    check("sessions", sum(load.done.values()), total)
    check("sessions in the log", work.logged().count(": connect from"), everything)
    check("reloads", work.logged().count("server: reloaded") > 0, True)
    check("a reload that failed", work.logged().count("not reloaded"), 0)
    check("descriptors", after[0] <= before[0], True)
    # Threads that are done are joined at the next connection.
    check("threads", after[1] <= before[1] + THREADS, True)
    if not is_sanitized(work):
        check("memory grew by over 30 MB", after[2] - before[2] > 30000, False)
    check("queued", len(work.queued()), load.accepted + warm.accepted)
    check("left half written", [n for n in os.listdir(work.path("state", "queue"))
                                if n.endswith(".new")], [])
    empty_queue(work)
    print(f"{total} sessions, {reloads} reloads, {load.accepted} messages; descriptors, threads, kB: "
          f"{before} before, {after} after")


TESTS = {"sessions": lambda work: sessions(work, 320),
         "sessions_10000": lambda work: sessions(work, 10000)}

if __name__ == "__main__":
    sys.exit(main(TESTS, sys.argv[1:]))
