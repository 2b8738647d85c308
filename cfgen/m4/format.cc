// The text of format.
//
// Each conversion is checked, put together anew, and given to the C library.
//
// Tested by tests/m4/builtins_test.cc.
#include "format.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "machine.h"

namespace m4 {
namespace {

constexpr std::string_view kSpaces = " \t\n\v\f\r";

// One conversion, between the % and its letter.
struct Conversion {
  std::string flags;
  int width = 0;
  int precision = -1;
  std::string size;  // l, h, hh
  char letter = '\0';
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Letters that make no sense with a flag.
std::string_view excluded_by(char flag) {
  switch (flag) {
    case '\'':
      return "aAceEosxX";
    case '+':
    case ' ':
      return "cosuxX";
    case '0':
      return "cs";
    case '#':
      return "cdisu";
    default:
      return "";
  }
}

class Formatter {
 public:
  Formatter(Machine& machine, const Arguments& arguments)
      : machine_(machine), arguments_(arguments), format_(arguments[1]) {}

  std::string run() {
    while (at_ < format_.size()) {
      const auto percent = std::min(format_.find('%', at_), format_.size());
      text_ += format_.substr(at_, percent - at_);
      at_ = percent + 1;
      if (percent == format_.size()) break;
      if (now() == '%') {
        text_ += '%';
        ++at_;
      } else {
        convert();
      }
    }
    return std::move(text_);
  }

 private:
  [[nodiscard]] char now() const { return at_ < format_.size() ? format_[at_] : '\0'; }

  void convert() {
    Conversion one;
    std::string excluded = read_flags(one);
    one.width = read_number();
    if (now() == '.') {
      ++at_;
      excluded += 'c';
      one.precision = read_number();
    }
    read_size(one, excluded);
    one.letter = now();
    constexpr std::string_view kLetters = "aAcdeEfFgGiosuxX";
    if (one.letter == '\0' || kLetters.find(one.letter) == std::string_view::npos ||
        excluded.find(one.letter) != std::string::npos) {
      machine_.warn(fmt::format("Warning: unrecognized specifier in `{}'", format_));
      if (at_ < format_.size()) ++at_;
      return;
    }
    ++at_;
    print(one);
  }

  std::string read_flags(Conversion& one) {
    constexpr std::string_view kFlags = "'+ 0#-";
    std::string excluded;
    for (; now() != '\0' && kFlags.find(now()) != std::string_view::npos; ++at_) {
      if (one.flags.find(now()) == std::string::npos) one.flags += now();
      excluded += excluded_by(now());
    }
    return excluded;
  }

  int read_number() {
    if (now() == '*') {
      ++at_;
      return static_cast<int>(next_integer());
    }
    constexpr long kMost = 2'000'000'000;
    long number = 0;
    for (; is_digit(now()); ++at_) number = std::min(number * 10 + (now() - '0'), kMost);
    return static_cast<int>(number);
  }

  void read_size(Conversion& one, std::string& excluded) {
    if (now() == 'l') {
      ++at_;
      one.size = "l";
      excluded += "cs";
    } else if (now() == 'h') {
      ++at_;
      one.size = "h";
      excluded += "aAceEfFgGs";
      if (now() != 'h') return;
      ++at_;
      one.size = "hh";
    }
  }

  std::string next_text() {
    return next_ < arguments_.count() ? std::string(arguments_[next_++]) : std::string();
  }

  // GNU m4's complaints about the text of a number.
  void check(const std::string& text, const char* end, bool fits) {
    if (*end != '\0') {
      machine_.warn(fmt::format("non-numeric argument {}", text));
    } else if (kSpaces.find(text[0]) != std::string_view::npos) {
      machine_.warn("leading whitespace ignored");
    } else if (errno == ERANGE || !fits) {
      machine_.warn("numeric overflow detected");
    }
  }

  // A long one, or one that an int should hold.
  long next_integer(bool is_long = false) {
    const auto read = [](const char* text, char** end) { return std::strtol(text, end, 10); };
    return next_number(read,
                       [&](long value) { return is_long || value == static_cast<int>(value); });
  }

  double next_double() {
    const auto read = [](const char* text, char** end) { return std::strtod(text, end); };
    return next_number(read, [](double) { return true; });
  }

  template <typename Read, typename Fits>
  auto next_number(Read read, Fits fits) -> decltype(read("", nullptr)) {
    const bool given = next_ < arguments_.count();
    const std::string text = next_text();
    if (text.empty()) {
      if (given) machine_.warn("empty string treated as 0");
      return 0;
    }
    char* end = nullptr;
    errno = 0;
    const auto value = read(text.c_str(), &end);
    check(text, end, fits(value));
    return value;
  }

  void print(const Conversion& one) {
    machine_.spend(static_cast<std::size_t>(std::abs(static_cast<long>(one.width))) +
                   static_cast<std::size_t>(std::max(one.precision, 0)));
    const std::string start = fmt::format("%{}*", one.flags);
    switch (one.letter) {
      case 'c': {
        const char c = static_cast<char>(next_integer());
        return add(start + "c", one.width, c);
      }
      case 's':
        return add(start + ".*s", one.width, one.precision, next_text().c_str());
      case 'd':
      case 'i':
      case 'o':
      case 'u':
      case 'x':
      case 'X': {
        const std::string format = start + ".*" + one.size + one.letter;
        const long value = next_integer(one.size == "l");
        if (one.size == "l") return add(format, one.width, one.precision, value);
        return add(format, one.width, one.precision, static_cast<int>(value));
      }
      default:
        return add(start + ".*" + one.size + one.letter, one.width, one.precision, next_double());
    }
  }

  template <class... Values>
  void add(const std::string& format, Values... values) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-security"
    const int size = std::snprintf(nullptr, 0, format.c_str(), values...);
    if (size <= 0) return;
    std::string made(static_cast<std::size_t>(size) + 1, '\0');
    std::snprintf(made.data(), made.size(), format.c_str(), values...);
#pragma GCC diagnostic pop
    // GNU m4's texts end at a byte 0.
    text_ += made.c_str();
    machine_.spend(made.size());
  }

  Machine& machine_;
  const Arguments& arguments_;
  std::string_view format_;
  std::size_t at_ = 0;
  std::size_t next_ = 2;
  std::string text_;
};

}  // namespace

std::string formatted(Machine& machine, const Arguments& arguments) {
  return Formatter(machine, arguments).run();
}

}  // namespace m4
