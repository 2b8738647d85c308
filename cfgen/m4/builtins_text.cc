// Built-in macros that make text of text.
//
// Tested by tests/m4/builtins_test.cc.
#include <fmt/format.h>

#include <array>
#include <cstring>
#include <ctime>

#include "format.h"
#include "machine.h"

namespace m4 {

void builtin_len(Machine& machine, const Arguments& arguments, Text& expansion) {
  if (machine.has_wrong_count(arguments, 2, 2)) return;
  append_number(static_cast<int>(arguments[1].size()), arguments, expansion);
}

void builtin_index(Machine& machine, const Arguments& arguments, Text& expansion) {
  if (machine.has_wrong_count(arguments, 3, 3)) {
    if (arguments.count() == 2) append_number(0, arguments, expansion);
    return;
  }
  const std::string_view text = arguments[1];
  const std::string_view wanted = arguments[2];
  // The C library's search needs linear time.
  const void* const found = ::memmem(text.data(), text.size(), wanted.data(), wanted.size());
  const auto place = static_cast<const char*>(found) - text.data();
  append_number(found == nullptr ? -1 : static_cast<int>(place), arguments, expansion);
}

void builtin_substr(Machine& machine, const Arguments& arguments, Text& expansion) {
  if (machine.has_wrong_count(arguments, 3, 4)) {
    if (arguments.count() == 2) expansion.append(arguments.slice(1), arguments.origin());
    return;
  }
  const long size = static_cast<long>(arguments[1].size());
  int start = 0;
  int wanted = static_cast<int>(size);
  if (!machine.number(arguments, 2, start)) return;
  if (arguments.count() >= 4 && !machine.number(arguments, 3, wanted)) return;
  if (start < 0 || wanted <= 0 || start >= size) return;
  const long length = std::min<long>(wanted, size - start);
  expansion.append(
      part(arguments.slice(1), static_cast<std::size_t>(start), static_cast<std::size_t>(length)),
      arguments.origin());
}

namespace {

// a-f stands for the letters from a to f, f-a for the same backwards.
std::string with_ranges(std::string_view text) {
  std::string result;
  unsigned char from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c != '-' || from == 0) {
      result += static_cast<char>(c);
      from = c;
      continue;
    }
    if (++i == text.size()) {
      result += '-';
      break;
    }
    const auto to = static_cast<unsigned char>(text[i]);
    for (int next = from; next < to;) result += static_cast<char>(++next);
    for (int next = from; next > to;) result += static_cast<char>(--next);
    // From a character to itself: the way down takes it once more.
    from = to;
  }
  return result;
}

}  // namespace

void builtin_translit(Machine& machine, const Arguments& arguments, Text& expansion) {
  const bool wrong = machine.has_wrong_count(arguments, 3, 4);
  if (wrong || arguments[1].empty() || arguments[2].empty()) {
    return expansion.append(arguments.slice(1), arguments.origin());
  }
  const std::string from = with_ranges(arguments[2]);
  const std::string to = with_ranges(arguments[3]);
  constexpr int kSame = -1;
  constexpr int kNothing = -2;
  std::array<int, 256> table;
  table.fill(kSame);
  for (std::size_t i = from.size(); i-- > 0;) {
    table[static_cast<unsigned char>(from[i])] =
        i < to.size() ? static_cast<unsigned char>(to[i]) : kNothing;
  }
  std::string mapped;
  for_each_run(arguments.slice(1), [&](std::string_view bytes, Origin origin) {
    mapped.clear();
    for (const char c : bytes) {
      const int target = table[static_cast<unsigned char>(c)];
      if (target != kNothing) mapped += target == kSame ? c : static_cast<char>(target);
    }
    if (origin.site_line == 0) origin.site_line = arguments.origin().site_line;
    expansion.append(mapped, origin);
  });
}

void builtin_format(Machine& machine, const Arguments& arguments, Text& expansion) {
  if (machine.has_wrong_count(arguments, 2, 0)) return;
  expansion.append(formatted(machine, arguments), arguments.origin());
}

namespace {

// Adds argument 3 with its \& and \1 .. \9 replaced by parts of argument 1.
void substitute(Machine& machine, const std::vector<Group>& groups, const Arguments& arguments,
                Text& expansion) {
  const Slice text = arguments.slice(1);
  const Slice replacement = arguments.slice(3);
  const std::string_view bytes = replacement.bytes;
  const auto add = [&](const Slice& whole, std::size_t at, std::size_t size) {
    machine.spend(size);
    if (size > 0) expansion.append(part(whole, at, size), arguments.origin());
  };
  const auto add_group = [&](const Group& group) {
    if (group.end <= 0 || group.begin < 0) return;
    add(text, static_cast<std::size_t>(group.begin),
        static_cast<std::size_t>(group.end - group.begin));
  };
  for (std::size_t at = 0; at < bytes.size();) {
    const auto backslash = std::min(bytes.find('\\', at), bytes.size());
    add(replacement, at, backslash - at);
    if (backslash == bytes.size()) return;
    if (backslash + 1 == bytes.size()) {
      return machine.warn("Warning: trailing \\ ignored in replacement");
    }
    const char c = bytes[backslash + 1];
    at = backslash + 2;
    if (c == '0' && !std::exchange(machine.warned_of_zero, true)) {
      machine.warn("Warning: \\0 will disappear, use \\& instead in replacements");
    }
    const auto group = static_cast<std::size_t>(c - '0');
    if (c == '&' || c == '0') {
      add_group(groups[0]);
    } else if (c < '1' || c > '9') {
      add(replacement, backslash + 1, 1);
    } else if (group < groups.size()) {
      add_group(groups[group]);
    } else {
      machine.warn(fmt::format("Warning: sub-expression {} not present", group));
    }
  }
}

// The C library's search cannot be stopped: it takes the square of the text's length at worst, and
// more for each reference back. So a file that is not trusted has bounds on both.
bool may_take_too_long(const Regex& regex, const Arguments& arguments) {
  constexpr std::size_t kLongestPattern = 4096;
  constexpr std::size_t kLongest = 16384;
  constexpr std::size_t kLongestReferring = 64;
  if (arguments[2].size() > kLongestPattern || arguments[1].size() > kLongest) return true;
  return regex.references() > 1 ||
         (regex.references() == 1 && arguments[1].size() > kLongestReferring);
}

// A pattern that is ready to be used on the text of the first argument.
class Search {
 public:
  // Without a regex() if the pattern is wrong, which was said.
  Search(Machine& machine, const Arguments& arguments, std::string_view complaint)
      : machine_(machine) {
    machine.spend(arguments[1].size() + arguments[2].size());
    Regex& regex = machine.regexes.get(arguments[2]);
    if (!regex.mistake().empty()) {
      machine.warn(fmt::format("{} `{}': {}", complaint, arguments[2], regex.mistake()));
      return;
    }
    if (!machine.options.trusted && may_take_too_long(regex, arguments)) {
      machine.fail(fmt::format("the search for `{}' could take too long", arguments[2]),
                   Cause::kLimit);
    }
    regex_ = &regex;
  }

  [[nodiscard]] bool ready() const { return regex_ != nullptr; }

  // As Regex::search; its time counts as work.
  long operator()(std::string_view text, std::size_t start, std::vector<Group>* groups) {
    constexpr std::size_t kShort = 256;
    if (text.size() <= kShort && regex_->references() == 0) {
      return regex_->search(text, start, groups);
    }
    constexpr long kNanosecondsOfByte = 10;
    const long begin = now();
    const long found = regex_->search(text, start, groups);
    machine_.spend(static_cast<std::size_t>((now() - begin) / kNanosecondsOfByte));
    return found;
  }

 private:
  static long now() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return time.tv_sec * 1'000'000'000L + time.tv_nsec;
  }

  Machine& machine_;
  Regex* regex_ = nullptr;
};

}  // namespace

void builtin_regexp(Machine& machine, const Arguments& arguments, Text& expansion) {
  if (machine.has_wrong_count(arguments, 3, 4)) {
    if (arguments.count() == 2) append_number(0, arguments, expansion);
    return;
  }
  Search search(machine, arguments, "bad regular expression:");
  if (!search.ready()) return;
  const bool replaces = arguments.count() > 3;
  std::vector<Group> groups;
  const long found = search(arguments[1], 0, replaces ? &groups : nullptr);
  if (found == -2) {
    machine.warn(fmt::format("error matching regular expression `{}'", arguments[2]));
  } else if (!replaces) {
    append_number(static_cast<int>(found), arguments, expansion);
  } else if (found >= 0) {
    substitute(machine, groups, arguments, expansion);
  }
}

void builtin_patsubst(Machine& machine, const Arguments& arguments, Text& expansion) {
  if (machine.has_wrong_count(arguments, 3, 4)) {
    if (arguments.count() == 2) expansion.append(arguments.slice(1), arguments.origin());
    return;
  }
  Search search(machine, arguments, "bad regular expression");
  if (!search.ready()) return;
  const Slice whole = arguments.slice(1);
  const std::string_view text = whole.bytes;
  const auto keep = [&](std::size_t at, std::size_t size) {
    if (size > 0) expansion.append(part(whole, at, size), arguments.origin());
  };
  std::vector<Group> groups;
  for (std::size_t offset = 0; offset <= text.size();) {
    const long found = search(text, offset, &groups);
    if (found == -2) {
      machine.warn(fmt::format("error matching regular expression `{}'", arguments[2]));
      break;
    }
    if (found < 0) {
      keep(offset, text.size() - offset);
      break;
    }
    const auto begin = static_cast<std::size_t>(found);
    keep(offset, begin - offset);
    substitute(machine, groups, arguments, expansion);
    machine.spend(1);
    offset = static_cast<std::size_t>(groups[0].end);
    if (groups[0].end != groups[0].begin) continue;
    if (offset < text.size()) keep(offset, 1);
    ++offset;
  }
  append_zero(arguments, expansion);
}

}  // namespace m4
