// Tests text/classes.h. Expectations: spec of the language, "Classes"; sendmail's cls_*,
// class_hash_order, cls_blanksub transcripts.

#include "text/classes.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "text/fold.h"
#include "text/prescan.h"

using namespace rules;

namespace {

bool contains(const Classes& classes, NameId name, std::string_view text, char blank = ' ') {
  Arena arena;
  ArenaVector<Token> tokens(arena);
  const CharTypes types;
  prescan(text, types, {}, nullptr, arena, tokens, nullptr);
  std::string joined;
  join_tokens(tokens.span(), blank, joined);
  return classes.contains(name, folded_hash(joined), joined.size(), tokens.span(), blank);
}

using Words = std::vector<std::string_view>;

}  // namespace

TEST_CASE("classes: a word is a member whatever its case, the first spelling is kept") {
  Classes classes;
  CHECK(classes.add('w', "Example"));
  CHECK_FALSE(classes.add('w', "EXAMPLE"));
  CHECK(contains(classes, 'w', "exAMPLE"));
  CHECK_FALSE(contains(classes, 'x', "example"));
  CHECK(classes.words('w') == Words{"Example"});
}

TEST_CASE("classes: the first spelling of any class is that of all") {
  Classes classes;
  classes.add('a', "Word");
  classes.add('b', "WORD");
  CHECK(classes.words('b') == Words{"Word"});
}

TEST_CASE("classes: a word of several tokens is a member as these tokens") {
  Classes classes;
  classes.add('w', "mail.example.com");
  CHECK(contains(classes, 'w', "Mail.Example.Com"));
  CHECK(contains(classes, 'w', "mail . example . com"));
  CHECK_FALSE(contains(classes, 'w', "mail.example"));
  CHECK(classes.longest('w') == 16);
}

TEST_CASE("classes: tokens are joined with BlankSub") {
  Classes classes;
  classes.add('w', "a_b");
  CHECK(contains(classes, 'w', "a b", '_'));
  CHECK_FALSE(contains(classes, 'w', "a b", ' '));
  CHECK_FALSE(contains(classes, 'w', "ab", '_'));
  CHECK(contains(classes, 'w', "a_b", '_'));
}

TEST_CASE("classes: without a BlankSub tokens are joined by nothing") {
  Classes classes;
  classes.add('w', "ab");
  CHECK(contains(classes, 'w', "a b", '\0'));
}

TEST_CASE("classes: quotes are part of a word") {
  Classes classes;
  classes.add('w', "\"q\"");
  CHECK(contains(classes, 'w', "\"Q\""));
  CHECK_FALSE(contains(classes, 'w', "q"));
}

TEST_CASE("classes: nothing is no word") {
  Classes classes;
  CHECK_FALSE(classes.add('w', ""));
  CHECK(classes.size() == 0);
}

TEST_CASE("classes: listed by the reference's buckets, in one by their order") {
  Classes classes;
  for (const char* word : {"a", "b", "c", "d"}) classes.add('x', word);
  // As sendmail listed `Cx a b` and `Cx $=y d` (y: a b c).
  CHECK(classes.words('x') == Words{"b", "c", "a", "d"});
}

TEST_CASE("classes: the members can be had in the order in which they came") {
  Classes classes;
  classes.add('y', "d");
  for (const char* word : {"c", "a", "D"}) classes.add('x', word);
  CHECK(classes.words_as_added('x') == Words{"d", "c", "a"});
  CHECK(classes.has_word('x', "A"));
  CHECK_FALSE(classes.has_word('y', "a"));
  CHECK_FALSE(classes.has_word('z', "a"));
  CHECK(classes.spelling("C") == "c");
  CHECK(classes.spelling("e").empty());
}

TEST_CASE("classes: fitted to their size they are the same, and can grow again") {
  Classes classes;
  for (int i = 0; i < 1000; ++i) classes.add('a', "w" + std::to_string(i));
  classes.fit();
  for (int i = 0; i < 1000; ++i) REQUIRE(classes.has_word('a', "W" + std::to_string(i)));
  CHECK_FALSE(classes.has_word('a', "w1000"));
  for (int i = 0; i < 2000; ++i) classes.add('b', "w" + std::to_string(i));
  CHECK(classes.size() == 3000);
  CHECK(classes.words_as_added('b').size() == 2000);
  Classes none;
  none.fit();
  CHECK_FALSE(contains(none, 'a', "w"));
}

TEST_CASE("classes: many words at once are what they are one by one") {
  std::vector<std::string> texts = {"", "A", "a", std::string(size_t{1} << 22, 'x')};
  for (size_t i = 0; i < 3000; ++i) {
    texts.push_back(std::string(i % 19, static_cast<char>('K' + i % 60)) +
                    std::to_string(i % 2000));
  }
  const std::vector<std::string_view> words(texts.begin(), texts.end());
  Classes many, single;
  if (GENERATE(true, false)) many.reserve(GENERATE(10U, 5000U), 40000);
  for (const char name : {'a', 'b'}) {
    many.add_all(static_cast<NameId>(name), words);
    for (const std::string_view word : words) single.add(static_cast<NameId>(name), word);
  }
  many.fit();
  CHECK(many.size() == single.size());
  CHECK(many.words_as_added('a') == single.words_as_added('a'));
  CHECK(many.words_as_added('b') == single.words_as_added('b'));
  for (const std::string_view word : words) {
    REQUIRE(many.has_word('a', word) == single.has_word('a', word));
    REQUIRE(many.spelling(word) == single.spelling(word));
  }
}

TEST_CASE("classes: a word longer than any line is refused") {
  Classes classes;
  CHECK_FALSE(classes.add('a', std::string(size_t{1} << 22, 'x')));
  CHECK(classes.add('a', std::string(100000, 'x')));
  CHECK(classes.longest('a') == 100000);
}

TEST_CASE("classes: ten thousand words in two classes, and cleared") {
  Classes classes;
  for (int i = 0; i < 10000; ++i) {
    classes.add(i % 2 == 0 ? 'a' : 'b', "w" + std::to_string(i));
  }
  for (int i = 0; i < 10000; ++i) {
    const std::string word = "W" + std::to_string(i);
    REQUIRE(contains(classes, i % 2 == 0 ? 'a' : 'b', word));
    REQUIRE_FALSE(contains(classes, i % 2 == 0 ? 'b' : 'a', word));
  }
  CHECK(classes.words('a').size() == 5000);
  classes.clear();
  CHECK_FALSE(contains(classes, 'a', "w0"));
  CHECK(classes.longest('a') == 0);
  CHECK(classes.add('a', "again"));
  CHECK(contains(classes, 'a', "again"));
}
