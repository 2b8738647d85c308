// See typed_address.h.

#include "typed_address.h"

#include <algorithm>
#include <string>

#include "text/printable.h"

namespace cftest {

namespace {

constexpr size_t kMaxAddress = 255;
constexpr int kStatusUsage = 64;

// The bytes that the reference keeps for its operators.
bool is_operator_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 && byte <= 0x9f;
}

std::string seven_bit(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(c & 0x7f);
  return out;
}

std::string without_operator_bytes(std::string_view text) {
  std::string out(text);
  std::replace_if(out.begin(), out.end(), is_operator_byte, '?');
  return out;
}

}  // namespace

bool is_typed_address(std::string_view text, std::string_view about, Output& output) {
  if (text.size() > kMaxAddress) {
    const std::string bytes = without_operator_bytes(text);
    const std::string shown = seven_bit(bytes.substr(0, kMaxAddress));
    const std::string named = seven_bit(without_operator_bytes(about));
    const std::string prefix =
        named.empty() ? "" : rules::shorten(named.substr(0, kMaxAddress)) + "... ";
    output.line(prefix + "Address \"" + shown + "\" too long (255 bytes max)");
    if (bytes != text) output.fail(kStatusUsage);
    return false;
  }
  return is_without_operator_bytes(text, output);
}

bool is_without_operator_bytes(std::string_view text, Output& output) {
  if (std::none_of(text.begin(), text.end(), is_operator_byte)) return true;
  output.complain(
      "8-bit character in mailbox address \"" + seven_bit(without_operator_bytes(text)) + "\"",
      kStatusUsage);
  return false;
}

}  // namespace cftest
