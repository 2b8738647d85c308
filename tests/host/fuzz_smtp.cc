// Any bytes as what a client sends: lines, commands, and after DATA a message.
//
// First byte: how the rest is cut into reads. Lines must come out the same however it is cut, end
// only at CR LF, and never be longer than the limit; what a command hands on holds no byte that
// another host's protocol or a file of the queue would take for an end.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "auth.h"
#include "command.h"
#include "reader.h"

using namespace host;

namespace {

constexpr std::size_t kLimit = 512;

std::string read_all(std::string_view input, std::size_t step) {
  LineReader reader;
  std::string all;
  std::string line;
  for (std::size_t at = 0; at < input.size(); at += step) {
    reader.feed(input.substr(at, step));
    for (auto status = reader.next(kLimit, line); status != LineReader::Status::kMore;
         status = reader.next(kLimit, line)) {
      if (line.size() > kLimit || line.find("\r\n") != std::string::npos) std::abort();
      all += status == LineReader::Status::kLine ? "+" + line : "-";
      all += "\r\n";
    }
    if (reader.pending().size() > kLimit + 1) std::abort();
  }
  return all;
}

bool is_safe(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

void check_command(std::string_view line) {
  const Command command = read_command(line);
  if (!is_safe(command.word) || !is_safe(command.problem)) std::abort();
  if (!command.problem.empty()) return;
  if (!is_safe(command.argument)) std::abort();
  const std::string& address = command.path.address;
  if (!address.empty() && (!is_mailbox(address) || address.size() > 256)) std::abort();
}

// What is put together with NUL between must hold none.
void check_authinfo(std::string_view line) {
  const auto found = read_authinfo(line);
  if (!found) return;
  for (const std::string* one : {&found->user, &found->identity, &found->password}) {
    if (one->empty() || one->find('\0') != std::string::npos) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string all = read_all(input, input.size());
  if (all != read_all(input, data[0] % 7U + 1)) std::abort();

  MessageReader message(4096);
  std::string text;
  for (std::string_view rest = all; !rest.empty();) {
    const std::string_view line = rest.substr(1, rest.find("\r\n") - 1);
    const bool good = rest[0] == '+';
    rest.remove_prefix(line.size() + 3);
    check_command(line);
    check_authinfo(line);
    const auto status = good ? LineReader::Status::kLine : LineReader::Status::kTooLong;
    if (message.take(status, line, text) != (good && line == ".")) std::abort();
  }
  if (text.size() > 4096 || has_bare_ending(text)) std::abort();
  return 0;
}
