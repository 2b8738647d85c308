// Random m4 programs: the same number gives the same program.
#include "random_program.h"

#include <array>
#include <random>
#include <string_view>

namespace {

class Writer {
 public:
  explicit Writer(unsigned seed) : random_(seed) {}

  std::string program() {
    const int statements = 3 + below(14);
    for (int i = 0; i < statements; ++i) {
      text_ += statement();
      text_ += one_of({"\n", "\n", "\n", "dnl\n", "dnl x\n", " ", ""});
    }
    if (below(12) == 0) text_ += one_of({"`", "'", "define(`a', `b", "(", "len(", "#", "`a'dnl"});
    if (below(3) != 0) text_ += "\n";
    return text_;
  }

 private:
  int below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }

  template <std::size_t N>
  std::string one_of(const char* const (&list)[N]) {
    return list[below(static_cast<int>(N))];
  }

  std::string quoted(const std::string& text) { return open_ + text + close_; }

  std::string name() {
    return one_of({"a", "b", "c", "foo", "bar", "_x", "m1", "len2", "foobar", "x", "define2"});
  }

  std::string word() {
    if (below(3) == 0) return name();
    return one_of({"w",   "word",   "1",    "42",    "3abc", "-",  "$", "$1", "@",  "0", "_",
                   "len", "define", "dnl2", "shift", "a1",   "\t", "é", ".",  "<<", "]", "$x"});
  }

  std::string number() {
    return one_of({"0", "1", "2", "3", "-1", "7", "10", "255", "-8", "2147483647", "-2147483648",
                   "", " 4", "x", "0x1f", "99999999999"});
  }

  // Text without quotes around it.
  std::string plain(int depth) {
    std::string text;
    const int pieces = 1 + below(4);
    for (int i = 0; i < pieces; ++i) text += piece(depth);
    return text;
  }

  std::string piece(int depth) {
    switch (depth <= 0 ? below(4) : below(12)) {
      case 0:
      case 1:
        return word();
      case 2:
        return one_of({" ", " ", "\n", ",", "  ", ";"});
      case 3:
        return quoted(word());
      case 4:
        return quoted(plain(depth - 1));
      case 5:
        return "(" + plain(depth - 1) + ")";
      case 6:
        return below(8) == 0 ? "#" + word() + "\n" : word();
      default:
        return call(depth - 1);
    }
  }

  std::string argument(int depth) {
    const std::string lead = one_of({"", "", "", " ", "\n", " \t"});
    switch (below(5)) {
      case 0:
      case 1:
        return lead + quoted(plain(depth));
      case 2:
        return lead + word();
      case 3:
        return lead + (depth > 0 ? call(depth - 1) : name());
      default:
        return lead + plain(depth);
    }
  }

  std::string arguments(int depth, int most) {
    std::string text = "(";
    const int count = below(most + 1);
    for (int i = 0; i <= count; ++i) {
      if (i > 0) text += ",";
      text += argument(depth);
    }
    return text + ")";
  }

  std::string body() {
    std::string text;
    const int pieces = 1 + below(5);
    for (int i = 0; i < pieces; ++i) {
      text += one_of({"$1",
                      "$2",
                      "$#",
                      "$*",
                      "$@",
                      "$0",
                      "[",
                      "]",
                      " ",
                      "x",
                      "$10",
                      "$",
                      "\n",
                      ",",
                      "w",
                      "`$1'",
                      "`$2'",
                      "len(`$1')",
                      "ifelse(`$1', `', `e', `$1')",
                      "shift($@)",
                      "incr($#)",
                      "substr(`$1', 1)",
                      "(",
                      ")"});
    }
    return text;
  }

  std::string statement() {
    switch (below(10)) {
      case 0:
      case 1:
        return one_of({"define", "pushdef", "define"}) + "(" + quoted(name()) + ", " +
               quoted(body()) + ")";
      case 2:
        return settings();
      case 3:
        return output();
      default:
        return plain(3);
    }
  }

  // Quotes and comments; the program knows what is in force where no macro changes it.
  std::string settings() {
    switch (below(8)) {
      case 0:
        return change_quotes("[", "]");
      case 1:
        return change_quotes("<<", ">>");
      case 2:
      case 3:
        return back_to_quotes();
      case 4:
        return one_of({"changecom", "changecom(//)", "changecom(/*, */)", "changecom(#)",
                       "changecom(`;', `!')"});
      case 5:
        return one_of({"traceon", "traceon(`a', `len')", "traceoff", "debugmode(`aeqflc')",
                       "debugmode(`+x')", "debugmode(`V')", "debugmode", "debugmode(`y')",
                       "traceoff(`len')"});
      case 6:
        return "dumpdef(" + quoted(name()) + ")";
      default:
        return "m4wrap(" + argument(2) + ")";
    }
  }

  std::string change_quotes(const std::string& open, const std::string& close) {
    open_ = open;
    close_ = close;
    return "changequote(" + open + "," + close + ")";
  }

  std::string back_to_quotes() {
    open_ = "`";
    close_ = "'";
    return "changequote";
  }

  std::string output() {
    switch (below(6)) {
      case 0:
      case 1:
        return "divert(" + one_of({"", "0", "1", "2", "3", "-1", "10", "x", "0"}) + ")";
      case 2:
        return one_of({"undivert", "undivert(1)", "undivert(1,2)", "undivert(`')", "undivert(-1)",
                       "undivert(0)", "undivert(3)", "undivert(nofile)"});
      case 3:
        return one_of({"divnum", "__line__", "__file__", "__program__", "sysval", "__gnu__"});
      case 4:
        return "errprint(" + argument(1) + ")";
      default:
        return one_of({"include(nofile)", "sinclude(nofile)", "include", "m4exit(x)", "divert"});
    }
  }

  std::string call(int depth) {
    switch (below(26)) {
      case 0:
        return "len" + arguments(depth, 1);
      case 1:
        return "index" + arguments(depth, 2);
      case 2:
        return "substr(" + argument(depth) + "," + number() + "," + number() + ")";
      case 3:
        return "translit(" + argument(depth) + "," + set() + "," + set() + ")";
      case 4:
        return "eval(" + quoted(expression(3)) + tail_of_eval();
      case 5:
        return one_of({"incr(", "decr("}) + number() + ")";
      case 6:
        return "ifelse" + arguments(depth, 6);
      case 7:
        return "ifdef(" + quoted(name()) + "," + argument(depth) + "," + argument(depth) + ")";
      case 8:
        return "regexp(" + quoted(plain(0)) + "," + quoted(pattern()) + replacement();
      case 9:
        return "patsubst(" + quoted(plain(1)) + "," + quoted(pattern()) + replacement();
      case 10:
        return "format(" + quoted(format()) + "," + argument(depth) + "," + number() + ")";
      case 11:
        return "shift" + arguments(depth, 3);
      case 12:
        return one_of({"define", "pushdef"}) + "(" + quoted(name()) + "," + argument(depth) + ")";
      case 13:
        return one_of({"undefine(", "popdef("}) + quoted(name()) + ")";
      case 14:
        return "defn(" + quoted(one_of({"a", "b", "foo", "len", "define", "x", "shift"})) + ")";
      case 15:
        return "indir(" + quoted(one_of({"a", "foo", "len", "define", "no"})) + "," +
               argument(depth) + ")";
      case 16:
        return "builtin(" + quoted(one_of({"len", "define", "eval", "no", "shift"})) + "," +
               argument(depth) + "," + argument(depth) + ")";
      case 17:
        return "define(" + quoted(name()) + ", defn(" +
               quoted(one_of({"len", "a", "shift", "incr"})) + "))";
      case 18:
        return "dnl " + word() + "\n";
      case 19:
        return output();
      default:
        return name() + (below(4) == 0 ? "" : arguments(depth, 3));
    }
  }

  std::string set() {
    return one_of(
        {"a-z", "A-Z", "abc", "a-c-e", "z-a", "-", "a-", "xyz", "`'", "0-9a", "w", "o-r1"});
  }

  std::string pattern() {
    return one_of({"a",
                   "^",
                   "$",
                   "\\w+",
                   "[a-z]*",
                   "\\(w\\)\\(o\\)?",
                   "\\<",
                   "\\>",
                   ".",
                   "x*",
                   "[^a]",
                   "a\\|b",
                   "\\(",
                   "[",
                   "*",
                   "\\`",
                   "\\'",
                   "\\W",
                   "\\b",
                   "\\(a*\\)b",
                   "w+",
                   "o?r",
                   "\\([a-z]\\)\\1",
                   "",
                   "\\.",
                   "^.",
                   ".$",
                   "[[:digit:]]+"});
  }

  std::string replacement() {
    if (below(4) == 0) return ")";
    const std::string text =
        one_of({"<\\&>", "\\1", "[\\1\\2]", "x", "", "\\\\", "\\0", "\\n", "-\\&-\\9", "\\"});
    return "," + quoted(text) + ")";
  }

  std::string format() {
    return one_of({"%s",   "%d",   "%5d|", "%-5s|", "%05d",    "%x%o",  "%c",    "%%",
                   "%.2f", "%+d",  "% d",  "%#x",   "%q",      "%*d",   "%.3s",  "%",
                   "%e",   "%hhd", "%ld",  "%-3c|", "a%sb%dc", "%5.1f", "%i%u%X"});
  }

  std::string expression(int depth) {
    if (depth == 0 || below(4) == 0) {
      return one_of({"0", "1", "2", "3", "7", "10", "0x10", "017", "0b11", "0r3:21", "255", "100",
                     "2147483647", "-1", "08", "a", ""});
    }
    switch (below(8)) {
      case 0:
        return "(" + expression(depth - 1) + ")";
      case 1:
        return one_of({"-", "!", "~", "+", "- ", "!!"}) + expression(depth - 1);
      default:
        return expression(depth - 1) +
               one_of({"+",  "-",  "*",  "/", "%", "**", "==", "!=", "<",   "<=",  ">",
                       ">=", "<<", ">>", "&", "|", "^",  "&&", "||", " + ", " = ", " && "}) +
               expression(depth - 1);
    }
  }

  std::string tail_of_eval() {
    return one_of({")", ")", ")", ",16)", ",2,8)", ",,4)", ",1,3)", ",37)", ",10,-1)", ",x)"});
  }

  std::mt19937 random_;
  std::string text_;
  std::string open_ = "`";
  std::string close_ = "'";
};

}  // namespace

std::string random_program(unsigned seed) { return Writer(seed).program(); }
