// See netstring.h.

#include "maps/netstring.h"

#include <algorithm>

namespace rules {

namespace {

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

}  // namespace

std::string netstring(std::string_view bytes) {
  return std::to_string(bytes.size()).append(":").append(bytes).append(",");
}

size_t NetstringReader::take(std::string_view bytes) {
  size_t at = 0;
  while (at < bytes.size() && wants_more()) {
    if (state_ == State::length) {
      take_length(bytes[at++]);
      continue;
    }
    if (state_ == State::body) {
      const size_t part = std::min(bytes.size() - at, length_ - text_.size());
      text_.append(bytes.substr(at, part));
      at += part;
      if (text_.size() == length_) state_ = State::comma;
      continue;
    }
    state_ = bytes[at++] == ',' ? State::whole : State::no_comma;
  }
  return at;
}

void NetstringReader::end() {
  if (state_ == State::length && begun_) finish_length(false);
}

void NetstringReader::take_length(char c) {
  if (!begun_ && is_blank(c)) return;
  begun_ = true;
  if (characters_ == 0 && (c == '+' || c == '-')) {
    negative_ = c == '-';
    ++characters_;
    return;
  }
  if (c < '0' || c > '9' || characters_ == kMostCharacters) return finish_length(c == ':');
  has_digit_ = true;
  ++characters_;
  length_ = length_ * 10 + static_cast<uint32_t>(c - '0');
}

void NetstringReader::finish_length(bool colon) {
  if (negative_) length_ = 0 - length_;
  if (!has_digit_) {
    state_ = State::no_length;
  } else if (length_ > kLongest) {
    state_ = State::too_long;
  } else if (!colon) {
    state_ = State::no_colon;
  } else {
    state_ = length_ == 0 ? State::comma : State::body;
  }
}

}  // namespace rules
