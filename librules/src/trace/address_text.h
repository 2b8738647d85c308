// The reference's words for what becomes of an address.
//
// Tested by tests/unit/resolve_address_test.cc, tests/cases/bt/parse_results.
#ifndef LIBRULES_TRACE_ADDRESS_TEXT_H
#define LIBRULES_TRACE_ADDRESS_TEXT_H

#include <string>
#include <string_view>
#include <vector>

#include "eval/resolve_address.h"

namespace rules {

struct AddressComplaint {
  std::string text;
  int exit_status;  // what it makes the exit status of the reference; 0: nothing
};

// What the reference complains about; `typed` is the address that was resolved.
std::vector<AddressComplaint> address_complaints(const ResolvedAddress& address,
                                                 std::string_view typed);

// Of a text that is no address, whatever rules would make of it (address_form()); `about` is what
// the complaint begins with.
AddressComplaint unfit_address_complaint(std::string_view text, std::string_view about);

}  // namespace rules

#endif
