// See crack_address.h.

#include "text/crack_address.h"

#include <algorithm>
#include <utility>

#include "text/marked.h"

namespace rules {

namespace {

constexpr std::string_view kBlanks = " \t\n\v\f\r";
constexpr std::string_view kAlwaysQuoted = "@,;:\\()[]";

bool is_blank(char c) { return kBlanks.find(c) != std::string_view::npos; }

class Cracker {
 public:
  Cracker(std::string_view text, const CrackMode& mode) : text_(text), mode_(mode) {}

  std::string run() {
    at_ = std::min(text_.find_first_not_of(kBlanks), text_.size());
    head_ = at_;
    while (at_ < text_.size()) step();
    if (in_angle_) out_ += '>';
    return std::move(out_);
  }

 private:
  // Text is either a part of an address, which $g stands for, or, after `>`, kept as it is.
  void step() {
    switch (const char c = text_[at_]) {
      case '(':
        return comment();
      case '"':
        return quote();
      case '<':
        return begin_angle();
      case '>':
        return end_angle();
      case ':':
        return colon();
      case '\\':
        special_ = true;
        take();
        if (at_ < text_.size()) take();
        return;
      case ';':
        special_ = true;
        if (!mode_.groups && !verbatim_) return take();
        out_ += c;
        ++at_;
        if (!verbatim_) address();
        return;
      case ')':
        special_ = true;
        ++at_;
        if (!verbatim_) address();
        return;
      case '[':
        ++brackets_;
        break;
      case ']':
        --brackets_;
        break;
      default:
        break;
    }
    special_ = special_ || needs_quotes(text_[at_]);
    take();
  }

  bool needs_quotes(char c) const {
    return kAlwaysQuoted.find(c) != std::string_view::npos ||
           mode_.must_quote.find(c) != std::string_view::npos;
  }

  void take() {
    if (verbatim_) {
      out_ += text_[at_];
    } else {
      address();
    }
    ++at_;
  }

  // Here is a part of the address.
  void address() {
    if (has_address_) return;
    has_address_ = true;
    if (!out_.empty() && out_.back() == ')') out_ += ' ';
    append_mark(out_, Op::expand);
    out_ += 'g';
  }

  void comment() {
    if (!verbatim_ && out_.size() > out_head_ && out_.back() != ' ') out_ += ' ';
    int depth = 0;
    do {
      const char c = text_[at_++];
      out_ += c;
      if (c == '(') ++depth;
      if (c == ')') --depth;
      if (c == '\\' && at_ < text_.size()) out_ += text_[at_++];
    } while (depth > 0 && at_ < text_.size());
    out_.append(static_cast<size_t>(depth), ')');
  }

  void quote() {
    if (verbatim_) return quote_after_angle();
    while (++at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      address();
    }
    if (at_ < text_.size()) ++at_;
  }

  // The reference keeps nothing but the address then.
  void quote_after_angle() {
    if (at_ + 1 == text_.size()) {
      out_ += "\"\"";
    } else {
      out_ = "<";
      append_mark(out_, Op::expand);
      out_ += "g>";
    }
    at_ = text_.size();
  }

  // What was taken for the address turns out to be a phrase.
  void put_phrase(bool quoted) {
    const std::string_view phrase = text_.substr(head_, at_ - head_);
    out_.resize(out_head_);
    if (!quoted) {
      out_ += phrase;
      return;
    }
    const size_t last = phrase.find_last_not_of(kBlanks);
    const size_t end = last == std::string_view::npos ? 0 : last + 1;
    out_ += '"';
    for (const char c : phrase.substr(0, end)) {
      if (c == '"') out_ += '\\';
      out_ += c;
    }
    out_ += '"';
    out_ += phrase.substr(end);
  }

  void begin_angle() {
    put_phrase(special_ || had_angle_);
    out_ += '<';
    ++at_;
    in_angle_ = had_angle_ = true;
    has_address_ = verbatim_ = special_ = false;
  }

  void end_angle() {
    ++at_;
    if (!in_angle_) {
      special_ = true;
      return;
    }
    out_ += '>';
    in_angle_ = false;
    verbatim_ = true;
  }

  void colon() {
    if (!mode_.groups || in_angle_ || had_group_ || brackets_ > 0) {
      special_ = true;
      return take();
    }
    const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    if (next == ':' || next == '.') return double_colon();
    put_phrase(special_);
    do {
      out_ += text_[at_++];
    } while (at_ < text_.size() && is_blank(text_[at_]));
    had_group_ = true;
    has_address_ = verbatim_ = special_ = false;
    head_ = at_;
    out_head_ = out_.size();
  }

  // `::` and `:.` (DECnet) belong to an address. After one in < > the reference puts three.
  void double_colon() {
    special_ = true;
    if (verbatim_) out_ += ':';
    take();
    take();
  }

  std::string_view text_;
  CrackMode mode_;
  std::string out_;
  size_t at_ = 0;
  size_t head_ = 0;      // where the phrase begins, if this is one
  size_t out_head_ = 0;  // the same in out_
  int brackets_ = 0;
  bool in_angle_ = false;
  bool had_angle_ = false;
  bool had_group_ = false;
  bool verbatim_ = false;     // after `>`
  bool has_address_ = false;  // $g is there
  bool special_ = false;      // as a phrase this needs quotes
};

}  // namespace

std::string crack_address(std::string_view address, const CrackMode& mode) {
  return Cracker(cut_at_nul(address), mode).run();
}

}  // namespace rules
