#!/usr/bin/env python3
"""`dns yes`: who a client is, where mail for a domain goes, and what the rules look up, by a name server
on the loopback in a network of its own (unshare: root is needed; skipped without).

The server is tests/differential/name_server.py."""
import os
import subprocess
import sys

from hosting import Failure, Sink, Smtp, check, check_in, empty_queue, main

NAME_SERVER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "differential", "name_server.py")
INSIDE = """set -e
mount --bind "$1/hosts" /etc/hosts
mount --bind "$1/resolv.conf" /etc/resolv.conf
ip link set lo up
shift
exec "$@"
"""

ZONE = """far.example MX 20 mx2.far.example
far.example MX 10 mx1.far.example
mx1.far.example A 127.0.0.99
mx2.far.example A 127.0.0.1
plain.example A 127.0.0.1
two.example MX 10 mx.two.example
mx.two.example A 127.0.0.98
mx.two.example A 127.0.0.1
null.example MX 0 .
broken.example FAIL
mx.example MX 10 broken.example
5.0.0.127.in-addr.arpa PTR client.example.com
client.example.com A 127.0.0.5
6.0.0.127.in-addr.arpa PTR client.example.com
7.0.0.127.in-addr.arpa PTR gone.example
8.0.0.127.in-addr.arpa PTR a;b$|.example
9.0.0.127.in-addr.arpa FAIL
11.0.0.127.in-addr.arpa PTR broken.example
"""

# VRFY who: what the rules know of the client; VRFY domain: what they find in DNS themselves.
RULES = ("\nKmx bestmx\nScheck_vrfy\nRwho\t$#error $@ 5.7.1 $: \"550 \" $&{client_name} \" \" "
         "$&{client_resolve}\nR$+\t$#error $@ 5.7.1 $: \"550 \" $(mx $1 $: none $)\n")


def clients(work):
    """PTR and back again: OK, FORGED, FAIL, TEMP."""
    work.names = []
    work.patent(change=lambda text: text + RULES)
    with work.server(dns="yes") as port:
        for last, said in ((5, "client.example.com OK"), (6, "[127.0.0.6] FORGED"), (7, "[127.0.0.7] FORGED"),
                           (8, "[127.0.0.8] FAIL"), (9, "[127.0.0.9] TEMP"),
                           (10, "[127.0.0.10] FAIL"), (11, "[127.0.0.11] TEMP")):
            with Smtp(port, f"127.0.0.{last}") as client:
                check(f"127.0.0.{last}", client.cmd("VRFY who"), f"550 5.7.1 {said}")
                check("the rules ask DNS", client.cmd("VRFY far.example"), "550 5.7.1 mx1.far.example.")


def routes(work):
    """MX hosts best first, their addresses, a domain without MX, one that takes no mail, none, and a
    name server that cannot tell."""
    work.mailbox("sender")
    work.patent()
    with Sink() as sink:
        for domain, last in (("far.example", None), ("plain.example", None), ("two.example", None),
                             ("[127.0.0.1]", None),
                             ("[plain.example]", None), ("null.example", "556 5.1.10 The domain takes no mail"),
                             ("gone.example", "550 5.1.2 Host unknown"),
                             ("broken.example", "451 4.4.3 DNS does not answer"),
                             ("mx.example", "451 4.4.3 DNS does not answer")):
            before = len(sink.messages)
            work.queue([f"user@{domain}"], sender="sender@localhost")
            said = work.deliver(dns="yes", names="", smtp_port=str(sink.port))
            check_in(domain, f"stat={last}" if last else "stat=250 2.0.0 taken", said)
            check(f"{domain}: delivered", len(sink.messages) - before, 0 if last else 1)
            later = [e for e in work.queued().values() if domain in e["rcpt"]]
            check(f"{domain}: waits", len(later), 1 if last and last[0] == "4" else 0)
            empty_queue(work)


def by_dns(work):
    work.write("zone", ZONE)
    with subprocess.Popen([sys.executable, NAME_SERVER, work.path("zone")], stdout=subprocess.PIPE) as server:
        try:
            if server.stdout.readline() != b"ready\n":
                raise Failure("the name server does not begin")
            clients(work)
            routes(work)
        finally:
            server.kill()


def inside(bin_folder, patent_folder, folder):
    """This program again, in namespaces of its own."""
    files = os.path.join(folder, "by_dns_files")
    os.makedirs(files, exist_ok=True)
    for name, text in (("hosts", "127.0.0.1 localhost\n"),
                       ("resolv.conf", "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")):
        with open(os.path.join(files, name), "w", encoding="ascii") as out:
            out.write(text)
    start = ["unshare", "-m", "-u", "-n", "sh", "-c", INSIDE, "sh", files]
    try:
        may = subprocess.run([*start, "true"], capture_output=True, check=False).returncode == 0
    except OSError:
        may = False
    if not may:
        print("skipped: no namespaces here (root is needed)")
        return 77
    return subprocess.run([*start, sys.executable, "-B", __file__, "by_dns_inside", bin_folder,
                           patent_folder, folder], check=False).returncode


if __name__ == "__main__":
    if sys.argv[1] == "by_dns":
        sys.exit(inside(*sys.argv[2:]))
    sys.exit(main({"by_dns_inside": by_dns}, sys.argv[1:]))
