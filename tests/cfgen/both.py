"""Two makers of a sendmail.cf, asked the same: cfgen and the reference.

What an administrator would notice is in the answers of address test mode and in the lines that are
no rules; answers.awk says what of a transcript counts. The reference is run as a private copy under
a shim that gives it the host name mail.example.org and no name service, so nothing here needs root.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
HOST = 'mail.example.org'
SHIM = r'''
#include <netdb.h>
#include <string.h>
#include <sys/utsname.h>
#define NAME "mail.example.org"
int gethostname(char *b, size_t n) { strncpy(b, NAME, n); return 0; }
int uname(struct utsname *u) { memset(u, 0, sizeof *u); strcpy(u->sysname, "Linux"); strcpy(u->nodename, NAME); return 0; }
unsigned sleep(unsigned s) { return 0; }
#define NONE(f) int f(void) { h_errno = HOST_NOT_FOUND; return -1; }
NONE(__res_nsearch) NONE(res_nsearch) NONE(__res_nquerydomain) NONE(res_nquerydomain)
NONE(__res_querydomain) NONE(__res_search) NONE(__res_query) NONE(res_search) NONE(res_query)
NONE(res_querydomain)
'''
# Rulesets for the questions: typed at the prompt, $| is plain text and an empty argument is none.
HELPERS = '\nSEmpty\nR$*\t$@\nSSplit\nR$* $$| $*\t$1 $| $2\n'
SKIPPED = 77


def skip(why):
    print('skipped: ' + why)
    sys.exit(SKIPPED)


def private_folder(work):
    """The work folder, made; skips below one that others may write to: the reference refuses maps."""
    if ' ' in work:
        skip('a blank in the name of the build folder, which no file name in a cf can have')
    os.makedirs(work, exist_ok=True)
    folder = os.path.realpath(work)
    while folder != '/':
        if os.stat(folder).st_mode & 0o002:
            skip('%s is writable by others' % folder)
        folder = os.path.dirname(folder)
    return os.path.realpath(work)


def write(path, text):
    with open(path, 'w', encoding='latin1') as file:
        file.write(text)
    os.chmod(path, 0o644)


class Cfgen:
    """Our side: cfgen makes the file, cftest (or the reference's program) answers."""

    def __init__(self, cfgen, cftest):
        self.cfgen = cfgen
        self.cftest = cftest

    def make(self, mc, cf):
        """Writes cf; returns what cfgen said, and whether it was done."""
        command = [self.cfgen, '-I', HERE + '/sites/own', mc, '-o', cf]
        done = subprocess.run(command, capture_output=True, check=False)
        return done.stderr.decode('latin1'), done.returncode == 0

    def ask(self, cf, questions):
        command = [self.cftest, '-bt', '-C', cf, '--no-file-safety', '--host-name', HOST,
                   '--interfaces', HOST]
        return run(command, questions)


class Reference:
    """The reference below a folder, / if it is installed."""

    def __init__(self, folder, work):
        self.folder = folder or skip('no reference (LIBRULES_REFERENCE_DIR is not set)')
        library = os.path.join(folder, 'usr/share/sendmail/cf')
        if not os.path.isdir(library):
            skip('no m4 library of the reference below ' + folder)
        self.library = with_own_files(library, work + '/library')
        for tool in ('m4', 'cc'):
            shutil.which(tool) or skip('no ' + tool)
        shutil.copy(self.program('sendmail'), work + '/sendmail')
        os.chmod(work + '/sendmail', 0o755)
        write(work + '/shim.c', SHIM)
        subprocess.run(['cc', '-O1', '-shared', '-fPIC', '-w', '-o', work + '/shim.so',
                        work + '/shim.c'], check=True)
        self.work = work

    def program(self, name):
        for place in ('usr/libexec/sendmail', 'usr/lib/sm.bin', 'usr/sbin'):
            path = os.path.join(self.folder, place, name)
            if os.path.isfile(path):
                return path
        skip('no %s below %s' % (name, self.folder))

    def environment(self, **more):
        env = dict(os.environ, LC_ALL='C', **more)
        if self.folder != '/':
            top = os.path.join(self.folder, 'usr/lib')
            folders = [top] + [os.path.join(top, f) for f in os.listdir(top) if f.endswith('-linux-gnu')]
            env['LD_LIBRARY_PATH'] = ':'.join(folders)
        return env

    def make(self, mc, cf):
        with open(mc, encoding='latin1') as file:
            text = file.read()
        command = ['m4', '-D_CF_DIR_=%s/' % self.library, self.library + '/m4/cf.m4', mc]
        include = re.search(r"(?m)^include\(.*m4/cf\.m4'?\)", text)
        if include:
            command = ['m4', '-D_CF_DIR_=%s/' % self.library, mc + '.included']
            write(command[-1], text.replace(include.group(), 'include(`%s\')' % (self.library + '/m4/cf.m4')))
        with open(cf, 'wb') as file:
            done = subprocess.run(command, stdout=file, stderr=subprocess.PIPE, check=False,
                                  cwd=os.path.join(self.library, 'cf'))
        return done.stderr.decode('latin1'), done.returncode == 0

    def ask(self, cf, questions):
        env = self.environment(LD_PRELOAD=self.work + '/shim.so')
        return run([self.work + '/sendmail', '-bt', '-C', cf], questions, env)

    def database(self, path, text):
        subprocess.run([self.program('makemap'), 'hash', path], input=text.encode('latin1'),
                       check=True, env=self.environment())
        os.chmod(path + '.db', 0o644)


def with_own_files(library, folder):
    """The reference's m4 folder, and in it the files of sites/own, as a site puts them there."""
    shutil.rmtree(folder, ignore_errors=True)
    for top in (library, HERE + '/sites/own'):
        for kind in os.listdir(top):
            for name in os.listdir(os.path.join(top, kind)) if os.path.isdir(os.path.join(top, kind)) else []:
                os.makedirs(os.path.join(folder, kind), exist_ok=True)
                os.symlink(os.path.join(top, kind, name), os.path.join(folder, kind, name))
    return folder


def run(command, questions, env=None):
    env = env or dict(os.environ, LC_ALL='C')
    done = subprocess.run(command, input=questions.encode('latin1'), stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, env=env, check=False)
    return done.stdout.decode('latin1')


def complaints(transcript):
    """What is said before the first prompt, but for the greeting."""
    head = transcript.split('\n> ')[0].split('\n')
    return [line for line in head
            if line.strip() and not line.startswith(('ADDRESS TEST MODE', 'Enter <ruleset>', '> '))]


def answers(work, questions, transcript):
    """The answers as answers.awk takes them from a transcript, one text."""
    write(work + '/questions', questions)
    write(work + '/transcript', transcript)
    done = subprocess.run(['awk', '-f', HERE + '/answers.awk', work + '/questions',
                           work + '/transcript'], stdout=subprocess.PIPE, check=True,
                          env=dict(os.environ, LC_ALL='C'))
    return done.stdout.decode('latin1')


def static_lines(cf):
    """The lines that are no rules, as static_lines prints them."""
    done = subprocess.run([HERE + '/static_lines', cf], stdout=subprocess.PIPE, check=True)
    return done.stdout.decode('latin1')


def digest(text):
    return hashlib.sha256(text.encode('latin1')).hexdigest()[:16]
