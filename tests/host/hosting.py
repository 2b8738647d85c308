"""Runs smtphost for a test: a folder with its files, the server, clients, and servers of ours.

Everything is on loopback addresses, at ports that the system chooses. A client that comes from
127.0.0.N is whoever the test's `names` say.
"""
import base64
import contextlib
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import threading
import time

PATIENCE = 10  # seconds until a test gives up waiting


class Failure(Exception):
    pass


def check(what, got, want):
    if got != want:
        raise Failure(f"{what}: got {got!r}, want {want!r}")


def check_in(what, part, whole):
    if part not in whole:
        raise Failure(f"{what}: {part!r} is not in {whole!r}")


def check_not_in(what, part, whole):
    if part in whole:
        raise Failure(f"{what}: {part!r} is in {whole!r}")


class Smtp:
    """A client: raw bytes, so that it can also say what it must not."""

    def __init__(self, port, source="127.0.0.2", greet=True):
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE, (source, 0))
        self.buffer = b""
        self.greeting = self.reply() if greet else None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data.encode("latin1") if isinstance(data, str) else data)

    def line(self):
        while b"\r\n" not in self.buffer:
            try:
                more = self.socket.recv(65536)
            except (ConnectionError, ssl.SSLError):
                more = b""
            if not more:
                raise EOFError("connection closed")
            self.buffer += more
        line, self.buffer = self.buffer.split(b"\r\n", 1)
        return line.decode("latin1")

    def reply(self):
        """All lines of a reply, joined by newlines."""
        lines = [self.line()]
        while lines[-1][3:4] == "-":
            lines.append(self.line())
        return "\n".join(lines)

    def cmd(self, line):
        self.send(line + "\r\n")
        return self.reply()

    def is_closed(self):
        try:
            self.line()
        except EOFError:
            return True
        return False

    def ehlo(self):
        """The extensions, without the greeting."""
        lines = self.cmd("EHLO client.test").split("\n")
        check("EHLO", lines[0][:3], "250")
        return [line[4:] for line in lines[1:]]

    def start_tls(self, certificate=None, ciphers=None, command=True):
        if command:
            check("STARTTLS", self.cmd("STARTTLS")[:3], "220")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        if certificate:
            context.load_cert_chain(certificate + ".pem", certificate + ".key")
        if ciphers:  # of TLS 1.2; those of 1.3 cannot be chosen from here
            context.maximum_version = ssl.TLSVersion.TLSv1_2
            context.set_ciphers(ciphers)
        self.socket = context.wrap_socket(self.socket)
        self.buffer = b""
        return self

    def mail(self, sender="a@b.example"):
        return self.cmd(f"MAIL FROM:<{sender}>")

    def message(self, sender, recipients, text):
        """A whole message; the reply to its end."""
        check("MAIL", self.mail(sender)[:3], "250")
        for one in recipients:
            check("RCPT", self.cmd(f"RCPT TO:<{one}>")[:3], "250")
        check("DATA", self.cmd("DATA")[:3], "354")
        lines = [("." if line.startswith(".") else "") + line for line in text.split("\n")]
        return self.cmd("\r\n".join(lines) + "\r\n.")


class Listener:
    """A server in a thread of its own: serve(connection), one after the other. A subclass calls
    __init__ when it is ready for them."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(0.1)
        self.port = self.listener.getsockname()[1]
        self.stop = False
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop = True
        self.thread.join()
        self.listener.close()

    def run(self):
        while not self.stop:
            try:
                connection = self.listener.accept()[0]
            except TimeoutError:
                continue
            self.serve(connection)


class Sink(Listener):
    """A scripted SMTP server.

    offer       words of the EHLO reply
    certificate of STARTTLS; "refuse": any handshake fails
    answers     reply for a command's first word, instead of the usual
    after       what it says in clear together with its 220 to STARTTLS
    """

    def __init__(self, offer=(), certificate=None, answers=None, after=b"", trust=None):
        self.offer = list(offer)
        self.certificate = certificate
        self.answers = answers or {}
        self.after = after
        self.trust = trust
        self.commands = []  # of all connections
        self.messages = []
        self.peer_certificate = None
        self.ends = []  # how each connection ended: "QUIT" or "EOF"
        super().__init__()

    def serve(self, connection):
        connection.settimeout(PATIENCE)
        try:
            self.ends.append(self.talk(connection))
        except (OSError, EOFError):
            self.ends.append("EOF")

    def talk(self, connection):
        connection.sendall(b"220 sink.test ESMTP\r\n")
        secure = False
        reader = connection.makefile("rb")
        try:
            while True:
                line = reader.readline()
                if not line:
                    return "EOF"
                line = line.decode("latin1").rstrip("\r\n")
                self.commands.append(line)
                word = line.split(" ")[0].upper()
                if word in self.answers:
                    connection.sendall(self.answers[word].encode() + b"\r\n")
                elif word == "EHLO":
                    words = ["sink.test"] + [w for w in self.offer if not (secure and w == "STARTTLS")]
                    lines = [f"250-{w}" for w in words[:-1]] + [f"250 {words[-1]}"]
                    connection.sendall("\r\n".join(lines).encode() + b"\r\n")
                elif word == "STARTTLS":
                    connection.sendall(b"220 2.0.0 Go\r\n" + self.after)
                    if self.certificate == "refuse":
                        connection.recv(1)  # of the client's hello; a close before it is another matter
                        connection.sendall(b"this is no handshake\r\n")
                        rest = connection.recv(65536)
                        while rest:
                            if b"QUIT" in rest:
                                self.commands.append("QUIT")
                            rest = connection.recv(65536)
                        return "EOF"
                    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                    context.load_cert_chain(self.certificate + ".pem", self.certificate + ".key")
                    if self.trust:
                        context.verify_mode = ssl.CERT_OPTIONAL
                        context.load_verify_locations(self.trust)
                    connection = context.wrap_socket(connection, server_side=True)
                    self.peer_certificate = connection.getpeercert()
                    reader = connection.makefile("rb")
                    secure = True
                elif word == "DATA":
                    connection.sendall(b"354 go\r\n")
                    text = b""
                    while not text.endswith(b"\r\n.\r\n"):
                        more = reader.readline()
                        if not more:
                            return "EOF"
                        text += more
                    self.messages.append(text[:-3].decode("latin1"))
                    connection.sendall(self.answers.get(".", "250 2.0.0 taken").encode() + b"\r\n")
                elif word == "AUTH":
                    connection.sendall(b"235 2.0.0 whoever you are\r\n")
                elif word == "QUIT":
                    connection.sendall(b"221 bye\r\n")
                    return "QUIT"
                else:
                    connection.sendall(b"250 2.0.0 fine\r\n")
        finally:
            with contextlib.suppress(OSError):
                connection.close()


PEERS = {
    5: "client.example.com",
    6: "ok.example.com",
    7: "strong.example.net",
    8: "[127.0.0.8]",
    9: "other.example.org",
}

PEER_LINES = [f"peer 127.0.0.{n} {name}" for n, name in PEERS.items()]

# The way of mail, in place of the scaffold of the patent's cf, which takes all for local.
WAY = r"""Scanonify=3
R$* < $+ > $*	$: $2
R@ $+ : $+	$@ $2
Sparse=0
R$- @ $=w	$#local $: $1
R$+ @ $+	$#smtp $@ $2 $: $1 @ $2
R$-	$#local $: $1
"""


class Work:
    """The folder of one test, and what runs in it."""

    def __init__(self, bin_folder, patent_folder, folder, name):
        self.bin = bin_folder
        self.patent_folder = patent_folder
        self.certificates = os.path.join(folder, "certificates")
        self.folder = os.path.join(folder, name)
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        self.names = list(PEER_LINES)
        self.log = os.path.join(self.folder, "log")
        self.running = []
        self.access("")

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def write(self, name, text, mode=0o644):
        with open(self.path(name + ".new"), "w", encoding="latin1", newline="") as out:
            out.write(text)
        os.chmod(self.path(name + ".new"), mode)
        os.rename(self.path(name + ".new"), self.path(name))

    def read(self, *parts):
        with open(self.path(*parts), encoding="latin1", newline="") as text:
            return text.read()

    def certificate(self, name):
        return os.path.join(self.certificates, name)

    def access(self, text):
        """Makes access.db of `key value` lines."""
        text = "".join(re.sub(r"[ \t]+", "\t", line.strip(), count=1) + "\n"
                       for line in text.strip().split("\n") if line.strip())
        subprocess.run([os.path.join(self.bin, "accessmap"), "build", "hash", "access.db"],
                       cwd=self.folder, input=text, text=True, check=True)

    def patent(self, reply="temp", change=lambda text: text, access="access"):
        """The patent's rulesets, with a way for mail."""
        with open(os.path.join(self.patent_folder, f"patent-{access}-{reply}-nodot.cf")) as cf:
            text = cf.read()
        begin, end = text.index("Scanonify=3"), text.index("Sfinal=4")
        self.write("sendmail.cf", change(text[:begin] + WAY + text[end:]))

    def generate(self, mc):
        """A cf by cfgen."""
        self.write("sendmail.mc", mc)
        made = subprocess.run([os.path.join(self.bin, "cfgen"), "sendmail.mc", "-o", "sendmail.cf"],
                              cwd=self.folder, text=True, capture_output=True)
        check("cfgen " + made.stderr, made.returncode, 0)

    def configure(self, **settings):
        chosen = {
            "name": "mx.here.example", "listen": "127.0.0.1:0", "file_safety": "no", "dns": "no",
            "names": "names", "certificate": self.certificate("server.pem"),
            "key": self.certificate("server.key"), "authorities": self.certificate("ca.pem"),
            "timeout": "10",
        }
        chosen.update(settings)
        self.write("names", "\n".join(self.names) + "\n")
        self.write("host.conf", "".join(f"{k} {v}\n" for k, v in chosen.items() if v != ""))

    def mailbox(self, user):
        os.makedirs(self.path("state", "mail", user), exist_ok=True)

    def program(self, *arguments):
        return [os.path.join(self.bin, "smtphost"), *arguments]

    @contextlib.contextmanager
    def server(self, **settings):
        """Runs the server; gives its port."""
        self.configure(**settings)
        with open(self.log, "w") as log:
            process = subprocess.Popen(self.program("serve", "host.conf"), cwd=self.folder,
                                       stderr=log, stdin=subprocess.DEVNULL)
        self.running.append(process)
        self.process = process
        try:
            yield int(self.wait_log(r"listening on \S+ port (\d+)").group(1))
            check("server runs", process.poll(), None)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise Failure("the server did not end after SIGTERM") from None
        check("exit status of the server", process.returncode, 0)

    def logged(self):
        with open(self.log, encoding="latin1") as log:
            return log.read()

    def wait_log(self, pattern, count=1):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = list(re.finditer(pattern, self.logged()))
            if len(found) >= count:
                return found[count - 1]
            if self.process.poll() is not None:
                break
            time.sleep(0.01)
        raise Failure(f"not in the log: {pattern}\n{self.logged()}")

    def deliver(self, **settings):
        """One queue run; what it logged."""
        self.configure(**settings)
        run = subprocess.run(self.program("deliver", "host.conf"), cwd=self.folder, text=True,
                             capture_output=True, timeout=60)
        check("deliver " + run.stderr, run.returncode, 0)
        self.said = run.stderr
        return run.stderr

    def queue(self, recipients, sender="sender@here.test", text="Subject: test\n\nhello\n",
              body="7BIT", state="state"):
        """Puts a message into the queue folder, as a server would; its id."""
        folder = self.path(state, "queue")
        os.makedirs(folder, exist_ok=True)
        name = f"t{time.monotonic_ns()}"
        data = text.replace("\n", "\r\n")
        self.write(f"{state}/queue/{name}.msg", data)
        now = int(time.time())
        lines = ["V1", f"sender <{sender}>", f"body {body}", f"size {len(data)}", f"arrived {now}",
                 f"next {now}", "tries 0"] + [f"rcpt <{one}>" for one in recipients] + ["end"]
        self.write(f"{state}/queue/{name}.env", "\n".join(lines) + "\n")
        return name

    def queued(self):
        """Envelopes in the queue: {id: {word: value}}."""
        folder = self.path("state", "queue")
        found = {}
        for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
            if name.endswith(".env"):
                words = {}
                for line in self.read("state", "queue", name).splitlines():
                    key, _, value = line.partition(" ")
                    words[key] = words[key] + " " + value if key in words else value
                found[name[:-4]] = words
        return found

    def box(self, *folder):
        """Messages in a mailbox."""
        path = self.path("state", *folder)
        return [self.read("state", *folder, name) for name in sorted(os.listdir(path))]

    def clean_up(self):
        for process in self.running:
            if process.poll() is None:
                process.kill()
                process.wait()


def empty_queue(work):
    for name in work.queued():
        for suffix in (".env", ".msg"):
            os.unlink(work.path("state", "queue", name + suffix))


def plain(user, password, authorization=""):
    return base64.b64encode(f"{authorization}\0{user}\0{password}".encode()).decode()


def main(tests, arguments):
    """NAME BIN PATENT FOLDER: runs the test of that name."""
    name, bin_folder, patent_folder, folder = arguments
    work = Work(bin_folder, patent_folder, folder, name)
    try:
        tests[name](work)
    except Failure as failure:
        print(f"{name}: {failure}")
        for what in ("log",):
            if os.path.exists(work.path(what)):
                print(work.logged()[-4000:])
        if hasattr(work, "said"):
            print(work.said[-4000:])
        return 1
    finally:
        work.clean_up()
    print(f"{name}: passed")
    return 0
