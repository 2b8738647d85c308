#!/usr/bin/env python3
"""smtphost and sendmail 8.17.1, each as the other's server: STARTTLS with certificates on both sides,
AUTH with a security layer. Skipped without LIBRULES_REFERENCE_DIR, or the right to make name spaces."""
import os
import shutil
import socket
import subprocess
import sys

from hosting import Listener, PATIENCE, PEER_LINES, check, check_in, empty_queue, main
from host_cases import host_mc

# In a name space: a host name with a dot, and files in a folder that only root may write to.
INSIDE = """set -e
hostname test.example.com
printf '127.0.0.1 localhost\\n192.0.2.1 test.example.com test\\n' > "$1/hosts"
mount --bind "$1/hosts" /etc/hosts
mount -t tmpfs -o mode=755 none /mnt
cp -r "$1"/files/. /mnt
if [ -e /mnt/Sendmail.conf ] && [ -d /usr/lib/sasl2 ]; then
  mount -t tmpfs -o mode=755 none /usr/lib/sasl2
  cp /mnt/Sendmail.conf /usr/lib/sasl2
fi
chmod 600 /mnt/*.key
mkdir -p /mnt/queue
chmod 700 /mnt/queue
shift
exec "$@"
"""

MC = """divert(0)dnl
OSTYPE(`linux')dnl
define(`confDOMAIN_NAME', `test.example.com')dnl
define(`QUEUE_DIR', `/mnt/queue')dnl
define(`STATUS_FILE', `/mnt/status')dnl
define(`confPID_FILE', `/mnt/pid')dnl
define(`ALIAS_FILE', `/mnt/aliases')dnl
define(`confCACERT', `/mnt/ca.pem')dnl
define(`confCACERT_PATH', `/mnt')dnl
define(`confLOG_LEVEL', `0')dnl
define(`confAUTH_MECHANISMS', `DIGEST-MD5 PLAIN')dnl
define(`confAUTH_MAX_BITS', `256')dnl
FEATURE(`accept_unresolvable_domains')dnl
FEATURE(`access_db', `hash -T<TMPF> /mnt/access')dnl
"""


class Reference:
    """sendmail, and the folder that it finds as /mnt."""

    def __init__(self, work):
        root = os.environ.get("LIBRULES_REFERENCE_DIR", "")
        found = [p for p in (os.path.join(root, "usr/sbin/sendmail"),
                             os.path.join(root, "usr/libexec/sendmail/sendmail"))
                 if root and os.access(p, os.X_OK)]
        names = subprocess.run(["unshare", "-m", "-u", "true"], capture_output=True, check=False)
        if not found or names.returncode != 0:
            print("skipped: no LIBRULES_REFERENCE_DIR, or no right to make name spaces")
            sys.exit(77)
        self.sendmail, self.work = found[0], work
        os.makedirs(work.path("files"))

    def configure(self, mc, access, certificates):
        files = self.work.path("files")
        for name in certificates:
            shutil.copy(self.work.certificate(name), files)
        self.work.generate(MC + mc)
        shutil.copy(self.work.path("sendmail.cf"), os.path.join(files, "sendmail.cf"))
        self.work.access(access)
        shutil.copy(self.work.path("access.db"), files)
        self.work.write("files/aliases", "")

    def command(self, *arguments):
        return ["unshare", "-m", "-u", "sh", "-c", INSIDE, "sh", self.work.folder, *arguments]

    def send(self, recipient):
        """Queues a message, runs the queue, and says what that said."""
        script = (f"printf 'Subject: from sendmail\\n\\n.dot\\n' | {self.sendmail} -C /mnt/sendmail.cf "
                  f"-odq -oi -f sender@test.example.com {recipient}; "
                  f"{self.sendmail} -C /mnt/sendmail.cf -q -v")
        run = subprocess.run(self.command("sh", "-c", script), stdout=subprocess.PIPE, text=True,
                             stderr=subprocess.STDOUT, timeout=40, check=False)
        return run.stdout


def sendmail_client(work):
    """sendmail -q delivers to our server: verdicts by its certificate, and by its security layer."""
    reference = Reference(work)
    work.mailbox("root")
    work.names.append("peer 127.0.0.1 client.example.com")
    work.write("users", "alice secret\n", 0o600)
    cases = (("good", "PERM+VERIFY:128+CN", "", None), ("self", "PERM+VERIFY", "", "authentication failed"),
             ("", "PERM+VERIFY", "", "not authenticated"), ("", "ENCR:128", "", None),
             ("good", "PERM+ENCR:512", "", "encryption too weak 256 less than 512"),
             ("", "ENCR:128", "clear", None))
    for number, (certificate, entry, how, refused) in enumerate(cases):
        clear = how == "clear"
        work.generate(host_mc("FEATURE(`tls_strict')dnl\n"))
        work.access("TLS_Clt:client.example.com " + entry)
        server = {"users": "users", **({"certificate": "", "key": ""} if clear else {})}
        with work.server(**server) as port:
            if clear and "DIGEST-MD5" not in work_ehlo(port):
                continue
            rules = work.read("access.db")
            own = (f"define(`confCLIENT_CERT', `/mnt/{certificate}.pem')dnl\n"
                   f"define(`confCLIENT_KEY', `/mnt/{certificate}.key')dnl\n") if certificate else ""
            reference.configure(own + f"define(`SMART_HOST', `relay:[127.0.0.1]')dnl\n"
                                f"define(`RELAY_MAILER_ARGS', `TCP $h {port}')dnl\n"
                                "MAILER(`local')dnl\nMAILER(`smtp')dnl\n",
                                'AuthInfo:127.0.0.1 "U:alice" "P:secret" "M:DIGEST-MD5"' if clear else "",
                                ["ca.pem"] + [certificate + e for e in (".pem", ".key") if certificate])
            work.write("access.db", rules)
            said = reference.send("root@mx.here.example")
            what = f"{certificate} {entry} {how}"
            check_in(what, f"503 5.7.0 {refused}" if refused else "Sent (", said)
        check(what + ": queued", len(work.queued()), 0 if refused else 1)
        if not refused:
            work.deliver()
            text = work.box("mail", "root")[-1]
            check_in(what, "Subject: from sendmail\r\n", text)
            check_in(what, "\r\n\r\n.dot\r\n", text)
            check_in(what, "verify=OK)" if certificate else "with ESMTPA" if clear else "verify=NO)", text)
    check_in("bits of the layer", "mech=DIGEST-MD5, user=alice@mx.here.example, bits=128", work.logged())


def work_ehlo(port):
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as client:
        client.recv(4096)
        client.sendall(b"EHLO x\r\n")
        return client.recv(4096).decode()


class SendmailByInetd(Listener):
    """Starts `sendmail -bs` with the socket of each connection, as inetd would."""

    def __init__(self, reference):
        self.reference = reference
        super().__init__()

    def serve(self, connection):
        with connection:
            connection.setblocking(True)
            command = self.reference.command(self.reference.sendmail, "-C", "/mnt/sendmail.cf",
                                             "-bs", "-odq")
            subprocess.run(command, stdin=connection, stdout=connection, timeout=40,
                           stderr=subprocess.DEVNULL, check=False)


def sendmail_server(work):
    """Our client delivers to sendmail: verified on both sides, refused on either."""
    reference = Reference(work)
    good = {}
    none = {"certificate": "", "key": ""}
    own = {"certificate": work.certificate("self.pem"), "key": work.certificate("self.key")}
    cases = (("far", "VERIFY:128+CN", good, "VERIFY:128", "sent"),
             ("self", "VERIFY", good, "OK", "454 4.7.0 authentication failed"),
             ("good", "VERIFY+CN", good, "OK", "454 4.7.0 CN client.example.com does not match"),
             ("far", "OK", none, "VERIFY", "454 4.7.0 not authenticated"),
             ("far", "OK", own, "VERIFY", "454 4.7.0 authentication failed"),
             ("far", "ENCR:512", good, "OK", "454 4.7.0 encryption too weak 256 less than 512"),
             ("", "VERIFY", good, "OK", "454 4.7.0 other side does not support STARTTLS"))
    for certificate, ours, settings, theirs, state in cases:
        tls = (f"define(`confSERVER_CERT', `/mnt/{certificate}.pem')dnl\n"
               f"define(`confSERVER_KEY', `/mnt/{certificate}.key')dnl\n") if certificate else ""
        reference.configure(tls + "LOCAL_DOMAIN(`far.example')dnl\nMAILER(`local')dnl\n"
                            "MAILER(`smtp')dnl\n", "TLS_Clt:127.0.0.1 " + theirs,
                            ["ca.pem"] + [certificate + e for e in (".pem", ".key") if certificate])
        work.generate(host_mc("FEATURE(`tls_strict')dnl\n"))
        work.access("TLS_Srv:mx.far.example " + ours)
        with SendmailByInetd(reference) as far:
            work.names = PEER_LINES + ["mx far.example mx.far.example",
                                       f"at mx.far.example 127.0.0.1:{far.port}"]
            work.queue(["root@far.example"])
            work.deliver(**settings)
        left = list(work.queued().values())
        check_in(f"{certificate} {ours} {theirs}", state, left[0]["last"] if left else "sent")
        empty_queue(work)


# Makes a sasldb with one user, whom sendmail's libsasl2 then knows.
SET_PASSWORD = """
import ctypes, sys
sasl = ctypes.CDLL('libsasl2.so.2')
options = {b'sasldb_path': sys.argv[1].encode(), b'auxprop_plugin': b'sasldb'}
@ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p,
                  ctypes.POINTER(ctypes.c_char_p), ctypes.c_void_p)
def option(_, plugin, name, result, length):
    if name not in options:
        return -1
    result[0] = options[name]
    return 0
class Callback(ctypes.Structure):
    _fields_ = [('id', ctypes.c_ulong), ('function', ctypes.c_void_p), ('context', ctypes.c_void_p)]
callbacks = (Callback * 2)(Callback(1, ctypes.cast(option, ctypes.c_void_p), None))
connection = ctypes.c_void_p()
name = b'test.example.com'
sys.exit(sasl.sasl_server_init(callbacks, b'x')
         or sasl.sasl_server_new(b'smtp', name, name, None, None, None, 0, ctypes.byref(connection))
         or sasl.sasl_setpass(connection, b'alice', b'secret', 6, None, 0, 1))
"""


def sendmail_server_auth(work):
    """Our client authenticates to sendmail: it may relay then, and the layer's bits count there."""
    reference = Reference(work)
    made = subprocess.run([sys.executable, "-c", SET_PASSWORD, work.path("files", "sasldb2")],
                          capture_output=True, check=False)
    if made.returncode != 0:
        print("skipped: no libsasl2 with sasldb")
        sys.exit(77)
    work.write("files/Sendmail.conf", "pwcheck_method: auxprop\nauxprop_plugin: sasldb\n"
                                      "sasldb_path: /mnt/sasldb2\n")
    alice = '"U:alice" "P:secret" "R:test.example.com"'
    denied = "550 5.7.1"
    work.mailbox("sender")
    for entry, tls, theirs, state in (
            (alice, False, "ENCR:128", "mech=DIGEST-MD5, bits=128"), (alice + ' "M:PLAIN"', False, "OK", denied),
            (alice, True, "VERIFY", "mech=DIGEST-MD5, bits=0"), (alice + ' "M:PLAIN"', True, "OK", "mech=PLAIN, bits=0"),
            ('"U:alice" "P:Secret" "R:test.example.com"', True, "OK", denied), ("", True, "OK", denied)):
        certificate = ("define(`confSERVER_CERT', `/mnt/far.pem')dnl\n"
                       "define(`confSERVER_KEY', `/mnt/far.key')dnl\n") if tls else ""
        # From a loopback address anybody may relay; here, who authenticated.
        reference.configure(certificate + "MAILER(`local')dnl\nMAILER(`smtp')dnl\nLOCAL_RULESETS\n"
                            "SLocal_check_rcpt\nR$*\t$: $&{auth_type}\n"
                            'R$@\t$#error $@ 5.7.1 $: "550 nobody"\n', "TLS_Clt:127.0.0.1 " + theirs,
                            ["ca.pem", "far.pem", "far.key"])
        work.generate(host_mc("FEATURE(`tls_strict')dnl\n"))
        work.access(f"AuthInfo:mx.far.example {entry}" if entry else "")
        with SendmailByInetd(reference) as far:
            work.names = PEER_LINES + ["mx far.example mx.far.example",
                                       f"at mx.far.example 127.0.0.1:{far.port}"]
            work.queue(["user@far.example"], sender="sender@localhost")
            said = work.deliver()
        check_in(f"{entry}, TLS {tls}, {theirs}", state, said)
        check_in(f"{entry}, TLS {tls}, {theirs}", "stat=" + ("550" if state == denied else "250"), said)
        empty_queue(work)


TESTS = {"sendmail_client": sendmail_client, "sendmail_server": sendmail_server,
         "sendmail_server_auth": sendmail_server_auth}

if __name__ == "__main__":
    sys.exit(main(TESTS, sys.argv[1:]))
