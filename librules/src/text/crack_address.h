// crackaddr: what stands around an address as people write it, so that a rewritten one can take its
// place.
//
//   Full Name <a@b>     Full Name <$g>
//   J. Random <a@b>     "J. Random" <$g>
//   a@b (comment)       $g (comment)
//   group: a@b;         group: $g;
//
// Tested by tests/unit/crack_address_test.cc, tests/cases/bt/parse_crack, try_forms.
#ifndef LIBRULES_TEXT_CRACK_ADDRESS_H
#define LIBRULES_TEXT_CRACK_ADDRESS_H

#include <string>
#include <string_view>

namespace rules {

struct CrackMode {
  bool groups = true;  // false (ColonOkInAddr): a colon is a part of the address
  // MustQuoteChars: phrases that hold one of these, or of @ , ; : \ ( ) [ ], get quotes.
  std::string_view must_quote = ".'";
};

// `address` with the macro $g (an expand mark) in place of the address itself; an empty address has
// none. What is not closed is closed.
std::string crack_address(std::string_view address, const CrackMode& mode);

}  // namespace rules

#endif
