// The map class arith: $(arith OP $@ A $@ B $).
//
// Tested by tests/unit/maps_arith_test.cc, tests/cases/bt/map_arith.

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdint>
#include <cstdlib>
#include <optional>

#include "maps/answers.h"
#include "maps/map_class.h"
#include "maps/opened_map.h"

namespace rules {

namespace {

// The reference's result is cut here, even when it is a number that then means something else.
constexpr size_t kMaxResult = 15;

// As strtol with base 0: 0x and 0 prefixes, blanks and a sign before, anything behind; limits hold.
int64_t number_in(std::string_view text) {
  std::array<char, 128> buffer;
  const std::string_view bytes = cut_at_nul(text).substr(0, buffer.size() - 1);
  buffer[bytes.copy(buffer.data(), bytes.size())] = '\0';
  return std::strtoll(buffer.data(), nullptr, 0);
}

// Sums and products wrap around, as the reference's do; in unsigned arithmetic that is defined.
int64_t wrapped(uint64_t value) { return static_cast<int64_t>(value); }

// No quotient: by zero, and the one that does not fit (where the reference dies), whose remainder
// the processor cannot tell either.
bool has_quotient(int64_t a, int64_t b) { return b != 0 && !(a == INT64_MIN && b == -1); }

std::optional<int64_t> random_between(int64_t low, int64_t high) {
  if (low > high) return std::nullopt;
  uint64_t random = 0;
  if (::getrandom(&random, sizeof random, 0) != ssize_t{sizeof random}) return std::nullopt;
  const uint64_t span = uint64_t(high) - uint64_t(low) + 1;
  return wrapped(uint64_t(low) + (span == 0 ? random : random % span));
}

std::optional<int64_t> calculated(char op, int64_t a, int64_t b) {
  const auto ua = static_cast<uint64_t>(a);
  const auto ub = static_cast<uint64_t>(b);
  switch (op) {
    case '+':
      return wrapped(ua + ub);
    case '-':
      return wrapped(ua - ub);
    case '*':
      return wrapped(ua * ub);
    case '/':
      return has_quotient(a, b) ? std::optional(a / b) : std::nullopt;
    case '%':
      return has_quotient(a, b) ? std::optional(a % b) : std::nullopt;
    case '|':
      return wrapped(ua | ub);
    case '&':
      return wrapped(ua & ub);
    case 'r':
      return random_between(a, b);
    default:
      return std::nullopt;
  }
}

void trace_arguments(const LookupRequest& request, LookupServices& services) {
  if (!services.tracing(38, 20)) return;
  std::string line;
  services.trace(line.append("arith_map_lookup: key '").append(request.key).append("'"));
  for (const std::string_view arg : request.args) {
    services.trace(line.assign("arith_map_lookup: arg '").append(arg).append("'"));
  }
}

LookupAnswer found(std::string_view result, LookupServices& services) {
  services.value.assign(result.substr(0, kMaxResult));
  return {LookupStatus::found, kExitOk, services.value};
}

class ArithMap final : public OpenedMap {
 public:
  using OpenedMap::OpenedMap;

 protected:
  LookupAnswer answer(const LookupRequest& request, LookupServices& services) const override {
    trace_arguments(request, services);
    const char op = request.key.empty() ? '\0' : request.key.front();
    const bool known = op != '\0' && std::string_view("+-*/%|&l=r").find(op) != std::string::npos;
    if (!known || request.args.size() < 3) return nothing_found(kExitConfig);
    const int64_t a = number_in(request.args[1]);
    const int64_t b = number_in(request.args[2]);
    if (op == 'l') return found(a < b ? "TRUE" : "FALSE", services);
    if (op == '=') return found(a == b ? "TRUE" : "FALSE", services);
    const std::optional<int64_t> result = calculated(op, a, b);
    if (!result) return nothing_found(kExitOk);
    std::array<char, 24> digits;
    const int size =
        std::snprintf(digits.data(), digits.size(), "%lld", static_cast<long long>(*result));
    return found({digits.data(), static_cast<size_t>(size)}, services);
  }
};

}  // namespace

extern const MapClass kArithClass;
const MapClass kArithClass = {"arith", kKeepsQuotes, parse_single_flag, make_map<ArithMap>};

}  // namespace rules
