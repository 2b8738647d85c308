#!/usr/bin/env python3
"""cffuzz.py - random lines of a sendmail.cf, most of them odd, read by cftest and by the reference.

A seed determines a configuration and some ten questions. rulefuzz.py makes rules that do something;
here each line type is written with fields, blanks, quotes, names and bytes where none belong.

  cffuzz.py gen SEED                       print the configuration and the questions
  cffuzz.py compare CMD --seeds A-B        ask CMD and the reference, and show where they differ
      [--recorded FILE]  the digests of FILE in place of the reference
      [-m]               make what differs small first
  cffuzz.py record --seeds A-B --out FILE  write the digests of the reference's answers

The reference and the folder to work in are those of rulefuzz.py (LIBRULES_REFERENCE_DIR,
RULEFUZZ_DIR). Exit status: 0 no difference, 1 differences."""
import argparse
import difflib
import hashlib
import os
import random
import re
import shlex
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import rulefuzz  # noqa: E402

WORK = os.path.join(rulefuzz.BASE, 'lines')
OPTION_LIST = os.path.join(HERE, '../../librules/src/cf/options.def')
OPTS = [line.split('(')[1].split(',') for line in open(OPTION_LIST) if line.startswith('CF_OPTION')]
CLASSES = ('hash btree cdb lmdb implicit text stab sequence switch null dequote regex macro arith arpa '
           'host user program syslog bogus dns nis nisplus userdb bestmx socket nosuch Null TEXT').split()


def whole(line):
    """Of a value that ends in a name's sign, the reference shows what its memory holds behind it."""
    return re.sub(r'\$([=~&?]\{?)(?=$|\n)', r'$\1x', line) if line.startswith(('D', '.D')) else line


class Lines:
    """One configuration and its questions; every text is made of words and of odd pieces."""

    def __init__(s,seed): s.r=random.Random('lines-%d' % seed)
    def ch(s,p): return s.r.random()<p
    def c(s,l): return s.r.choice(l)
    def word(s):
        return s.c(['a','b','foo','bar.org','x1','A','99','0','-1','3d','test','root','/dev/null','/nosuch/t1','true','T','f','yes','a@b','local','"q"','*','=','m','u'])
    def odd(s):
        return s.c(['$x','$m','${long}','${}','${l','$&m','$&{long}','$','$$','$?m yes$|no$.','$?{nope}A$|B$.','$?m','$.','$|','\\','\\\\','\\n','\\,','\\t','"','"a b"','(c)','(','#','# c','\t#c',' ',
          '  ','\t','\xe9','\x80','\x81','\x9b','\xff','{','}','<','>','[',']','/',':',';',',','!','%','|','@','=','==','~','$*','$+','$-','$=x','$~x','$1','$9','$0','$#','$:','$@','$>','$(','$)','$[','$]','$>foo','$&','$=','$~','$={','${x}y','\x01','\x7f','\r','\x0b','\x1b'])
    def txt(s,n=None,p=.5):
        n=s.r.randrange(0,5) if n is None else n
        t=''
        for _ in range(n): t+=s.odd() if s.ch(p) else s.word()
        if s.ch(.01): t+=s.c(['x','ab ','$m','.'])*s.c([100,260,600,2100])
        return t
    def sep(s): return s.c(['',' ','\t','  ',' \t',','])
    def name(s): return s.c(['x','y','{long}','{Long}','{a b}','{','{}','','{x','A','1','{1a}','{a_b}','{a-b}','w','j','m','{%s}'%('n'*s.c([5,24,25,26,40])),s.odd(),'{x}'])
    def side(s):
        t=[]
        for _ in range(s.r.randrange(0,6)):
            t.append(s.c(['$*','$+','$-','$@','$=x','$~x','$={long}','$&m','$1','$2','$3','$9','$0','$#local','$#','$#error','$@','$:','$: ','$>y','$>','$>$1','$>{a}','$(','$)','$( k','$( k $1 $)','$(k $@ a $: b $)','$[','$]','$[ $1 $]','$[ $1 $: d $]','$|','$x','$m','$w','${long}','$?m','$.','$?m a $| b $.','a','b','foo','.','@','<','>','"','"a','\\','\\a','(','c)','(c)',',',';',':','$','$$','\xe9','\x99','$=','$~','$&','$(k','$=\xe9','$&{x}','$>\xe9','$@ $1']))
        return s.c([' ','',' '])[0:].join(t) if s.ch(.7) else ' '.join(t)
    def R(s):
        k=s.c(['\t','\t\t',' \t','\t ']) 
        if s.ch(.06): k=' '
        t='R'+s.c(['','',' ','\t'])+s.side()+k+s.side()
        if s.ch(.4): t+=s.c(['\tcomment','\t',' ','\t#','\t\tc','\t$x','\t"','\tc\td'])
        return t
    def S(s):
        return 'S'+s.sep()*s.ch(.3)+s.c(['0','1','3','5','99','y','foo','test=7','test = 8','foo=99','=3','a=','A=a','a b','-1','1000','200','199','5x','x5','$x','${m}','{a}','"q"','_a','a.b','y=y','foo=foo2',s.txt(2),s.word()+s.c(['=',' = ',' ',''])+s.txt(1)])+s.c(['','','','\t','# c',' # c',' c'])
    def D(s): return 'D'+s.name()+s.c(['',' ','\t'])*s.ch(.3)+s.txt()
    def C(s): return s.c('CCCT')+s.name()+s.sep()*s.ch(.3)+' '.join(s.txt(s.r.randrange(1,3),.4) for _ in range(s.r.randrange(0,4)))
    def F(s):
        return 'F'+s.name()+s.c(['',' ','\t'])+s.c(['','-o ','-o','-x ','-o\t'])+s.c(['','cls','/nosuch/x','/nosuch','|/bin/echo a b','|/bin/false','|','/etc/nosuch/x','text:/nosuch/t1','k@null','@hash:/nosuch/x','k@text:/nosuch/t1','@ldap','nosuch@text:/x','/dev/null','relative',s.txt(2)])+s.c(['','','',' %s',' %[^#]',' %d',' %','%s',' # c',' a',' %s %s',' %[a-c]',' %5s',' %c',' %*s %s'])
    def K(s):
        t='K'+s.c(['',' '])*s.ch(.1)+s.c(['k','k','k2','k3','','K','k.','k-1','"k"',s.word(),s.txt(1)])+s.c([' ',' ',' ','\t','','  '])+s.c(CLASSES)
        for _ in range(s.r.randrange(0,4)):
            t+=s.c([' ',' ',' ','\t',''])+s.c(['-'])+s.c(list('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ012@ -'))+s.c(['','','','.x','-','"a b"',' ','a b','\t','5','0','$m','\\','\xe9',',',':','\x99','%s','()',s.odd()])
        t+=s.c([' ',' ',''])+s.c(['','/nosuch/t1','/nosuch/x','k k2','k2 k3','^a(b)?$','[','a|b','/bin/echo','local:/nosuch/socket','"a b"','-',s.txt(2)])
        return t
    def M(s):
        t='M'+s.c(['',' '])*s.ch(.1)+s.c(['local','m1','m2','prog','*file*','error','discard','','a b','"q"','m1=','m1\t',s.txt(1)])
        for _ in range(s.r.randrange(0,6)):
            t+=s.c([',',', ',', ',' ',',,',' , ',';','\t,\t'])
            k=s.c(['P','A','F','S','R','E','M','L','D','U','C','T','m','r','Q','W','N','/','Path','Argv','Flags','Sender','Recipient','recipients','Eol','Maxsize','Linelimit','Directory','Userid','Charset','Type','maxmessages','Queue','Wait','Nice','Root','p','X','','f','a','@','Y','Z'])
            v={'P':['/bin/true','[IPC]','[TCP]','[FILE]','[LPC]','','x'],'A':['TCP $h','FILE $u','FILE /x','a b','','TCP','x $u $h','IPC $h 25'],'F':['lsDFM','','a b','lz','{','%0','\xe9','9876','A5:/|@','lsPXd','\x7f','(',],
               'S':['5','5/6','foo/bar','0/','/','999','nosuch','Foo','-3','a b','$x'],'E':['\\n','\\r\\n','\\0','\\x','\\12','',' \\t','\\\\'],'T':['DNS/RFC822/SMTP','a/b','a','/','//c','X-Unix/X-Unix/X-Unix','DNS/X/SMTP'],
               'U':['root','1:2','nosuch','root:1','nosuch:nosuch',':','1:',':2','99999999999','-1','root.1','daemon:','1kf','$x:1','==','1::x','010:0x1'],'Q':['q1','nosuch','mqueue',''],'D':['/','a:b','']}.get('T' if k[:1]=='T' else (k[:1].upper() if k not in('r','m') else '#'))
            if k[:1] in 'Rr' and k[:2]!='Ro' and s.ch(.6) and k!='r': v=['5','5/6','foo/bar','0/','/','999','nosuch']
            if v is None or s.ch(.2): v=['0','5','-5','100','x','99999999999','5z','1k','','0x10',s.txt(1),s.txt(2)]
            t+=k+s.c(['=','=','=',' = ','= ',' =',''] if s.ch(.3) else ['='])+s.c(v)
        return t
    def O(s):
        o=s.c(OPTS); nm=o[0]; le=o[1].strip()
        v=s.c(['','true','false','T','F','y','n','0','1','5','-1','10','x','3d','4h','30m','5s','5x','1d2h','99999999999999','0600','08','0x1f','/nosuch/t1','/nosuch','root','nosuch','1:2','root:daemon','none','all','a','b','i','q','e','p','w','s','m','priority','host','time','filename','modification','random','8','pass','mimefy','strict','auth','noexpn','goaway,x','Name=MTA','Port=25,Addr=1.2.3.4','Port=nosuch','M=bEa','Family=inet6','Family=x','+AAONLY','-DNSRCH','+x','postmaster,interactive','m','safe','GroupWritableDirPathSafe','GroupWritableDirPathSafe x','local','a:b','hash:/x','x@y','(a)',s.txt(2),s.txt(1),s.txt(3,.3)])
        k=s.r.random()
        if k<.6: t='O '+s.c(['',' '])*s.ch(.1)+(nm if s.ch(.8) else nm[:s.r.randrange(1,len(nm)+1)] if s.ch(.6) else nm.lower() if s.ch(.5) else nm+s.c(['x','.y','..','.','$x',' ']))+s.c(['=','=','=',' = ','= ',' =','',' ','\t=\t',':'])+v
        elif k<.7: t='O Timeout'+s.c(['.','=','. '])+s.c(['initial','connect','ident','queuereturn','queuereturn.normal','queuewarn.urgent','queuewarn.x','ql','x','resolver.retry','resolver.retrans.first','hoststatus','aconnect','starttls','auth','queue','iconnect','ICONNECT','control','lhlo'])+s.c(['=','= ',' =',' ',''])+v
        else: t='O'+(le[1] if le[0]=="'" else chr(int(le,16)) if s.ch(.1) else s.c('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-+.,;\xe9/="'))+v
        return t
    def L(s):
        k=s.r.random()
        if k<.09: return s.D()
        if k<.16: return s.C()
        if k<.22: return s.F()
        if k<.34: return s.K()
        if k<.46: return s.M()
        if k<.54: return s.O()
        if k<.60: return 'H'+s.c(['','?','?P?','??','?${x}?','?x','?P','?PQ?','?\xe9?','?$m?'])+s.c(['X-A','Received','From','To','X A','','x:','Subject','$x',s.txt(1)])+s.c([': ',':','',' : ',':\t'])+s.c(['$>foo','$>+foo','$>+ y','$>','$>nosuch','> $>y','$>y z','',s.txt(),s.txt(2)])
        if k<.64: return 'P'+s.c(['','a','first-class','junk',s.txt(1)])+s.c(['=','=',' = ',''])+s.c(['0','-60','x','',' 5','99999999999',s.txt(1)])
        if k<.67: return 'V'+s.c(['10','9','8','7','5','1','','x','10/Berkeley','9/Sun','10/x','/Berkeley','-1','99','10 /Berkeley',' 10','10/','10/Digital','10x','10/Berkeley x',s.txt(1)])
        if k<.72: return 'Q'+s.c(['q1','q2','','mqueue','a b','Q1',s.txt(1)])+''.join(s.c([',',', ',' '])+s.c(['P','F','N','I','J','R','X','r','Path','Flags','Nice','Interval','Jobs','Runners','recipients','p',''])+s.c(['=','=',' = ',''])+s.c(['/var/spool/mqueue','/x','x','f','','5','-1','5m','1d','x y',s.txt(1)]) for _ in range(s.r.randrange(0,4)))
        if k<.76: return 'X'+s.c(['f1','f2','','a b',s.txt(1)])+''.join(s.c([',',', ',' '])+s.c(['S','F','T','Socket','Flags','Timeouts','X','s',''])+s.c(['=','=',' = ',''])+s.c(['local:/x','inet:25@localhost','unix:/x','R','T','RT','4','x','C:5m;S:1s','C:x','S:10s;R','inet:1','E:1m;',';','',s.txt(1)]) for _ in range(s.r.randrange(0,4)))
        if k<.79: return 'E'+s.c(['A=b','A','=b','','A =b','TZ=UTC','A=$m',s.txt(2)])
        if k<.82: return s.c(['L','Z','G','\xe9','$','a','r','0','#','"','\\','B','N','A','W','Y','U','{','I','J','o','\x80'])+s.txt()
        if k<.88: return s.S()
        return s.R()
    def cf(s):
        l=[]
        if s.ch(.8): l.append(s.c(['V10/Berkeley','V10','V10/Berkeley','V9','V8','V1']))
        l+=['Dm m.org','D{long}lo ng','Cx a b foo','Dxx y']
        if s.ch(.9): l.append('Mlocal, P=/bin/true, F=lsDFMA, S=0, R=0, A=true $u')
        if s.ch(.3): l.append('O OperatorChars=.:%@!^/[]+')
        for _ in range(s.r.randrange(1,14)):
            x=s.L()
            if s.ch(.06): i=s.r.randrange(0,len(x)+1); x=x[:i]+s.odd()+x[i:]
            if s.ch(.05): i=s.r.randrange(0,len(x)+1); x=x[:i]+s.c(['\n\t','\n ','\\\n','\n \n'])+x[i:]
            if s.ch(.04): x+=s.c([' #c','\t# c','#',' ','\t','\\','\r'])
            l.append(x)
        if s.ch(.7):
            l.append(s.c(['Sy','S5','Stest=7','S0']))
            for _ in range(s.r.randrange(0,6)): l.append(s.R())
        return '\n'.join(whole(x) for x in l)+('' if s.ch(.03) else '\n')
    def q(s):
        o=[]
        for _ in range(s.r.randrange(4,12)):
            o.append(s.c(['=M','=M','=Sy','=S5','=S0','=Stest','=S','=Sfoo','=S99','$=x','$={long}','$=y','$=t','$m','$x','${long}','${x}','$j','$y','$1','/map k a','/map k2 foo','/map k3 x1','/map k foo.bar','/map k','y a','y a b','y foo@bar','y','5 a.b.c','foo a','test x','7 "a b"','y a , b','5 \xe9','0 a@b','3 a','y,5 a@b','y '+s.txt(3),'y '+s.side(),
             '/parse a','/parse a@b.c','/parse "x y"@z','/tryflags hs','/tryflags er','/try local a@b','/try m1 a','/try prog x','/try nosuch x','/header X-A: b','/header To: c','/expand $m','/expand ${x}$y','/expand '+s.txt(2),'/canon a','.Dmz','.Cx new words','.Sx','.D{long}'+s.txt(1),'.C'+s.name()+s.txt(2),'.D'+s.name()+s.txt(2),'-d21.2','-d0','-d60.5','-d20.1','-d24.4','-d35.9','-d37.1','/sender a','/mx m.org','?','/',s.txt(3)]))
        return '\n'.join(whole(x) for x in o if x != '-d0').replace('/mx', '/canon') + '\n'


def run(command, cf, queries, folder):
    """-> exit status, the answers one by one, standard error"""
    os.makedirs(folder, exist_ok=True)
    with open(folder + '/c.cf', 'wb') as f:
        f.write(cf.encode('latin-1'))
    with open(folder + '/cls', 'w') as f:
        f.write('# c\nfoo\n bar.org rest\n\nx1 # c\n')
    os.chmod(folder + '/c.cf', 0o644)
    os.chmod(folder + '/cls', 0o644)
    env = dict(os.environ, LC_ALL='C', TZ='UTC')
    if command is None:
        env = rulefuzz.reference_env()
        env['LD_PRELOAD'] = rulefuzz.BASE + '/shim.so'
        command = [rulefuzz.BASE + '/sendmail']
    try:
        p = subprocess.run(command + ['-C', 'c.cf', '-bt'], input=queries.encode('latin-1'), cwd=folder,
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=20, env=env)
    except subprocess.TimeoutExpired:
        return 'timeout', [], b''
    return p.returncode, answers(p.stdout, queries), same_everywhere(p.stderr)


def same_everywhere(text):
    """Without places in memory, and with seven bits where cftest has them in one warning."""
    text = re.sub(rb'0x[0-9a-f]{6,}', b'0xP', text)
    seven = lambda m: bytes(c & 0x7f for c in m[0])
    return re.sub(rb'WARNING: Ruleset [^\n]* has multiple definitions', seven, text)


def answers(output, queries):
    """Split at the prompts; the words of a class sorted, of which there is no order."""
    blocks = re.split(rb'(?:(?<=\n)|^)> ', same_everywhere(output))
    asked = queries.split('\n')
    for i in range(1, len(blocks)):
        if i - 1 < len(asked) and asked[i - 1].startswith('$='):
            blocks[i] = b'\n'.join(sorted(blocks[i].split(b'\n')))
    return blocks


def digest(answer):
    return hashlib.sha256(repr(answer).encode()).hexdigest()[:16]


def lost(answer):
    """Did the reference give up, or die?"""
    return answer[0] == 'timeout' or answer[0] < 0


class Comparison:
    def __init__(self, command):
        self.command = shlex.split(command) + ['--allow-exec', '--host-name', 'ref.test', '--user', 'root',
                                               '--interfaces', 'ref.test', '--zone', '/dev/null']

    def both(self, cf, queries, folder):
        ours = run(self.command, cf, queries, folder + 'o')
        return run(None, cf, queries, folder + 'r'), ours

    def differs(self, cf, queries, folder):
        reference, ours = self.both(cf, queries, folder)
        return not lost(reference) and reference != ours

    def smaller(self, cf, queries, folder):
        text = lambda lines: '\n'.join(lines) + '\n' if lines else ''
        asked = less(queries.split('\n')[:-1], lambda q: self.differs(cf, text(q), folder))
        lines = less(cf.rstrip('\n').split('\n'), lambda c: self.differs(text(c), text(asked), folder))
        for n, line in enumerate(lines):
            if len(line) > 400:
                continue
            with_line = lambda c: text(lines[:n] + [''.join(c)] + lines[n + 1:])
            lines[n] = ''.join(less(list(line), lambda c: self.differs(with_line(c), text(asked), folder)))
        return text(lines), text(asked)

    def report(self, cf, queries, folder):
        reference, ours = self.both(cf, queries, folder)
        lines = lambda a: (b'\n> '.join(a[1]) + b'\n' + a[2]).decode('latin-1').split('\n')
        out = '  cf: %r\n  asked: %r\n  status: %s %s\n' % (cf, queries, reference[0], ours[0])
        for line in list(difflib.unified_diff(lines(reference), lines(ours), n=0, lineterm=''))[2:12]:
            out += '    %r\n' % line[:300]
        return out


def less(items, still):
    """The items that are needed, as far as leaving out some at a time tells."""
    parts = 2
    while len(items) >= 2:
        size = max(1, len(items) // parts)
        for i in range(0, len(items), size):
            if still(items[:i] + items[i + size:]):
                items, parts = items[:i] + items[i + size:], max(2, parts - 1)
                break
        else:
            if size == 1:
                break
            parts = min(len(items), parts * 2)
    return [] if len(items) == 1 and still([]) else items


def span(text):
    first, _, last = text.partition('-')
    return range(int(first), int(last or first) + 1)


def in_turn(seeds, one):
    """one(seed, configuration, questions, folder) of each, in the order of the seeds."""
    def call(seed):
        lines = Lines(seed)
        folder = '%s/%d' % (WORK, seed)
        cf, queries = lines.cf(), lines.q()
        try:
            return seed, one(seed, cf, queries, folder)
        finally:
            for side in 'ro':
                shutil.rmtree(folder + side, ignore_errors=True)
    with ThreadPoolExecutor(2) as pool:
        yield from pool.map(call, seeds)


def record(o):
    def one(seed, cf, queries, folder):
        reference = run(None, cf, queries, folder + 'r')
        return None if lost(reference) else digest(reference)
    with open(o.out, 'w') as f:
        for seed, known in in_turn(span(o.seeds), one):
            if known:
                f.write('%d %s\n' % (seed, known))
    return 0


def compare(o):
    comparison = Comparison(o.command)
    recorded = dict(line.split() for line in open(o.recorded)) if o.recorded else None

    def one(seed, cf, queries, folder):
        if recorded is not None:
            if str(seed) not in recorded:
                return ''
            ours = run(comparison.command, cf, queries, folder + 'o')
            return '' if digest(ours) == recorded[str(seed)] else '  not what was recorded: %s compare\n' % sys.argv[0]
        if not comparison.differs(cf, queries, folder):
            return ''
        if o.m:
            cf, queries = comparison.smaller(cf, queries, folder)
        return comparison.report(cf, queries, folder)
    seeds = bad = 0
    for seed, text in in_turn(span(o.seeds), one):
        seeds += 1
        if text:
            bad += 1
            print('seed %d\n%s' % (seed, text), flush=True)
    print('%d configurations, %d differ' % (seeds, bad))
    return 1 if bad else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    modes = parser.add_subparsers(dest='mode', required=True)
    modes.add_parser('gen').add_argument('seed', type=int)
    p = modes.add_parser('compare')
    p.add_argument('command')
    p.add_argument('--seeds', default='1-300')
    p.add_argument('--recorded')
    p.add_argument('-m', action='store_true')
    p = modes.add_parser('record')
    p.add_argument('--seeds', default='1-300')
    p.add_argument('--out', required=True)
    o = parser.parse_args()
    if o.mode == 'gen':
        lines = Lines(o.seed)
        sys.stdout.buffer.write((lines.cf() + '--- questions\n' + lines.q()).encode('latin-1'))
        return 0
    if not getattr(o, 'recorded', None):
        rulefuzz.setup(None)
    os.makedirs(WORK, exist_ok=True)
    return record(o) if o.mode == 'record' else compare(o)


if __name__ == '__main__':
    sys.exit(main())
