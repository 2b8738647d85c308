// Tests text/prescan.h, text/char_types.h, text/marked.h. Expectations: spec of the language,
// "Tokenizer"; sendmail's tok_*, cf_8bit, cf_prescan_modes transcripts and runs of it.

#include "text/prescan.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "text/printable.h"
#include "text/simple_prescan.h"
#include "text/translate.h"

using namespace rules;
using std::string_literals::operator""s;

namespace {

class Heard final : public PrescanListener {
 public:
  std::vector<std::string> problems;
  void prescan_problem(PrescanProblem problem, std::string_view) override {
    problems.emplace_back(prescan_problem_text(problem));
  }
};
using Problems = std::vector<std::string>;

struct Tokenized {
  std::string text;  // tokens with | between
  Problems problems;
  bool ok = false;
  size_t consumed = 0;
  size_t count = 0;
};

Tokenized tokenize(std::string_view input, PrescanMode mode, const CharTypes& types = CharTypes()) {
  Arena arena;
  ArenaVector<Token> tokens(arena);
  Heard heard;
  const PrescanResult result = prescan(input, types, mode, nullptr, arena, tokens, &heard);
  Tokenized out;
  out.ok = result.ok;
  out.consumed = result.consumed;
  out.problems = heard.problems;
  out.count = tokens.size();
  for (const Token& token : tokens) {
    if (!out.text.empty()) out.text += '|';
    out.text += token.text();
  }
  return out;
}

// As a line of -bt at level 9 and over: ( ) are tokens, a comma ends the address.
PrescanMode line_mode() { return {CharTable::cf, true, ',', kRuleTextBytes}; }
// As a rule of a cf.
PrescanMode rule_mode() { return {CharTable::cf, false, '\0', kCfTextBytes}; }
// As map answers and the values of $&x.
PrescanMode data_mode() { return {}; }

std::string line(std::string_view input) { return tokenize(input, line_mode()).text; }
std::string rule(std::string_view input) { return tokenize(input, rule_mode()).text; }
std::string data(std::string_view input) { return tokenize(input, data_mode()).text; }
Problems problems(std::string_view input) { return tokenize(input, line_mode()).problems; }

}  // namespace

TEST_CASE("prescan: runs of atom characters, and each operator, are tokens") {
  CHECK(line("user@host.example.com") == "user|@|host|.|example|.|com");
  CHECK(line("a::b<c>;d") == "a|:|:|b|<|c|>|;|d");
  CHECK(line("a!b%c-d_e/f") == "a!b%c-d_e/f");
}

TEST_CASE("prescan: a quoted string is one token") {
  CHECK(line("a\"b c\"d") == "a|\"b c\"|d");
  CHECK(line("\"a\"\"b\"") == "\"a\"|\"b\"");
  CHECK(line("\"a@b,c.(d)<e>\"") == "\"a@b,c.(d)<e>\"");
  CHECK(line("\"\"") == "\"\"");
}

TEST_CASE("prescan: white space separates and vanishes") {
  CHECK(line("  a   b\tc\vd\fe\nf\rg ") == "a|b|c|d|e|f|g");
  CHECK(line("").empty());
  CHECK(line("   ").empty());
}

TEST_CASE("prescan: other control characters, DEL and bytes from 0xa0 on are atom characters") {
  CHECK(tokenize("a\x01"
                 "b\x1f"
                 "c\x7f"
                 "d\xa0"
                 "e\xe9"
                 "f\xfe",
                 line_mode())
            .count == 1);
}

TEST_CASE("prescan: a backslash stays and takes the meaning from the next character") {
  CHECK(line("a\\@b") == "a\\@b");
  CHECK(line("\\\"x") == "\\\"x");
  CHECK(line("\\<x\\>") == "\\<x\\>");
  CHECK(data("\\(x\\)") == "\\(x\\)");
  CHECK(line("a\\ b") == "a\\ b");
  CHECK(line("\"a\\\"b\"") == "\"a\\\"b\"");
}

TEST_CASE("prescan: \\! outside of quotes is a !, an operator perhaps") {
  CHECK(line("a\\!b") == "a!b");
  CHECK(line("\"a\\!b\"") == "\"a\\!b\"");
  CHECK(tokenize("a\\!b", line_mode(), CharTypes("!")).text == "a|!|b");
}

TEST_CASE("prescan: a backslash at the end, or before the delimiter, is dropped") {
  CHECK(line("a\\") == "a");
  const Tokenized first = tokenize("a\\,b", line_mode());
  CHECK(first.text == "a");
  CHECK(first.consumed == 2);
}

TEST_CASE("prescan: ( ) are tokens in the cf's table, comments that vanish in the others") {
  CHECK(line("a(b)c") == "a|(|b|)|c");
  CHECK(data("a(x)b") == "a|b");
  CHECK(data("a(x (nested) y)b") == "a|b");
  CHECK(data("a(\\)x)b") == "a|b");
  CHECK(data("a(\"x)b") == "a|b");
  CHECK(data("(only)").empty());
}

TEST_CASE("prescan: the delimiter ends an address, but not in quotes, comments or routes") {
  const Tokenized first = tokenize("a,b", line_mode());
  CHECK(first.text == "a");
  CHECK(first.consumed == 1);
  CHECK(line("\"a,b\"c") == "\"a,b\"|c");
  PrescanMode comments = line_mode();
  comments.table = CharTable::external;
  CHECK(tokenize("a(x,y)b", comments).text == "a|b");
  CHECK(line("<@a,@b:c@d>,e") == "<|@|a|,|@|b|:|c|@|d|>");
  CHECK(line("<  @a,b>") == "<|@|a|,|b|>");
}

TEST_CASE("prescan: what is not closed is told and closed") {
  CHECK(line("\"abc") == "\"abc\"");
  CHECK(problems("\"abc") == Problems{"Unbalanced '\"'"});
  CHECK(line("<a") == "<|a|>");
  CHECK(problems("<a") == Problems{"Unbalanced '<'"});
  CHECK(line("<<a") == "<|<|a|>|>");
  CHECK(problems("<<a") == Problems{"Unbalanced '<'", "Unbalanced '<'"});
  CHECK(tokenize("a(b", data_mode()).problems == Problems{"Unbalanced '('"});
  CHECK(data("a(b") == "a");
}

TEST_CASE("prescan: a closer too many is told and dropped") {
  CHECK(line("a>b") == "ab");
  CHECK(problems("a>b") == Problems{"Unbalanced '>'"});
  CHECK(tokenize("a)b", data_mode()).problems == Problems{"Unbalanced ')'"});
  CHECK(line("<<a>>") == "<|<|a|>|>");
  CHECK(problems("<<a>>").empty());
}

TEST_CASE("prescan: a delimiter in < > without a route ends the address, with a > before it") {
  const Tokenized first = tokenize("<a,b>", line_mode());
  CHECK(first.text == "<|a|>");
  CHECK(first.problems == Problems{"Unbalanced '<'"});
  CHECK(first.consumed == 2);
}

TEST_CASE("prescan: a quote that a backslash hides at the end of input is closed all the same") {
  CHECK(line("\"a\\").front() == '"');
  CHECK(line("\"a\\").back() == '"');
}

TEST_CASE("prescan: rules are taken as they are: nothing is told or repaired") {
  CHECK(rule("a<b") == "a|<|b");
  CHECK(rule("c)d") == "c|)|d");
  CHECK(rule("a>b,c") == "a|>|b|,|c");
  CHECK(tokenize("<\"", rule_mode()).problems.empty());
  PrescanMode old = rule_mode();  // of a cf below level 9
  old.table = CharTable::internal;
  CHECK(tokenize("c)d", old).text == "c|d");
  CHECK(tokenize("a(b", old).text == "a");
}

TEST_CASE("prescan: 256 characters fit in a token, 257 do not, and end it") {
  CHECK(tokenize("x " + std::string(256, 'a'), data_mode()).count == 2);
  const Tokenized failed = tokenize("x " + std::string(257, 'a') + " y", data_mode());
  CHECK_FALSE(failed.ok);
  CHECK(failed.text == "x");
  CHECK(failed.problems == Problems{"prescan: token too long"});
}

TEST_CASE("prescan: a workspace has room for 1250 characters, each token's end is one") {
  const auto words = [](size_t size, size_t total) {
    std::string text;
    for (size_t i = 0; i < total; ++i) {
      if (i % size == 0) text += ' ';
      text += 'b';
    }
    return text;
  };
  CHECK(tokenize(words(1, 625), data_mode()).ok);
  CHECK(tokenize(words(1, 626), data_mode()).problems == Problems{"Address too long"});
  CHECK(tokenize(words(10, 1137), data_mode()).ok);
  CHECK_FALSE(tokenize(words(10, 1138), data_mode()).ok);
  CHECK(tokenize(words(250, 1246), data_mode()).ok);
  CHECK_FALSE(tokenize(words(250, 1247), data_mode()).ok);
  CHECK(tokenize(words(250, 1246) + "(" + words(10, 500) + ")", data_mode()).ok);
}

TEST_CASE("prescan: 1000 tokens fit, 1001 do not; what stood there before does not count") {
  Arena arena;
  const CharTypes types;
  ArenaVector<Token> tokens(arena);
  const std::string fits(1000, '.');
  CHECK(prescan(fits, types, rule_mode(), nullptr, arena, tokens, nullptr).ok);
  CHECK(prescan(fits, types, rule_mode(), nullptr, arena, tokens, nullptr).ok);
  CHECK(tokens.size() == 2000);
  CHECK(tokenize(std::string(1001, '.'), rule_mode()).problems ==
        Problems{"prescan: too many tokens"});
}

TEST_CASE("prescan: OperatorChars replace the default, never the built-in ones") {
  CHECK(tokenize("a.b@c%d,e", rule_mode(), CharTypes("%")).text == "a.b@c|%|d|,|e");
  CHECK(tokenize("a.b", rule_mode(), CharTypes("")).text == "a.b");
  CHECK(tokenize("[a]", rule_mode()).text == "[|a|]");
}

TEST_CASE("prescan: only atom characters can be made operators") {
  const CharTypes odd("\"( \\x");
  CHECK(tokenize("a \"b c\"", rule_mode(), odd).text == "a|\"b c\"");
  CHECK(tokenize("axb", rule_mode(), odd).text == "a|x|b");
  CHECK(tokenize("a\\@b", rule_mode(), odd).text == "a\\@b");
}

TEST_CASE("prescan: a byte 0x80-0x9f is an atom character wherever it comes from data") {
  CHECK(data("a\x90\x96"
             "b") ==
        "a\x90\x96"
        "b");
  CHECK(line("\x96local") == "\x96local");
}

TEST_CASE("prescan: operators of the cf are tokens in the cf's and the internal table") {
  std::string text = "a";
  append_mark(text, Op::in_class);
  text += "w.b";
  append_mark(text, Op::replacement);
  text += "1c";
  const Tokenized cf = tokenize(text, rule_mode());
  CHECK(cf.count == 6);
  Arena arena;
  ArenaVector<Token> tokens(arena);
  const CharTypes types;
  prescan(text, types, rule_mode(), nullptr, arena, tokens, nullptr);
  CHECK(tokens[1].op == Op::in_class);
  CHECK(tokens[1].operand() == 'w');
  CHECK(tokens[4].op == Op::replacement);
  CHECK(tokens[4].operand() == '1');
}

TEST_CASE("prescan: in the external table they are atom characters of the token they stand in") {
  CHECK(tokenize("\0\x96local.\0\x90"s, data_mode()).text == "\0\x96local|.|\0\x90"s);
}

TEST_CASE("prescan: 0xff takes the next character with it, but not in the external table") {
  CHECK(tokenize("a\xff.b", rule_mode()).count == 3);
  CHECK(tokenize("a\xff.b", data_mode()).text == "a\x7f|.|b");  // seven bits, as in sendmail
}

TEST_CASE("prescan: tokens know their symbol whatever their case") {
  Symbols symbols;
  const SymbolId local = symbols.intern("local");
  Arena arena;
  ArenaVector<Token> tokens(arena);
  const CharTypes types;
  prescan("LOCAL \"local\" x", types, data_mode(), &symbols, arena, tokens, nullptr);
  CHECK(tokens[0].symbol == local);
  CHECK(tokens[1].symbol == 0);
  CHECK(tokens[2].symbol == 0);
}

TEST_CASE("join: a blank between two neighbours that begin with an atom character, else nothing") {
  Arena arena;
  ArenaVector<Token> tokens(arena);
  const CharTypes types;
  prescan("a b.c \"d\" e \\@f", types, data_mode(), nullptr, arena, tokens, nullptr);
  std::string blanks;
  join_tokens(tokens.span(), ' ', blanks);
  CHECK(blanks == "a b.c\"d\"e \\@f");
  std::string underscores;
  join_tokens(tokens.span(), '_', underscores);
  CHECK(underscores == "a_b.c\"d\"e_\\@f");
  std::string nothing;
  join_tokens(tokens.span(), '\0', nothing);
  CHECK(nothing == "ab.c\"d\"e\\@f");
}

TEST_CASE("marked text: the reference's operator bytes become marks, others stay") {
  CHECK(mark_operator_bytes("a\x90\xa0") == "a\0\x90\xa0"s);
}

TEST_CASE("marked text: quotes go, and one level of backslashes") {
  const auto stripped = [](std::string text) {
    strip_quotes(text);
    return text;
  };
  CHECK(stripped("") == "");
  CHECK(stripped("plain") == "plain");
  CHECK(stripped("\"TLS_Clt\":host") == "TLS_Clt:host");
  CHECK(stripped("\"") == "");
  CHECK(stripped("\"\"") == "");
  CHECK(stripped("a\"\"b\"c") == "abc");
  CHECK(stripped("a\\\"b\"c") == "a\"bc");
  CHECK(stripped("\"a\\\\b\"") == "a\\b");
  CHECK(stripped("end\\") == "end\\");
}

TEST_CASE("marked text: cutting counts an operator as one character and never cuts it in half") {
  const std::string text = "a\0\x90"s + "b";
  CHECK(cut_marked(text, 1) == "a");
  CHECK(cut_marked(text, 2) == "a\0\x90"s);
  CHECK(cut_marked(text, 9) == text);
  CHECK(cut_marked("", 3).empty());
}

// ---- simple_prescan: the same tokens, fast

namespace {

// What simple_prescan() makes of the text, against prescan(): the tokens, or that it gave over.
std::string compare(std::string_view input) {
  const CharTypes types(".:%@!^/[]+");
  Symbols symbols;
  for (const char* word : {"a", "B", "com", ".", "<"}) symbols.intern(word);
  Arena arena;
  TokenBuffer fast;
  if (!simple_prescan(input, types, &symbols, arena, fast)) return "gave over";
  Heard heard;
  ArenaVector<Token> slow(arena);
  if (!prescan(input, types, data_mode(), &symbols, arena, slow, &heard).ok) return "failed";
  if (!heard.problems.empty() || slow.size() != fast.size()) return "not alike";
  std::string text;
  for (size_t i = 0; i < slow.size(); ++i) {
    const Token& a = slow[i];
    const Token& b = fast[i];
    const bool alike = a.text() == b.text() && a.symbol == b.symbol && a.op == b.op &&
                       a.atom == b.atom && a.operand() == b.operand();
    if (!alike) return "another token";
    text += (i > 0 ? "|" : "") + std::string(b.text());
  }
  return text;
}

}  // namespace

TEST_CASE("simple prescan: addresses and values as prescan() reads them") {
  CHECK(compare("user.name+x <@Mail.example.COM.>") ==
        "user|.|name|+|x|<|@|Mail|.|example|.|COM|.|>");
  CHECK(compare("  a  b,c;d ") == "a|b|,|c|;|d");
  CHECK(compare("B \xe9\x80 \x90").size() > 3);
  CHECK(compare("").empty());
  CHECK(compare(std::string(256, 'a')) == std::string(256, 'a'));
}

TEST_CASE("simple prescan: what needs care is left to prescan()") {
  for (const char* text : {"a \"b\"", "a\\b", "a (b)", "a)", "a > b", "< a", "a < b > >", "\xff"}) {
    CHECK(compare(text) == "gave over");
  }
  CHECK(compare("a\0b"s) == "gave over");
  CHECK(compare(std::string(257, 'a')) == "gave over");
  CHECK(compare(std::string(1000, '.')) == "gave over");
}

TEST_CASE("simple prescan: every text of up to 5 of these characters, as prescan()") {
  const std::string characters = "aB.< >@\"(\\";
  size_t simple = 0;
  for (size_t length = 1; length <= 5; ++length) {
    std::vector<size_t> digits(length, 0);
    for (size_t at = 0; at < length;) {
      std::string text;
      for (const size_t digit : digits) text += characters[digit];
      const std::string got = compare(text);
      simple += got != "gave over";
      REQUIRE(got != "failed");
      REQUIRE(got != "not alike");
      REQUIRE(got != "another token");
      for (at = 0; at < length && ++digits[at] == characters.size(); ++at) digits[at] = 0;
    }
  }
  CHECK(simple > 5000);
}

TEST_CASE("simple prescan: a plain token's text is that token again") {
  const CharTypes types(".:%@!^/[]+");
  const auto plain = [&](std::string_view text) {
    return is_plain(make_token(text, types, nullptr), types);
  };
  CHECK(plain("abc"));
  CHECK(plain("."));
  CHECK_FALSE(plain("<"));
  CHECK_FALSE(plain("\"a\""));
  CHECK_FALSE(plain("a b"));
  CHECK_FALSE(plain("a."));
  CHECK_FALSE(plain("\0\x90"s));
}
