#!/usr/bin/env python3
"""rulefuzz.py - differential fuzzer for sendmail.cf ruleset interpreters.

A seed fully determines a small sendmail.cf and about 30 `sendmail -bt` queries.
  rulefuzz.py gen SEED                     print the cf and the queries
  rulefuzz.py oracle --seeds A-B --out DIR record the reference's answers (SEED.cf/.in/.out)
  rulefuzz.py compare CMD --seeds A-B      run CMD -C FILE -bt < queries, and the reference,
                                           report byte-level disagreements, minimised
      [--recorded DIR]  use recorded answers instead of running the reference: those of SEEDS that are there
      [--repro DIR]     where minimised repros go (default ./rulefuzz-repro)
      [--features LIST] comma list of: core,maps,state,eight,loops,cferr,parse (default: all but parse and wide; wide: bytes above 0x7f in maps, classes and
                         macros, $| on its way through maps, traces of rules, standard error)
      [-j N] [--max-report N] [--no-minimise] [--timeout S]
      CMD may be the word `sendmail`: the private reference itself (self-test).
  rulefuzz.py selftest                     300 seeds self against self, then 12 cf mutants that must be caught

The reference is a private, non-setgid copy of /usr/sbin/sendmail run under an LD_PRELOAD
shim which fixes the host name, answers no DNS and skips sleep(), so no network is used and
a start costs ~15 ms rather than 60 s.  Maps live in a private mode-755 directory.
LIBRULES_REFERENCE_DIR: where the reference's packages are unpacked (default /).
RULEFUZZ_DIR: the work folder.
Exit status: 0 no disagreement, 1 disagreements, 2 usage/set-up trouble."""
import argparse, hashlib, os, random, re, shlex, shutil, subprocess, sys, time
from concurrent.futures import ThreadPoolExecutor
REFERENCE = os.environ.get('LIBRULES_REFERENCE_DIR') or '/'
BASE = os.environ.get('RULEFUZZ_DIR', os.path.expanduser('~/.cache/rulefuzz'))   # no parent may be world-writable: sendmail refuses maps below /tmp, sticky or not
MAPDIR = BASE + '/maps'
NQ = 30
OUTCAP = 600_000
SHIM = r'''
#define _GNU_SOURCE
#include <string.h>
#include <netdb.h>
#include <stddef.h>
#include <sys/utsname.h>
static char *none[]={NULL}; static unsigned char lo[4]={127,0,0,1}; static char *al[]={(char*)lo,NULL};
static struct hostent he={(char*)"ref.test",none,2,4,al};
int gethostname(char*b,size_t n){ strncpy(b,"ref.test",n); return 0; }
struct hostent *gethostbyname(const char*n){ if(strcmp(n,"ref.test")&&strcmp(n,"localhost")){h_errno=HOST_NOT_FOUND;return NULL;} return &he; }
struct hostent *gethostbyname2(const char*n,int f){ if(f!=2){h_errno=HOST_NOT_FOUND;return NULL;} return gethostbyname(n); }
struct hostent *gethostbyaddr(const void*a,unsigned l,int t){h_errno=HOST_NOT_FOUND;return NULL;}
#define NO(f) int f(void){h_errno=HOST_NOT_FOUND;return -1;}
NO(__res_nsearch) NO(res_nsearch) NO(__res_nquerydomain) NO(res_nquerydomain)
NO(__res_querydomain) NO(__res_search) NO(__res_query) NO(res_search) NO(res_query) NO(res_querydomain)
unsigned sleep(unsigned s){return 0;}
int uname(struct utsname*u){memset(u,0,sizeof*u);strcpy(u->sysname,"Linux");strcpy(u->nodename,"ref.test");return 0;}
'''
WORDS = ['a', 'b', 'c', 'foo', 'bar', 'baz', 'Foo', 'x1', 'example', 'com', 'org', 'uucp', 'local', '1', '2', '7', '10', '-3', 'foo-bar']
OPSETS = ['.:%@!^/[]+', '.:%@!^/[]+', '.:%@!^/[]+', '.:@[]', '.:%@!^=/[]-']
CLASSES = ['X', 'Y', 'Z', '{Net}', '{Rel}']
MACROS = ['A', 'B', '{M1}', '{M2}', '{MailHost}']
PHRASES = ['foo', 'bar', 'foo.bar', 'example.com', 'a.b.c', 'bar.org', '[1.2]', 'a@b', 'x1', 'org', 'foo-bar', 'BAZ', '10', '1.2', 'foo.', '.com', 'a b']
REGEXES = ['^(.+)@(.+)$', '^[0-9]+$', '(a|b)+', '^(.*)\\.(com|org)$', 'foo', '^<(.*)>$', '([a-z]+)([0-9]*)', '^.$', '[^@]*', '(x)?(y)?bar', 'FOO']
MAPKEYS = {}

def mapdata():
    r = random.Random(424242); d = {}
    for w in PHRASES + WORDS + ['a@b', 'foo@bar', 'a@foo.bar', 'b.com', 'x.y', 'a.b', 'bar.', 'foo!bar', '1 2', 'a b']:
        d[w.lower()] = r.choice(['%0', '%1', 'ok', 'RELAY', 'REJECT', 'foo.bar', '%0.mapped', '%1 @ %0', 'a b', '"q s"', '<%0>',
                         '%2%1', '%%', 'x(c)y', '', 'dual %0 %0', 'error:550 no', 'a.b.c.d', '%9', 'TEMP', '$x', '"', 'A@B', '%'])
    return d

def reference_file(name):
    for folder in ('usr/libexec/sendmail', 'usr/lib/sm.bin', 'usr/sbin'):
        path = os.path.join(REFERENCE, folder, name)
        if os.path.isfile(path): return path
    sys.exit('skipped: no %s below %s' % (name, REFERENCE))

def reference_env():
    env = dict(os.environ, LC_ALL='C', TZ='UTC')
    if REFERENCE != '/':
        top = os.path.join(REFERENCE, 'usr/lib')
        env['LD_LIBRARY_PATH'] = ':'.join([top] + [os.path.join(top, f) for f in os.listdir(top) if f.endswith('-linux-gnu')])
    return env

WIDE = ['\x99 2 z', '\x96 local \x98 root', 'a\x9bb', '\xe9t\xe9', 'q \x82A z', 'x\xa0y', '\x90', 'caf\xe9@bar', '\xfe\xff', '\x81A']

def write_wide():
    keys = [w.lower() for w in WORDS if w.isalnum()]
    with open(MAPDIR + '/wide', 'wb') as f:
        for i, k in enumerate(keys): f.write(enc('%s\t%s\n' % (k, WIDE[i % len(WIDE)])))
    os.chmod(MAPDIR + '/wide', 0o644)

def make_databases(makemap):
    d = mapdata(); src = ''.join('%s\t%s\n' % kv for kv in sorted(d.items()) if ' ' not in kv[0] and kv[1])
    for kind, name, fl in (('hash', 'h1', ''), ('btree', 'b1', ''), ('hash', 'h2', '-N'), ('btree', 'b2', '-f')):
        subprocess.run([makemap] + fl.split() + [kind, MAPDIR + '/' + name], input=src.encode(), check=True, stderr=subprocess.DEVNULL, env=reference_env())
        os.chmod(MAPDIR + '/' + name + '.db', 0o644)
    open(MAPDIR + '/t1', 'w').write('# text map\n' + src)
    open(MAPDIR + '/t2', 'w').write(''.join('%s:%s:%s\n' % (v.replace(':', ''), k.replace(':', ''), k.upper()) for k, v in sorted(d.items())))
    open(MAPDIR + '/cls', 'w').write('# a class file\nfoo\nbar.org rest ignored\n\n  x1\na@b\n')
    for f in ('t1', 't2', 'cls'): os.chmod(MAPDIR + '/' + f, 0o644)

def setup(makemap=None):
    reference = None if makemap else REFERENCE
    os.makedirs(MAPDIR, exist_ok=True)
    for p in (BASE, MAPDIR): os.chmod(p, 0o755)
    write_wide()
    stamp = hashlib.sha1((SHIM + repr(sorted(mapdata().items()))).encode()).hexdigest()
    if os.path.exists(BASE + '/stamp') and open(BASE + '/stamp').read() == stamp: return
    if reference is None: return make_databases(makemap)
    shutil.copy(reference_file('sendmail'), BASE + '/sendmail'); os.chmod(BASE + '/sendmail', 0o755)
    open(BASE + '/shim.c', 'w').write(SHIM)
    subprocess.run(['cc', '-O1', '-shared', '-fPIC', '-w', '-o', BASE + '/shim.so', BASE + '/shim.c'], check=True)
    make_databases(reference_file('makemap'))
    open(BASE + '/stamp', 'w').write(stamp)

class Gen:
    def __init__(s, seed, feats):
        s.r = random.Random('rulefuzz-4-%d' % seed); s.f = feats; s.seed = seed
        s.ops = s.r.choice(OPSETS); s.maps = []; s.rs = []
    def ch(s, p): return s.r.random() < p
    def tok(s): return s.r.choice(WORDS)
    def op(s): return s.r.choice(list(s.ops) + ['<', '>', '@', '.', '.', ',' if s.ch(.1) else '@', ';' if s.ch(.3) else '.'])
    def wild(s):
        k = s.r.random()
        if k < .32: return '$*'
        if k < .56: return '$+'
        if k < .76: return '$-'
        if k < .90: return '$=' + s.r.choice(CLASSES)
        return '$~' + s.r.choice(CLASSES)
    TPL = ['$* < @ $+ > $*', '$+ % $+', '$- ! $+', '$+ @ $=X', '$+ @ $=X .', '$* . $*', '$* @ $* @ $*', '< $+ >', '$* : $*', '$-', '$+', '$*', '$@',
           '$+ @ $+', '$* $=X $*', '$* $~Y $*', '$+ . $+ . $+', '$* [ $+ ] $*', '$- $-', '$={Net} $*', '$* < $* > $*', '$+ $&{M1}', '$* + $*', '$- . $-',
           '$=X . $=X', '$* $={Rel} . $+', '$+ % $- @ $=X', '$* $- $* $- $*', '$+ $+ $+', 'foo $* bar', '$*foo', '$1', '$&A $*', '$~X @ $~Y', '$+ $| $+' ]
    def lhs(s):
        if s.ch(.5):
            t = s.r.choice(s.TPL).split(' ')
            if s.ch(.25): t[s.r.randrange(len(t))] = s.wild() if s.ch(.6) else s.tok()
            if s.ch(.15): t.insert(s.r.randrange(len(t) + 1), s.r.choice(['$*', s.tok(), s.op()]))
        else:
            t = []
            for _ in range(s.r.choice([1, 1, 2, 2, 3, 3, 4, 5, 6, 8])):
                k = s.r.random()
                if k < .5: t.append(s.wild())
                elif k < .68: t.append(s.tok())
                elif k < .88: t.append(s.op())
                elif k < .93: t.append('$&' + s.r.choice(MACROS))
                elif k < .96: t.append('$' + s.r.choice(MACROS))
                elif k < .975: t.append('$@')
                else: t.append(s.r.choice(['"a b"', '(', ')', '$$', '\\!', '"foo"', '$|', 'a.b']))
        w = [i for i, x in enumerate(t) if re.match(r'\$[*+\-=~]', x)]
        lim = 9 if s.ch(.1) else 5
        for i in reversed(w[lim:]): del t[i]
        nw = sum(1 for x in t if re.match(r'\$[*+\-=~]', x))
        nw = min(nw, 9)
        return (' ' if s.ch(.85) else '').join(t), nw
    def arg(s, nw):
        if nw and s.ch(.7): return '$%d' % s.r.randrange(1, nw + 1)
        return s.r.choice([s.tok(), s.tok() + ' ' + s.op() + ' ' + s.tok(), '$&' + s.r.choice(MACROS), '"a b"'])
    def look(s, nw):
        m = s.r.choice(s.maps); name, cls = m
        if cls == 'arith':
            num = lambda: s.arg(nw) if s.ch(.4) else s.r.choice(['1', '2', '-5', '0x1F', '010', '99', 'zz', ''])
            o = '$( %s %s $@ %s $@ %s' % (name, s.r.choice('+-*|&l=%/'), num(), num())
        elif cls == 'macro':
            o = '$( %s %s' % (name, s.r.choice(['{M1}', '{M2}', 'A', 'B']))
            if s.ch(.85): o += ' $@ ' + ' '.join(s.arg(nw) for _ in range(s.r.choice([1, 1, 2])))
        else:
            o = '$( %s %s' % (name, ' '.join(s.arg(nw) for _ in range(s.r.choice([1, 1, 1, 2]))))
            for _ in range(s.r.choice([0, 0, 0, 1, 1, 2])): o += ' $@ ' + s.arg(nw)
        if s.ch(.45): o += ' $: ' + ' '.join(s.arg(nw) for _ in range(s.r.choice([0, 1, 1, 2])))
        return o + ' $)'
    def rhs(s, nw, i):
        t = []; pre = ''
        k = s.r.random()
        if k < .45: pre = '$: '
        elif k < .7: pre = '$@ '
        if s.ch(.1):
            return s.r.choice(['$#local $: %s', '$#esmtp $@ %s $: %s', '$#error $@ 5.1.1 $: "550 no %s"', '$#error $: %s', '$#local $: %s @ %s', '$# esmtp $@ %s', '$#$1 $: %s']).replace('%s', '\0') \
                .replace('\0', s.arg(nw), 1).replace('\0', s.arg(nw), 1).replace('\0', 'z')
        for _ in range(s.r.choice([0, 1, 1, 2, 2, 3, 3, 4, 5, 6])):
            k = s.r.random()
            if nw and k < .45: t.append('$%d' % s.r.randrange(1, nw + 1))
            elif k < .6: t.append(s.op())
            elif k < .72: t.append(s.tok())
            elif k < .80 and s.maps: t.append(s.look(nw))
            elif k < .90 and i + 1 < len(s.rs):
                t.append(s.r.choice(['$>%s', '$> %s', '$>%s']) % s.r.choice(s.rs[i + 1:]) + (' ' + s.arg(nw) if s.ch(.7) else ''))
            elif k < .94: t.append('$&' + s.r.choice(MACROS))
            elif k < .97: t.append('$' + s.r.choice(MACROS))
            elif k < .98: t.append(s.r.choice(['"q r"', '$?A x$|y$.', '$?{M9} x$.', '$|', '<', '>', '$$', '"']))
            elif 'cferr' in s.f and k < .985: t.append(s.r.choice(['$9', '$>nosuch', '$(nomap a$)', '$', '$&', '$]', '$)', '$0', '$+']))
            else: t.append(s.tok())
        if 'loops' in s.f and s.ch(.012): t = ['$>%s' % s.rs[i]] + (['$1'] if nw else ['a'])
        if not pre and not t and s.ch(.8): pre = '$@ '
        return pre + ' '.join(t)
    def cf(s):
        r = s.r; L = ['V10/Berkeley', 'Cwlocalhost', 'Djref.test', 'O OperatorChars=' + s.ops, 'O DontProbeInterfaces=True', 'O QueueDirectory=' + MAPDIR, 'O LogLevel=0']
        if s.ch(.05): L[0] = r.choice(['V9', 'V8', 'V7/Berkeley', 'V10'])
        if s.ch(.1): L.append('O BlankSub=' + r.choice('._~'))
        if s.ch(.1): L.append('O MaxRuleRecursion=%d' % r.choice([2, 5, 20]))
        for c in CLASSES:
            if s.ch(.75): L.append('C%s%s%s' % (c, '' if s.ch(.5) else ' ', ' '.join(r.choice(PHRASES + WORDS) for _ in range(r.randrange(1, 6)))))
        if s.ch(.2): L.append('F%s%s' % (r.choice(CLASSES), r.choice(['', ' ', '-o ', ' -o ']) + MAPDIR + r.choice(['/cls', '/cls', '/cls %s', '/cls %[^#]', '/t1 %s'])))
        if s.ch(.05): L.append('F%s-o %s/missing' % (r.choice(CLASSES), MAPDIR))
        for m in MACROS:
            if s.ch(.7): L.append('D%s%s' % (m, r.choice(['foo', 'a.b', 'x@y', '', 'foo bar', '1', '10', '$A.z', '"q"', 'bar', 'a<b>', '$?A yes$|no$.', 'c(d)', ' lead', 'Foo', '.'])))
        if 'maps' in s.f:
            M = MAPDIR
            pool = [('ar', 'arith', 'arith'), ('dq', 'dequote', 'dequote' + r.choice(['', ' -s_', ' -s.', ' -a.dq'])), ('st', 'macro', 'macro'),
                    ('h1', 'hash', 'hash%s %s/h1'), ('b1', 'btree', 'btree%s %s/b1'), ('h2', 'hash', 'hash%s %s/h2'), ('b2', 'btree', 'btree%s %s/b2.db'),
                    ('t1', 'text', 'text%s %s/t1'), ('t2', 'text', 'text -z: -k1 -v%d%%s %%s/t2' % r.choice([0, 1, 2])),
                    ('rx', 'regex', 'regex' + r.choice(['', ' -n', ' -f', ' -b', ' -s1', ' -s1,2', ' -s2', ' -s0', ' -s1,2 -d.', ' -a.rx', ' -m', ' -s', ' -s1,2 -d@ -a+']) + ' ' + r.choice(REGEXES)),
                    ('nu', 'null', 'null'), ('im', 'hash', 'implicit%s %s/h1'), ('mo', 'hash', 'hash -o%s %s/missing')]
            for n, c, d in pool:
                if s.ch(.55):
                    if '%s' in d:
                        o = ''
                        for fl, p in ((' -f', .2), (' -N', .08), (' -O', .06), (' -m', .1), (' -q', .12), (' -a.SX', .2), (' -T.TMP', .06), (' -S_', .08), (' -k', 0), (' -A', .05), (' -L2', .03)):
                            if s.ch(p): o += fl
                        d = d % (o, M)
                    L.append('K%s %s' % (n, d)); s.maps.append((n, c))
            if 'wide' in s.f:
                L.append('Kwi text -z\\t -v1 %s/wide' % M); s.maps.append(('wi', 'text'))
                L += ['Kag macro', 'SPipe', 'R$* . $*\t$: $(ag {M1} $@ $1 $| $2 $) $&{M1}', 'R$* $| $*\t$: $2 $| $1', 'R$* $| $*\t$: $(nu $1 $: $2 $| $1 $)']
                L.append('D{Wide}' + r.choice(WIDE)); L.append('C{Net}' + r.choice(WIDE).replace(' ', ''))
                L.append('SWide\nR$*\t$: $1 $&{Wide}\nR$* $={Net} $*\t$@ member $2\nR$+\t$: $(wi $1 $: $1 $)')
            names = [n for n, c in s.maps if c in ('hash', 'btree', 'text', 'regex', 'null')]
            if len(names) >= 2 and s.ch(.3): L.append('Ksq sequence ' + ' '.join(r.sample(names, r.randrange(1, min(4, len(names) + 1))))); s.maps.append(('sq', 'sequence'))
        L += ['Mlocal, P=/bin/false, F=lsDFMAw5:/|@q, S=0, R=0, T=DNS/RFC822/X-Unix, A=x', 'Mprog, P=/bin/false, F=lsDFMq, S=0, R=0, T=X-Unix, A=x',
              'Mesmtp, P=[IPC], F=mDFMuXa, S=0, R=0, T=DNS/RFC822/SMTP, A=TCP $h']
        if s.maps:      # one ruleset which only looks things up, so that every map option is seen to act
            L.append('SMx')
            for n, c in r.sample(s.maps, min(len(s.maps), 3)):
                if c == 'arith': L.append('R%s $- $-\t$@ $(%s $1 $@ $1 $@ $2 $: none $)' % (n, n) if s.ch(.3) else 'R%s $- $-\t$@ $(%s %s $@ $1 $@ $2 $: none $)' % (n, n, r.choice('+-*|&l=')))
                elif c == 'macro': L.append('R%s $+\t$: $(%s {M1} $@ $1 $) [ $&{M1} ]' % (n, n))
                else: L.append('R%s $*\t%s$(%s $1 %s%s$)' % (n, r.choice(['$: ', '$@ ']), n, r.choice(['', '', '$@ A1 ', '$@ A1 $@ B.2 ', '$@ $1 ']), r.choice(['', '$: miss ', '$: < $1 > ', '$: '])))
            L.append('R$- $*\t$@ $(%s $2 $)' % r.choice([n for n, c in s.maps]))
        names = ['0', '1', '2', '3', '4', 'Test', 'check_x', 'Sub1']
        n = r.randrange(2, 7); pick = r.sample(names, n); s.rs = pick
        for i, nm in enumerate(pick):
            if i and s.ch(.04): continue
            L.append('S' + (nm if s.ch(.9) or nm.isdigit() else nm + '=%d' % (50 + i)))
            pairs = []
            for _ in range(r.choice([1, 2, 2, 3, 3, 4, 5, 6, 8])):
                a, nw = s.lhs(); pairs.append((a, nw))
            if s.ch(.7): pairs.sort(key=lambda p: -len(re.sub(r'\$[*+]|\s', '', p[0])))   # specific rules first, so that later ones are reached
            for a, nw in pairs:
                b = s.rhs(nw, i)
                line = 'R' + a + r.choice(['\t', '\t\t', '\t', ' \t ']) + b + ('' if s.ch(.93) else '\tcomment $1')
                L.append(line)
                if s.ch(.03): L.append('# a comment')
        if 'cferr' in s.f and s.ch(.05): L.insert(r.randrange(7, len(L)), r.choice(['Rnotab', 'Q junk', 'Zz', 'Kbad', 'Kbad nosuchclass x', 'C', 'D', 'S', 'Sbad name', 'O NoSuchOption=1', 'R$*\t', 'H?x?Subject: x', '  continuation']))
        return '\n'.join(L) + '\n'
    def addr(s, d=0):
        r = s.r; k = r.random()
        dom = lambda: r.choice(['foo.bar', 'example.com', 'a.b.c', 'bar.org', 'local', 'ref.test', '[1.2]', 'foo.bar.', 'x1.com', 'Foo.BAR'])
        if k < .25: return s.tok() + '@' + dom()
        if k < .31: return s.tok() + '%' + dom() + '@' + dom()
        if k < .36: return s.tok() + '!' + s.tok() + r.choice(['', '@' + dom()])
        if k < .40: return '<' + s.tok() + r.choice(['', '@' + dom()]) + '>' + r.choice(['', ' ' + s.tok()])
        if k < .43: return '"' + r.choice(['a b', 'x@y', 'q', '', 'a\\"b']) + '"@' + dom()
        if k < .46: return '@' + dom() + r.choice([',', ':']) + s.tok() + '@' + dom()
        if k < .49: return s.tok() + r.choice(['(c)', ' (c d)', '(a(b)c)', '(', ')']) + '@' + dom()
        if k < .53: return dom()
        if k < .57: return r.choice(['', '@', '<>', '<@>', '.', '..', '@@', '"', '\\', '<', '>', '()', '$1', '$*', '|', '/x', ':include:/x', 'a,b', 'a;b', 'a:b;', '\\!', '"\\', '""'])
        if k < .60 and 'eight' in s.f: return s.tok() + ''.join(chr(r.choice([0x80, 0x81, 0x90, 0x91, 0x94, 0x95, 0x99, 0xa0, 0xe9, 0xfe, 0xff])) for _ in range(r.randrange(1, 3))) + '@' + dom()
        t = [r.choice([s.tok, s.op])() for _ in range(r.choice([1, 2, 3, 4, 5, 6, 8, 12, 20]))]
        if s.ch(.05): t.insert(r.randrange(len(t) + 1), r.choice(['"', '(', ')', '<', '>', '\\', '\t', '"x y"', '~', '&', "'", '*', '#', '|', '{', '`']))
        return r.choice(['', ' ']).join(t)
    def queries(s):
        r = s.r; Q = []
        for _ in range(NQ):
            k = r.random(); a = s.addr()
            if k < .80 or 'state' not in s.f:
                rs = r.choice(s.rs[:2] if s.ch(.5) else s.rs)
                if s.ch(.12): rs += ',' + r.choice(s.rs)
                if s.maps and s.ch(.25): rs = 'Mx'; a = '%s %s' % (r.choice(s.maps)[0], r.choice([r.choice(PHRASES), s.tok(), s.tok().upper(), a, '%d %d' % (r.randrange(-9, 20), r.randrange(1, 9)), '"' + r.choice(PHRASES) + '"']))
                q = rs + ' ' + a
            elif k < .84: q = '=S' + r.choice(s.rs)
            elif k < .87: q = '$' + r.choice(MACROS)
            elif k < .89: q = '$=' + r.choice(CLASSES)
            elif k < .94 and s.maps:
                m = r.choice(s.maps); q = '/map %s %s' % (m[0], r.choice([a, s.tok(), r.choice(PHRASES)]))
                if m[1] in ('macro', 'arith') : q = '/map %s %s' % (m[0], s.tok())
            elif k < .97: q = '.D%s%s' % (r.choice(MACROS), r.choice(['foo', 'a.b', 'z', '1', '', 'q@r', '$A']))
            elif k < .99: q = '.C%s%s' % (r.choice(CLASSES), r.choice(PHRASES))
            elif 'parse' in s.f: q = '/parse ' + a
            else: q = r.choice(['nosuch a', '0', '', '# c', '/nosuch x', '.Q', '=Q', '-Q', '999 a', ' 0 a', '0  a'])
            if q.startswith('/') and ('mx' in q[:4] or 'canon' in q[:7]): q = '0 a'
            if 'wide' in s.f and s.ch(.3): q = r.choice(['-d21.2', '-d21.12', '-d21.36', '-d21.0', '-d60.5', '-d60.0', 'Wide ' + s.tok(), 'Wide ' + s.tok() + ' \xe9', 'Pipe ' + a, 'Pipe a.b', '=SPipe', '${Wide}', '/map wi ' + s.tok()])
            Q.append(q.replace('\n', ' '))
        return '\n'.join(Q) + '\n'

def make(seed, feats):
    g = Gen(seed, feats); cf = g.cf(); return cf, g.queries()

def enc(t): return t.encode('latin-1')

def run(cmd, cftext, qtext, timeout, tag):
    """-> (status, stdout) ; status int or 'timeout'/'toolong'"""
    f = '%s/run-%d-%s.cf' % (BASE, os.getpid(), tag)
    with open(f, 'wb') as h: h.write(enc(cftext))
    env = reference_env() if cmd == ['sendmail'] else dict(os.environ, LC_ALL='C', TZ='UTC')
    if cmd == ['sendmail']:
        cmd = [BASE + '/sendmail']; env['LD_PRELOAD'] = BASE + '/shim.so'
    try:
        p = subprocess.run(cmd + ['-C', f, '-bt'], input=enc(qtext), stdout=subprocess.PIPE, stderr=subprocess.STDOUT if 'SWide' in cftext else subprocess.DEVNULL, timeout=timeout, env=env)
        out = p.stdout; st = p.returncode
    except subprocess.TimeoutExpired as e: out = e.stdout or b''; st = 'timeout'
    finally:
        try: os.unlink(f)
        except OSError: pass
    if len(out) > OUTCAP: st = 'toolong'; out = out[:OUTCAP]
    if 'SWide' in cftext: out = re.sub(rb'0x[0-9a-f]+="', b'0x0="', out)   # where tokens lie in memory
    return st, out.replace(f.encode(), b'FILE.cf').replace(MAPDIR.encode(), b'/maps')

def blocks(out, qtext):
    """split at prompts; sort the answers to $=x, whose order is a hash table's"""
    b = re.split(rb'(?:(?<=\n)|^)> ', out); q = qtext.split('\n')
    for i in range(1, len(b)):
        if i - 1 < len(q) and q[i - 1].startswith('$='):
            tail = b[i].endswith(b'\n'); b[i] = b'\n'.join(sorted(b[i].rstrip(b'\n').split(b'\n'))) + (b'\n' if tail else b'')
    return b

def norm(st, out, q): return (st, blocks(out, q))

def first_diff(A, B):
    for i in range(max(len(A), len(B))):
        x = A[i] if i < len(A) else None; y = B[i] if i < len(B) else None
        if x != y: return i, x, y
    return None

def minimise(cmd, cf, q, timeout, tag, budget=220):
    n = [0]
    def bad(cf2, q2):
        if n[0] >= budget: return False
        n[0] += 1
        a = run(['sendmail'], cf2, q2, timeout, tag + 'm'); b = run(cmd, cf2, q2, timeout, tag + 'n')
        if a[0] in ('timeout', 'toolong'): return False
        return norm(*a, q2) != norm(*b, q2)
    def dd(items, test):
        k = 2
        while len(items) >= 2:
            sz = max(1, len(items) // k); ok = False
            for i in range(0, len(items), sz):
                t = items[:i] + items[i + sz:]
                if test(t): items = t; k = max(2, k - 1); ok = True; break
            if not ok:
                if sz == 1: break
                k = min(len(items), k * 2)
            if n[0] >= budget: break
        return items
    Q = q.rstrip('\n').split('\n'); j = lambda x: '\n'.join(x) + '\n'
    for one in Q:
        if bad(cf, j([one])): Q = [one]; break
    else: Q = dd(Q, lambda t: bad(cf, j(t)))
    C = cf.rstrip('\n').split('\n')
    C = dd(C, lambda t: bad(j(t), j(Q)))
    C = [c for i, c in enumerate(C)]
    if len(Q) == 1 and ' ' in Q[0] and not Q[0].startswith(('/', '.', '$', '=')):
        pre, a = Q[0].split(' ', 1); L = dd(list(a), lambda t: bad(j(C), j([pre + ' ' + ''.join(t)]))); Q = [pre + ' ' + ''.join(L)]
    return j(C), j(Q)

def span(t):
    a, _, b = t.partition('-'); return range(int(a), int(b or a) + 1)

def compare(o, quiet=False):
    cmd = shlex.split(o.cmd); feats = set(o.features.split(',')); t0 = time.time()
    st = dict(seeds=0, skipped=0, queries=0, agree=0, bad=[], refcrash=0)
    def one(seed):
        cf, q = make(seed, feats); tag = str(seed)
        if o.recorded:
            if not os.path.exists('%s/%d.out' % (o.recorded, seed)): return seed, 'absent', cf, q, None, None
            raw = open('%s/%d.out' % (o.recorded, seed), 'rb').read(); s1, _, out = raw.partition(b'\n'); s1 = s1.decode(); s1 = int(s1) if s1.lstrip('-').isdigit() else s1; A = (s1, out)
        else: A = run(['sendmail'], cf, q, o.timeout, tag + 'a')
        if A[0] in ('timeout', 'toolong'): return seed, 'skip', cf, q, A, None
        B = run(cmd, cf, q, o.timeout, tag + 'b')
        same = norm(*A, q) == norm(*B, q)
        return seed, 'ok' if same else 'bad', cf, q, A, B
    with ThreadPoolExecutor(o.j) as ex:
        for seed, res, cf, q, A, B in ex.map(one, span(o.seeds)):
            if res == 'absent': continue
            st['seeds'] += 1
            if isinstance(A[0], int) and A[0] < 0: st['refcrash'] += 1; print('seed %d: the reference itself died of signal %d' % (seed, -A[0]))
            if res == 'skip': st['skipped'] += 1; continue
            st['queries'] += NQ
            if res == 'ok': st['agree'] += 1; continue
            st['bad'].append(seed)
            if len(st['bad']) > o.max_report: continue
            d = first_diff(blocks(A[1], q), blocks(B[1], q)); Q = q.split('\n')
            if not quiet:
                print('seed %d: DISAGREE (status %s vs %s)' % (seed, A[0], B[0]))
                if d: print('  at query: %r\n  ref: %r\n  cmd: %r' % (Q[d[0] - 1] if d[0] else '(start-up)', (d[1] or b'')[:300], (d[2] or b'')[:300]))
            if not o.no_minimise:
                mc, mq = minimise(cmd, cf, q, o.timeout, str(seed)); os.makedirs(o.repro, exist_ok=True); p = '%s/%d' % (o.repro, seed)
                open(p + '.cf', 'wb').write(enc(mc)); open(p + '.in', 'wb').write(enc(mq))
                a = run(['sendmail'], mc, mq, o.timeout, 'x'); b = run(cmd, mc, mq, o.timeout, 'y'); open(p + '.ref', 'wb').write(a[1]); open(p + '.cmd', 'wb').write(b[1])
                if not quiet: print('  repro %s.{cf,in,ref,cmd}: %d cf lines, %d queries' % (p, mc.count('\n'), mq.count('\n')))
    st['secs'] = time.time() - t0
    if not quiet:
        print('%d seeds, %d skipped (reference too slow or too long), %d queries, %d disagreeing seeds, %d reference crashes, %.1f s, %.1f seeds/s' %
              (st['seeds'], st['skipped'], st['queries'], len(st['bad']), st['refcrash'], st['secs'], st['seeds'] / st['secs']))
    return st

MUTANTS = [('plus->star', r's/\$+/$*/g'), ('star->plus', r's/\$\*/$+/g'), ('notclass->one', r's/\$~[XYZ]/$-/g'), ('class->one', r's/\$=[XYZ]/$-/g'), ('no $: prefix', r's/\t\$: /\t/'), ('$@ as $:', r's/\t\$@ /\t$: /'),
           ('swap $1 $2', r's/\$1/$Q/g;s/\$2/$1/g;s/\$Q/$2/g'), ('no map suffix', r's/ -a\.SX//'), ('fold case', r's/ -f / /'), ('no default', r's/ \$: [^$]* \$)/ $)/'), ('operators', r's/^O OperatorChars=.*/O OperatorChars=.@/'), ('config error line', r's/^O MaxRuleRecursion.*//')]

def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter); sub = ap.add_subparsers(dest='mode', required=True)
    F = 'core,maps,state,eight,loops,cferr'
    def common(p):
        p.add_argument('--seeds', default='1-300'); p.add_argument('--features', default=F); p.add_argument('-j', type=int, default=2); p.add_argument('--timeout', type=float, default=3)
        p.add_argument('--max-report', type=int, default=5); p.add_argument('--repro', default='rulefuzz-repro'); p.add_argument('--no-minimise', action='store_true'); p.add_argument('--recorded'); p.add_argument('--makemap', help='then the reference is not needed: with --recorded')
    p = sub.add_parser('gen'); p.add_argument('seed', type=int); p.add_argument('--features', default=F)
    p = sub.add_parser('oracle'); common(p); p.add_argument('--out', required=True)
    p = sub.add_parser('compare'); p.add_argument('cmd'); common(p)
    p = sub.add_parser('selftest'); common(p)
    o = ap.parse_args()
    if o.mode == 'gen':
        cf, q = make(o.seed, set(o.features.split(','))); sys.stdout.buffer.write(enc(cf + '--- queries\n' + q)); return 0
    setup(o.makemap)
    if o.mode == 'oracle':
        os.makedirs(o.out, exist_ok=True); t = time.time()
        def rec(s):
            cf, q = make(s, set(o.features.split(','))); st, out = run(['sendmail'], cf, q, o.timeout, 'o%d' % s)
            for e, d in (('out', ('%s\n' % st).encode() + out),): open('%s/%d.%s' % (o.out, s, e), 'wb').write(d)
            return len(out), st
        with ThreadPoolExecutor(o.j) as ex: R = list(ex.map(rec, span(o.seeds)))
        print('%d recorded, %d skipped kind, mean %d bytes, %.1f seeds/s' % (len(R), sum(1 for r in R if r[1] in ('timeout', 'toolong')), sum(r[0] for r in R) / len(R), len(R) / (time.time() - t))); return 0
    if o.mode == 'compare':
        st = compare(o); return 1 if st['bad'] else 0
    o.cmd = 'sendmail'; st = compare(o); ok = not st['bad']
    for name, sed in MUTANTS:
        w = BASE + '/mutant.sh'
        open(w, 'w').write('#!/bin/sh\nsed -i %s "$2"; LD_PRELOAD=%s/shim.so exec %s/sendmail -C "$2" -bt\n' % (shlex.quote(sed), BASE, BASE)); os.chmod(w, 0o755)
        o2 = argparse.Namespace(**vars(o)); o2.cmd = w; o2.seeds = '1-60'; o2.no_minimise = True; m = compare(o2, quiet=True)
        print('mutant %-18s caught by %d of %d seeds' % (name, len(m['bad']), m['seeds'] - m['skipped'])); ok = ok and m['bad']
    return 0 if ok else 1

if __name__ == '__main__': sys.exit(main())
