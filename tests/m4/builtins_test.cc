// Each built-in macro. What is expected is what GNU m4 1.4.19 gives.
#include "m4/builtins.h"

#include <array>
#include <catch2/catch.hpp>

#include "evaluate.h"

namespace {

struct Case {
  std::string_view builtin;
  std::string_view program;
  std::string_view output;
  std::string_view messages = "";
};

const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      {"__file__", "__file__", "in.m4"},
      {"__line__", "\n__line__ len(\n)\n__line__", "\n2 0\n4"},
      {"__program__", "__program__", "m4"},
      {"builtin", "undefine(`len')builtin(`len', `abc')builtin(`no')", "3",
       "m4:in.m4:1: undefined builtin `no'\n"},
      {"builtin", "builtin", "builtin"},
      {"changecom", "define(`x', `1')#x\nchangecom#x\nchangecom(`/*', `*/')/*x*/x",
       "#x\n#1\n/*x*/1"},
      {"changequote", "define(`x', `1')changequote([, ])[x]`x'changequote(<<, >>)<<x<<>>>>",
       "x`1'x<<>>"},
      {"debugfile", "debugfile(`')debugmode(`aeq')traceon(`len')len(a)debugfile len(b)", "1 1",
       "m4trace: -1- len(`b') -> `1'\n"},
      {"debugmode", "traceon(`len')len(a)debugmode(`ae')len(a)debugmode(`-a+')", "11",
       "m4trace: -1- len\nm4trace: -1- len(a) -> 1\nm4:in.m4:1: Debugmode: bad debug flags: "
       "`-a+'\n"},
      {"decr", "decr(1)decr(-2147483648)", "02147483647"},
      {"define", "define(`f', `$1-$#-$*-$@-`$0'')f(a,`b c')define(`g')g", "a-2-a,b c-a,b c-f"},
      {"defn", "define(`a', `len(x)')defn(`a')define(`b', defn(`len'))b(`ab')defn(`no')",
       "len(x)2"},
      {"divert", "divert(2)two\ndivert(1)one\ndivert(-1)lost divert(`x')divert\nzero\n",
       "\nzero\none\ntwo\n", "m4:in.m4:3: non-numeric argument to builtin `divert'\n"},
      {"divnum", "divnum divert(3)divnum", "0 3"},
      {"dnl", "a dnl b\nc dnl(`d') e\nf", "a c f",
       "m4:in.m4:2: Warning: excess arguments to builtin `dnl' ignored\n"},
      {"dumpdef", "define(`a', `b')dumpdef(`a', `len', `no')", "",
       "m4:in.m4:1: undefined macro `no'\na:\tb\nlen:\t<len>\n"},
      {"errprint", "errprint(`a', b, c\n)errprint", "errprint", "a b c\n"},
      {"esyscmd", "esyscmd(`echo never')", "",
       "m4:in.m4:1: esyscmd is refused: a file that is not trusted starts no programs\n"},
      {"eval", "eval(1+2*3)|eval(2**3**2)|eval(-7/2)|eval(7,2,5)|eval(0r3:12)|eval(1/0)",
       "7|512|-3|00111|5|", "m4:in.m4:1: divide by zero in eval: 1/0\n"},
      {"eval", "eval(`0&&1/0')eval(`1||(2')", "0",
       "m4:in.m4:1: bad expression in eval (missing right parenthesis): 1||(2\n"},
      {"format", "format(`%5d|%-4s|%x|%c|%.2f', 42, ab, 255, 65, 1.5)", "   42|ab  |ff|A|1.50"},
      {"ifdef", "ifdef(`len', yes, no) ifdef(`nolen', yes, no) ifdef(`nolen', yes)", "yes no "},
      {"ifelse", "ifelse(a, a, 1)ifelse(a, b, 1, c, c, 2, 3)ifelse(a, b, 1, 2)ifelse(a, b)", "122",
       "m4:in.m4:1: Warning: too few arguments to builtin `ifelse'\n"},
      {"include", "include(`nofile')include", "include",
       "m4:in.m4:1: cannot open `nofile': No such file or directory\n"},
      {"incr", "incr(1)incr(2147483647)incr(`')incr(x)", "2-21474836481",
       "m4:in.m4:1: empty string treated as 0 in builtin `incr'\n"
       "m4:in.m4:1: non-numeric argument to builtin `incr'\n"},
      {"index", "index(abcabc, ca)index(abc, x)index(abc, `')", "2-10"},
      {"indir", "define(`a b', `<$1>')indir(`a b', 1)indir(`no')", "<1>",
       "m4:in.m4:1: undefined macro `no'\n"},
      {"len", "len(abc)len()len", "30len"},
      {"m4exit", "a\ndivert(1)b\nm4exit(3)c", "a\n"},
      {"m4wrap", "m4wrap(`one ')m4wrap(`len(abc) ')text ", "text 3 one "},
      {"maketemp", "maketemp(`x')", "",
       "m4:in.m4:1: maketemp is refused: a file that is not trusted makes no files\n"},
      {"mkstemp", "mkstemp(`x')", "",
       "m4:in.m4:1: mkstemp is refused: a file that is not trusted makes no files\n"},
      {"patsubst",
       "patsubst(`GNUs not Unix', `\\w+', `(\\&)')patsubst(`abc', `b') patsubst(`ab', `', `-')",
       "(GNUs) (not) (Unix)ac -a-b-"},
      {"popdef", "define(`a', 1)pushdef(`a', 2)a`'popdef(`a')a`'popdef(`a', `a')a", "21a"},
      {"pushdef", "pushdef(`a', 1)pushdef(`a', 2)a", "2"},
      {"regexp",
       "regexp(`GNUs not Unix', `\\<[a-z]\\w+')regexp(`abc', `\\(b\\)\\(c\\)', `\\2\\1\\3')", "5cb",
       "m4:in.m4:1: Warning: sub-expression 3 not present\n"},
      {"shift", "shift(1, `a,b', c)shift(1)shift", "a,b,cshift"},
      {"sinclude", "sinclude(`nofile')", ""},
      {"substr", "substr(abcdef, 2) substr(abcdef, 2, 2) substr(abc, 5)substr(abc, -1)",
       "cdef cd "},
      {"syscmd", "syscmd(`echo never')", "",
       "m4:in.m4:1: syscmd is refused: a file that is not trusted starts no programs\n"},
      {"sysval", "sysval", "0"},
      {"traceoff", "traceon(`len', `index')traceoff(`len')len(a)index(a, a)", "10",
       "m4trace: -1- index\n"},
      {"traceon", "debugmode(`aeqc')traceon(`len')len(`a')", "1",
       "m4trace: -1- len ...\nm4trace: -1- len(`a') -> ???\nm4trace: -1- len(...) -> `1'\n"},
      {"translit",
       "translit(`abcxyz', `a-c', `A-C') translit(`hello', `l') translit(`a-b', `-a', `+')",
       "ABCxyz heo +b"},
      {"undefine", "define(`a', 1)pushdef(`a', 2)undefine(`a')a", "a"},
      {"undivert", "divert(1)one divert(2)two divert(0)undivert(2)undivert(2)zero ",
       "two zero one "},
  };
  return all;
}

}  // namespace

TEST_CASE("builtins: each gives what GNU m4 gives") {
  m4::SearchPath files({});
  m4::Options options;
  options.files = &files;
  for (const auto& one : cases()) {
    INFO(one.program);
    const auto result = evaluate(one.program, options);
    CHECK(result.output == one.output);
    CHECK(result.messages == one.messages);
  }
}

TEST_CASE("builtins: there is a case for each") {
  for (const auto& builtin : m4::builtins()) {
    INFO(builtin.name);
    bool found = false;
    for (const auto& one : cases()) found = found || one.builtin == builtin.name;
    CHECK(found);
  }
}

TEST_CASE(
    "builtins: a file that cannot be included, a wrong operator and m4exit set the exit status") {
  m4::SearchPath files({});
  m4::Options options;
  options.files = &files;
  CHECK(evaluate("include(`nofile')", options).status == 1);
  CHECK(evaluate("eval(`1 += 2')").status == 1);
  CHECK(evaluate("eval(`1 +')").status == 0);
  CHECK(evaluate("m4exit(7)").status == 7);
  CHECK(evaluate("m4exit(256)").status == 1);
  CHECK(evaluate("`").status == 1);
}

TEST_CASE("builtins: a macro keeps the definition that its call began with") {
  CHECK(evaluate("define(`a', `one')a(define(`a', `two')) a").output == "one two");
  CHECK(evaluate("define(`a', `one')a(undefine(`a')) a").output == "one a");
}
