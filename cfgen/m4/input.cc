// What is read next: a stack of files, expansions and pushed-back text.
//
// Tested by tests/m4/.
#include "input.h"

namespace m4 {
namespace {

constexpr std::string_view kZero("\0", 1);

unsigned char byte(char c) { return static_cast<unsigned char>(c); }

}  // namespace

std::unique_ptr<Input::Source> Input::new_source(Kind kind) {
  std::unique_ptr<Source> source;
  if (spare_.empty()) {
    source = std::make_unique<Source>();
  } else {
    source = std::move(spare_.back());
    spare_.pop_back();
  }
  source->kind = kind;
  source->at = 0;
  source->run = 0;
  source->text.clear();
  source->place = place_;
  return source;
}

// Texts that are read to their end go first: a macro that calls itself last would pile them up.
void Input::push(std::unique_ptr<Source> source) {
  while (!stack_.empty() && stack_.back()->kind == Kind::kText &&
         stack_.back()->at == stack_.back()->bytes.size()) {
    pop();
  }
  stack_.push_back(std::move(source));
  changed_ = true;
}

void Input::pop() {
  constexpr std::size_t kSpares = 64;
  auto& top = *stack_.back();
  if (top.kind == Kind::kFile) {
    if (left_file) left_file(stack_.size() < 2 ? Place() : stack_[stack_.size() - 2]->place);
    --files_;
    starts_line_ = top.outer_starts_line;
    top.file.text.reset();
  }
  if (top.kind == Kind::kText) pending_ -= top.bytes.size();
  if (spare_.size() < kSpares) spare_.push_back(std::move(stack_.back()));
  stack_.pop_back();
  changed_ = true;
}

// What happens before a character of the topmost source is read.
void Input::enter(Source& source) {
  if (changed_) {
    place_ = source.place;
    changed_ = false;
  }
  if (source.kind == Kind::kFile && starts_line_) {
    starts_line_ = false;
    place_.line = ++source.place.line;
  }
}

int Input::next() {
  while (!stack_.empty()) {
    Source& top = *stack_.back();
    if (top.kind == Kind::kBuiltin) {
      if (changed_) place_ = top.place;
      taken_ = top.builtin;
      pop();
      return kBuiltin;
    }
    enter(top);
    if (top.at < top.bytes.size()) {
      const char c = top.bytes[top.at++];
      if (c == '\n' && top.kind == Kind::kFile) starts_line_ = true;
      return byte(c);
    }
    pop();
  }
  place_ = {};
  return kEnd;
}

int Input::peek() const {
  for (auto source = stack_.rbegin(); source != stack_.rend(); ++source) {
    if ((*source)->kind == Kind::kBuiltin) return kBuiltin;
    const std::string_view rest = (*source)->bytes.substr((*source)->at);
    const bool ends = rest == kZero && (*source)->kind == Kind::kText;
    if (!rest.empty() && !ends) return byte(rest[0]);
  }
  return kEnd;
}

void Input::skip_zeros() {
  while (!stack_.empty() && stack_.back()->kind == Kind::kText &&
         (rest().empty() || rest() == kZero)) {
    stack_.back()->at = stack_.back()->bytes.size();
    pop();
  }
}

void Input::take(std::size_t size, Text& into) {
  if (size == 0) return;
  Source& top = *stack_.back();
  enter(top);
  if (top.kind == Kind::kText) {
    into.append(top.text.slice(top.at, size));
    top.at += size;
    return;
  }
  while (size > 0) {
    enter(top);
    const std::string_view rest = top.bytes.substr(top.at, size);
    const auto end = rest.find('\n');
    const std::size_t count = end == std::string_view::npos ? rest.size() : end + 1;
    starts_line_ = end != std::string_view::npos;
    top.at += count;
    into.append(rest.substr(0, count), origin());
    size -= count;
  }
}

void Input::skip(std::size_t size) {
  if (size == 0) return;
  Source& top = *stack_.back();
  enter(top);
  if (top.kind == Kind::kFile) {
    const std::string_view bytes = top.bytes.substr(top.at, size);
    for (std::size_t at = 0; at < size;) {
      const auto end = bytes.find('\n', at);
      if (end == std::string_view::npos) break;
      if (end + 1 < size) {
        place_.line = ++top.place.line;
      } else {
        starts_line_ = true;
      }
      at = end + 1;
    }
  }
  top.at += size;
}

Origin Input::origin() {
  if (stack_.empty()) return {place_, 0};
  Source& top = *stack_.back();
  if (top.kind == Kind::kFile) {
    return {top.place, top.file.is_site ? top.place.line : top.file.site_line};
  }
  if (top.kind == Kind::kBuiltin || top.at == 0) return {top.place, 0};
  const auto& runs = top.text.runs();
  while (top.run + 1 < runs.size() && runs[top.run + 1].offset < top.at) ++top.run;
  return runs[top.run].origin;
}

Text& Input::new_text() {
  if (!coming_) coming_ = new_source(Kind::kText);
  coming_->text.clear();
  coming_->place = place_;
  return coming_->text;
}

void Input::push_new_text() {
  if (coming_->text.empty()) return;
  coming_->bytes = coming_->text.view();
  pending_ += coming_->bytes.size();
  push(std::move(coming_));
}

void Input::push_file(File file) {
  auto source = new_source(Kind::kFile);
  source->bytes = *file.text;
  source->place = {file.name, 1};
  source->file = std::move(file);
  source->outer_starts_line = starts_line_;
  starts_line_ = false;
  ++files_;
  push(std::move(source));
}

void Input::push_builtin(const Builtin* builtin) {
  auto source = new_source(Kind::kBuiltin);
  source->builtin = builtin;
  source->bytes = {};
  push(std::move(source));
}

void Input::restart(std::vector<std::pair<Place, Text>> texts) {
  while (!stack_.empty()) pop();
  for (auto& [place, text] : texts) {
    auto source = new_source(Kind::kText);
    source->place = place;
    source->text = std::move(text);
    source->bytes = source->text.view();
    pending_ += source->bytes.size();
    push(std::move(source));
  }
}

}  // namespace m4
