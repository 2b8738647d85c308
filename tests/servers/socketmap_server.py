"""A socketmap server for tests: what it answers, and how it fails, is chosen by the key."""
import os
import socket
import struct
import threading


def netstring(text):
    return b'%d:%s,' % (len(text), text)


# Answers, byte for byte.
RAW = {
    'none': b'8:NOTFOUND,', 'none-why': b'16:NOTFOUND because,', 'temp': b'8:TEMP why,', 'temp0': b'4:TEMP,',
    'timeout': b'9:TIMEOUT x,', 'perm': b'6:PERM x,', 'perm0': b'4:PERM,', 'ok-blank': b'3:OK ,', 'okx': b'3:OKx,',
    'lower': b'4:ok x,', 'word': b'6:what x,', 'garbage': b'hello there\n', 'negative': b'-5:OK xx,',
    'no-comma': b'4:OK x;', 'empty': b'0:,', 'blank-first': b' 4:OK x,', 'lines-first': b'\n\t4:OK x,', 'plus': b'+4:OK x,',
    'zero-first': b'04:OK x,', 'huge': b'99999999999999999999:OK x,', 'most': b'1000000:OK x,', 'more': b'1000001:OK x,',
    'two': b'4:OK x,4:OK y,', 'nul': b'7:OK x\0yz,', 'lines': b'8:OK a\nb\tc,', 'eight': b'7:OK a\x95b\xe9,',
    'percent': b'8:OK %0 %1,', 'arguments': netstring(b'OK %0-%1-%2'), 'quote': b'5:OK "a,', 'comma': b'5:OK x,,',
    'blanks': b'9:  OK  x  ,', 'tab': b'4:OK\tx,', 'no-colon': b'4;OK x,', 'no-length': b':OK x,',
    'nine': b'000000004:OK x,', 'ten': b'0000000004:OK x,', 'signed-nine': b'+000000004:OK x,', 'two-signs': b'+-4:OK x,',
    'wraps': b'-42949672:OK x,', 'hexadecimal': b'0x4:OK x,', 'blank-after': b'4 :OK x,', 'blank-value': b'5:OK  x,',
    'longer-word': b'9:NOTFOUNDX,', 'tempx': b'5:TEMPX,', 'letter': b'1:O,', 'mixed': netstring(b'OK "a b" (c) <d'),
    'backslash': netstring(b'OK a\\\\b'), 'long': netstring(b'OK ' + b'y' * 5000), 'operator': netstring(b'OK \x99 2 x'),
}
# Answers after which the connection ends; with `hang-` before them, after which it does nothing more.
CUT = {
    'cut-1': b'1', 'cut-blank': b' ', 'cut-comma': b'4:OK x', 'cut-body': b'4:', 'cut-length': b'4', 'cut-sign': b'-',
    'cut-letter': b'x', 'cut-part': b'4:O', 'cut-empty': b'0:', 'cut-nine': b'123456789', 'cut-long': b'1000001', 'cut': b'',
}


def answer(connection, name, key):
    """False: the connection ends."""
    if key in RAW:
        connection.sendall(RAW[key])
    elif key in CUT:
        connection.sendall(CUT[key])
        return False
    elif key.startswith('hang-'):
        connection.sendall(CUT[key[5:]])
        connection.recv(1)
        return False
    elif key == 'bye':
        connection.shutdown(socket.SHUT_RD)  # before the answer: the next question cannot be sent
        connection.sendall(b'6:OK bye,')
        return False
    elif key == 'reset':
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        return False
    elif key == 'pieces':
        for byte in netstring(b'OK in pieces'):
            connection.sendall(bytes([byte]))
    else:
        connection.sendall(netstring(b'OK <%s> <%s>' % (name, key.encode('latin-1'))))
    return True


def serve(connection):
    data = b''
    with connection:
        while True:
            try:
                part = connection.recv(65536)
                if not part:
                    return
                data += part
                while b':' in data:
                    length, rest = data.split(b':', 1)
                    if len(rest) <= int(length):
                        break
                    question, data = rest[:int(length)], rest[int(length) + 1:]
                    name, _, key = question.partition(b' ')
                    if not answer(connection, name, key.decode('latin-1')):
                        return
            except OSError:
                return


def listen(family, address):
    listener = socket.socket(family)
    listener.bind(address)
    listener.listen(64)

    def accept():
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return listener.getsockname()


def start(folder):
    """Listens at FOLDER/map.sock and on loopback; returns what the names in a .cf stand for."""
    listen(socket.AF_UNIX, os.path.join(folder, 'map.sock'))
    os.symlink('map.sock', os.path.join(folder, 'link.sock'))
    open(os.path.join(folder, 'plain'), 'w').close()
    return {'PORT': str(listen(socket.AF_INET, ('127.0.0.1', 0))[1])}
