// See typed_address.h.

#include "typed_address.h"

#include "trace/address_text.h"

namespace cftest {

bool is_typed_address(std::string_view text, std::string_view about, Output& output) {
  const rules::AddressForm form = rules::address_form(text);
  if (form == rules::AddressForm::fit) return true;
  const rules::AddressComplaint found = rules::unfit_address_complaint(text, about);
  if (form == rules::AddressForm::too_long) {
    output.line(found.text);
    output.fail(found.exit_status);
  } else {
    output.complain(found.text, found.exit_status);
  }
  return false;
}

}  // namespace cftest
