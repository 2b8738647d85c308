// The output, and the numbered places where parts of it wait.
//
// Tested by tests/m4/.
#include "diversions.h"

#include <utility>

namespace m4 {

void Diversions::divert(int number) {
  current_ = number;
  if (number < 0) {
    target_ = nullptr;
  } else {
    target_ = number == 0 ? &output_ : &waiting_[number];
  }
}

void Diversions::append(const Slice& text) {
  if (target_ == nullptr) return;
  written_ += text.bytes.size();
  target_->append(text);
}

void Diversions::append(std::string_view text, const Origin& origin) {
  if (target_ == nullptr) return;
  written_ += text.size();
  target_->append(text, origin);
}

void Diversions::undivert(int number) {
  if (number <= 0 || number == current_) return;
  const auto found = waiting_.find(number);
  if (found == waiting_.end()) return;
  if (target_ != nullptr) target_->append(found->second.all());
  waiting_.erase(found);
}

void Diversions::undivert_all() {
  for (auto at = waiting_.begin(); at != waiting_.end();) {
    const int number = (at++)->first;
    undivert(number);
  }
}

}  // namespace m4
