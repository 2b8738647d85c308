#!/usr/bin/env python3
"""name_server.py ZONE [PORT]: answers DNS queries over UDP and TCP on 127.0.0.1 from a zone file of cftest's.

What a name that is not listed comes to, FAIL, EMPTY and * are as zone_file.h of librules says. Prints
`ready` once it answers, and serves until it is ended."""
import ipaddress, re, socket, struct, sys, threading

TYPES = {'A': 1, 'NS': 2, 'CNAME': 5, 'PTR': 12, 'MX': 15, 'TXT': 16, 'AFSDB': 18, 'AAAA': 28, 'SRV': 33, 'TLSA': 52}
NO_ERROR, SERVER_FAILURE, NO_NAME = 0, 2, 3


def unescaped(text):
    return re.sub(r'\\(\d{3}|.)', lambda m: chr(int(m[1])) if m[1].isdigit() else m[1], text).encode('latin-1')


def labels(name):
    """b'a.b' with escapes as a list of labels."""
    return [unescaped(label) for label in re.findall(r'(?:\\\d{3}|\\.|[^.\\])+', name)]


def packed(name):
    return b''.join(bytes([len(label)]) + label for label in labels(name)) + b'\0'


def key_of(parts):
    return tuple(part.lower() for part in parts)


def data_of(kind, words, text):
    if kind == 'A': return ipaddress.IPv4Address(words[0]).packed
    if kind == 'AAAA': return ipaddress.IPv6Address(words[0]).packed
    if kind == 'TXT':
        value = unescaped(re.match(r'"((?:\\.|[^"\\])*)"', text)[1])[:255]
        return bytes([len(value)]) + value
    if kind == 'TLSA': return bytes(int(word) for word in words[:3]) + bytes.fromhex(words[3])
    numbers = {'MX': 1, 'AFSDB': 1, 'SRV': 3}.get(kind, 0)
    return struct.pack('!%dH' % numbers, *map(int, words[:numbers])) + packed(words[numbers])


def owner(name, kind):
    if kind == 'PTR' and re.fullmatch(r'[0-9a-fA-F.:]+', name) and not name.endswith('arpa'):
        return ipaddress.ip_address(name).reverse_pointer
    return name


class Zone:
    def __init__(self, path):
        self.records, self.failures, self.names = {}, {}, set()
        for line in open(path, encoding='latin-1'):
            match = re.match(r'(\S+)\s+(\S+)\s*(.*)', line.strip())
            if not match or line.startswith('#') or match[1] == 'search': continue
            kind, text = match[2].upper(), match[3]
            key = key_of(labels(owner(match[1], kind)))
            self.names.add(key)
            if kind == 'FAIL': self.failures[key] = [word.upper() for word in text.split()]
            elif kind != 'EMPTY': self.records.setdefault((key, kind), []).append((match[1], data_of(kind, text.split(), text)))

    def find(self, key):
        """The listed name that stands for this one, or None."""
        if key in self.names: return key
        for cut in range(1, len(key)):
            if key[cut:] in self.names: break  # what is listed hides the wildcards above it
            if (b'*',) + key[cut:] in self.names: return (b'*',) + key[cut:]
        return None

    def is_above(self, key):
        return any(name[-len(key):] == key for name in self.names if len(name) > len(key))

    def answer(self, parts, wanted):
        """Status and records of a question: (owner, type, data)."""
        found = []
        for _ in range(16):
            listed = self.find(key_of(parts))
            if listed is None:
                return (NO_ERROR if self.is_above(key_of(parts)) else NO_NAME), found
            failing = self.failures.get(listed)
            if failing is not None and (not failing or wanted in [TYPES.get(kind) for kind in failing]):
                return SERVER_FAILURE, []
            for kind, number in TYPES.items():
                if number == wanted:
                    own = self.records.get((listed, kind), [])
                    if own: return NO_ERROR, found + [(parts, number, data) for _, data in own]
            alias = self.records.get((listed, 'CNAME'))
            if not alias: return NO_ERROR, found
            found.append((parts, TYPES['CNAME'], alias[0][1]))
            parts = unpacked(alias[0][1], 0)[0]
        return NO_ERROR, found


def unpacked(data, at):
    parts = []
    while data[at]:
        parts.append(data[at + 1:at + 1 + data[at]])
        at += 1 + data[at]
    return parts, at + 1


def reply(zone, query):
    number, = struct.unpack('!H', query[:2])
    parts, at = unpacked(query, 12)
    wanted, = struct.unpack('!H', query[at:at + 2])
    status, found = zone.answer(parts, wanted)
    out = struct.pack('!6H', number, 0x8580 | status, 1, len(found), 0, 0) + query[12:at + 4]
    for name, kind, data in found:
        wire = b''.join(bytes([len(part)]) + part for part in name) + b'\0'
        out += wire + struct.pack('!HHIH', kind, 1, 60, len(data)) + data
    return out


def serve_stream(zone, listener):
    while True:
        connection, _ = listener.accept()
        with connection:
            while len(size := connection.recv(2)) == 2:
                answer = reply(zone, connection.recv(struct.unpack('!H', size)[0]))
                connection.sendall(struct.pack('!H', len(answer)) + answer)


def main():
    zone, place = Zone(sys.argv[1]), ('127.0.0.1', int(sys.argv[2]) if len(sys.argv) > 2 else 53)
    listener = socket.create_server(place)
    threading.Thread(target=serve_stream, args=(zone, listener), daemon=True).start()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
        datagrams.bind(place)
        print('ready', flush=True)
        while True:
            query, client = datagrams.recvfrom(4096)
            try:
                answer = reply(zone, query)
            except (IndexError, struct.error):
                continue
            if len(answer) > 512: answer = answer[:2] + struct.pack('!H', 0x8780) + query[4:6] + bytes(6) + query[12:]
            datagrams.sendto(answer, client)


if __name__ == '__main__': main()
