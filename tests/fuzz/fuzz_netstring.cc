// Reads any bytes as what a socketmap server sends, whole and in pieces of the size of the first
// byte: both ways have to come to the same.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "maps/netstring.h"

using namespace rules;

namespace {

size_t take_pieces(NetstringReader& reader, std::string_view bytes, size_t size) {
  size_t taken = 0;
  while (taken < bytes.size() && reader.wants_more()) {
    taken += reader.take(bytes.substr(taken, size));
  }
  return taken;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  NetstringReader whole;
  NetstringReader parts;
  const size_t taken = whole.take(bytes);
  if (take_pieces(parts, bytes, data[0] + 1u) != taken || taken > bytes.size()) std::abort();
  whole.end();
  parts.end();
  if (whole.state() != parts.state() || whole.text() != parts.text()) std::abort();
  if (whole.text().size() > whole.length() || whole.text().size() > bytes.size()) std::abort();
  if (whole.state() != NetstringReader::State::whole) return 0;
  if (whole.text().size() != whole.length()) std::abort();
  NetstringReader again;
  again.take(netstring(whole.text()));
  if (again.state() != NetstringReader::State::whole || again.text() != whole.text()) std::abort();
  return 0;
}
