// What is read next: a stack of files, expansions and pushed-back text.
//
// An expansion is pushed in front of what is left to read, so that it is read again. A source is
// taken off only when somebody reads past its end: __line__ and the place of a message depend on
// it, as in GNU m4.
//
// Tested by tests/m4/.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "text.h"

namespace m4 {

struct Builtin;

// A file as it was read.
struct File {
  FileId name = 0;
  std::shared_ptr<const std::string> text;
  bool is_site = false;         // the file whose lines are the site's
  std::uint32_t site_line = 0;  // of another file: the line that asked for it
};

class Input {
 public:
  static constexpr int kEnd = -1;
  static constexpr int kBuiltin = -2;  // a definition that defn pushed; see taken_builtin()

  // Consumes a character.
  int next();
  // The character that next() would give; nothing changes. The byte 0 at the end of an expansion
  // (see append_zero) is looked through.
  [[nodiscard]] int peek() const;

  // Drops the byte 0 that an expansion ends in, if nothing else is left of it.
  void skip_zero() {
    if (const auto left = rest(); left.empty() || (left.size() == 1 && left[0] == '\0'))
      skip_zeros();
  }

  // What is left of the topmost source; the next `size` characters of it move to `into`.
  [[nodiscard]] std::string_view rest() const {
    if (stack_.empty() || stack_.back()->kind == Kind::kBuiltin) return {};
    return stack_.back()->bytes.substr(stack_.back()->at);
  }
  void take(std::size_t size, Text& into);
  // The same without keeping them.
  void skip(std::size_t size);

  // The origin of the character that next() gave last.
  [[nodiscard]] Origin origin();
  [[nodiscard]] const Builtin* taken_builtin() const { return taken_; }

  // An expansion is written into new_text() and pushed; an empty one is not.
  Text& new_text();
  void push_new_text();
  void push_file(File file);
  void push_builtin(const Builtin* builtin);
  // Takes everything off and reads `texts` instead, the last one first.
  void restart(std::vector<std::pair<Place, Text>> texts);

  // The place of a message that is written now.
  [[nodiscard]] Place place() const { return place_; }
  void set_place(Place place) { place_ = place; }
  // The place was changed behind the back of next().
  void place_is_stale() { changed_ = true; }

  // Called when a file comes to its end, with the place that is read next.
  std::function<void(Place next)> left_file;

  [[nodiscard]] std::size_t depth() const { return stack_.size(); }
  [[nodiscard]] std::size_t files() const { return files_; }      // that are being read
  [[nodiscard]] std::size_t pending() const { return pending_; }  // bytes of text in the stack

 private:
  enum class Kind { kText, kFile, kBuiltin };
  struct Source {
    Kind kind = Kind::kText;
    Place place;  // of a text: where the macro was called
    std::string_view bytes;
    std::size_t at = 0;
    Text text;
    std::size_t run = 0;
    File file;
    bool outer_starts_line = false;
    const Builtin* builtin = nullptr;
  };

  std::unique_ptr<Source> new_source(Kind kind);
  void push(std::unique_ptr<Source> source);
  void pop();
  void skip_zeros();
  void enter(Source& source);

  std::vector<std::unique_ptr<Source>> stack_;
  std::vector<std::unique_ptr<Source>> spare_;
  std::unique_ptr<Source> coming_;
  Place place_;
  bool changed_ = false;
  bool starts_line_ = false;  // the next character of a file begins a line
  std::size_t pending_ = 0;
  std::size_t files_ = 0;
  const Builtin* taken_ = nullptr;
};

}  // namespace m4
