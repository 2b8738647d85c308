"""A directory for tests: slapd with the few entries of directory.ldif, on loopback and at a file's name."""
import atexit
import os
import shutil
import socket
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
CONFIGURATION = '''include {schema}/core.schema
include {schema}/cosine.schema
include {schema}/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_ldif
database ldif
directory {folder}/entries
suffix "dc=example,dc=com"
rootdn "cn=admin,dc=example,dc=com"
rootpw secret
'''


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def answers(port):
    try:
        socket.create_connection(('127.0.0.1', port), 1).close()
        return True
    except OSError:
        return False


def start(folder):
    """Returns what the names in a .cf stand for; a text: why there is no server."""
    slapd = shutil.which('slapd', path=os.environ.get('PATH', '') + ':/usr/sbin')
    schema = '/etc/ldap/schema'
    if slapd is None or not os.path.exists(schema + '/inetorgperson.schema'):
        return 'no slapd'
    with open('slapd.conf', 'w') as file:
        file.write(CONFIGURATION.format(schema=schema, folder=folder))
    os.mkdir('entries')
    loaded = subprocess.run([slapd, '-T', 'add', '-f', 'slapd.conf', '-l', os.path.join(HERE, 'directory.ldif')],
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if loaded.returncode != 0:
        return 'slapadd: ' + loaded.stdout.strip()
    port = free_port()
    urls = 'ldap://127.0.0.1:%d/ ldapi://%s' % (port, os.path.join(folder, 'ldapi').replace('/', '%2F'))
    server = subprocess.Popen([slapd, '-d', '0', '-f', 'slapd.conf', '-h', urls], stderr=subprocess.DEVNULL)
    atexit.register(server.kill)
    for _ in range(100):
        if answers(port):
            break
        time.sleep(0.1)
    else:
        return 'slapd does not answer'
    for name, text in (('secret', 'secret\nanother line\n'), ('wrong', 'wrong')):
        with open(name, 'w') as file:
            file.write(text)
        os.chmod(name, 0o600)
    # A server that takes questions and never answers.
    global silent
    silent = socket.socket()
    silent.bind(('127.0.0.1', 0))
    silent.listen(64)
    return {'PORT': str(port), 'SILENT': str(silent.getsockname()[1]), 'FOLDER': folder}
