// Base64 as AUTH has it: in one piece, padded.
//
// Tested by tests/host/ (auth) and fuzz_smtp.cc.
#ifndef EXAMPLES_HOST_BASE64_H
#define EXAMPLES_HOST_BASE64_H

#include <optional>
#include <string>
#include <string_view>

namespace host {

std::optional<std::string> base64_decode(std::string_view text);
std::string base64_encode(std::string_view bytes);

}  // namespace host

#endif
