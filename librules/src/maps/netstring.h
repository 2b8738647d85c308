// Netstrings, `LENGTH:BYTES,`, as the reference reads those of a socketmap server.
//
// What comes from a server is not trusted: a length is checked before anything is kept for it.
//
// Tested by tests/unit/maps_netstring_test.cc, tests/fuzz/fuzz_netstring.cc.
#ifndef LIBRULES_MAPS_NETSTRING_H
#define LIBRULES_MAPS_NETSTRING_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace rules {

std::string netstring(std::string_view bytes);

// Takes the bytes as they come.
class NetstringReader {
 public:
  static constexpr size_t kLongest = 1000000;

  enum class State : uint8_t {
    length,     // wants more
    body,       // wants more
    comma,      // wants more
    whole,      // text() is complete
    no_length,  // it does not begin with a number
    too_long,   // length() is more than kLongest
    no_colon,   // something else stands behind the number
    no_comma,   // something else stands behind the text
  };

  // Returns the number of bytes that were taken: fewer than all where the netstring ends, or is
  // none.
  size_t take(std::string_view bytes);
  // There are no more bytes: a number that ends here is one, without a colon.
  void end();

  State state() const { return state_; }
  bool wants_more() const { return state_ <= State::comma; }
  bool begun() const { return begun_; }  // more than blanks came
  uint32_t length() const { return length_; }
  std::string_view text() const { return text_; }

 private:
  void take_length(char c);
  void finish_length(bool colon);

  // The reference reads a number of at most nine characters, its sign included.
  static constexpr int kMostCharacters = 9;

  State state_ = State::length;
  bool begun_ = false;
  bool negative_ = false;
  bool has_digit_ = false;
  int characters_ = 0;
  uint32_t length_ = 0;
  std::string text_;
};

}  // namespace rules

#endif
