// See address_text.h.

#include "trace/address_text.h"

#include "text/marked.h"
#include "text/printable.h"

namespace rules {

namespace {

constexpr size_t kMaxAddress = 255;
constexpr int kStatusUsage = 64;     // EX_USAGE
constexpr int kStatusSoftware = 70;  // EX_SOFTWARE
constexpr int kStatusTempFail = 75;  // EX_TEMPFAIL

// Without marks and high bits. sign: for each operator; '\0': its byte.
std::string seven_bit(std::string_view text, char sign = '\0') {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const MarkedChar c = marked_char(text, at);
    const bool replaced = sign != '\0' && c.op() != Op::none;
    out += replaced ? sign : static_cast<char>(c.code & 0x7f);
    at += c.size;
  }
  return out;
}

// The bytes that the reference keeps for its operators are `?`.
std::string without_operator_bytes(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 && byte <= 0x9f) c = '?';
  }
  return out;
}

// The codes of replies that the reference says about an address, with the address before them.
bool names_address(int code) {
  for (const int known : {50, 250, 252, 450, 550, 553}) {
    if (code == known) return true;
  }
  return false;
}

std::string about(std::string_view typed, std::string_view text) {
  std::string out = shorten(seven_bit(typed)) + "... ";
  out += text;
  return out;
}

AddressComplaint refusal(const ResolvedAddress& address, std::string_view typed) {
  const std::string text = seven_bit(address.text);
  const bool later = address.exit_status == kStatusTempFail;
  return {names_address(address.code) ? about(typed, text) : text, later ? 0 : address.exit_status};
}

}  // namespace

std::vector<AddressComplaint> address_complaints(const ResolvedAddress& address,
                                                 std::string_view typed) {
  std::vector<AddressComplaint> out;
  switch (address.problem) {
    case AddressProblem::none:
    case AddressProblem::stopped:
      break;
    case AddressProblem::no_mailer:
      out.push_back({"buildaddr: no mailer in parsed address", kStatusSoftware});
      break;
    case AddressProblem::no_user:
      out.push_back({"buildaddr: no user", kStatusSoftware});
      break;
    case AddressProblem::no_host:
      out.push_back({"buildaddr: no host", kStatusSoftware});
      break;
    case AddressProblem::unknown_mailer:
      out.push_back({"buildaddr: unknown mailer " + seven_bit(address.text), kStatusSoftware});
      break;
    case AddressProblem::refused:
      out.push_back(refusal(address, typed));
      break;
  }
  const std::string syntax = "Syntax error in mailbox address \"" + seven_bit(address.user, '?');
  if (address.flaw == UserFlaw::too_long) {
    const std::string user = seven_bit(address.user, '?');
    out.push_back({about(typed, "Address \"" + user + "\" too long (255 bytes max)"), 0});
  }
  if (address.flaw == UserFlaw::operators) {
    out.push_back({syntax + "\" (8-bit character)", kStatusUsage});
  }
  if (address.flaw == UserFlaw::unbalanced_quote) {
    out.push_back({syntax + "\" (unbalanced quote)", 0});
  }
  if (address.tempfail && address.problem == AddressProblem::none) {
    out.push_back({about(typed, "Transient parse error -- message queued for future delivery"), 0});
  }
  return out;
}

AddressComplaint unfit_address_complaint(std::string_view text, std::string_view about) {
  const std::string shown = without_operator_bytes(text);
  if (address_form(text) != AddressForm::too_long) {
    return {"8-bit character in mailbox address \"" + seven_bit(shown) + "\"", kStatusUsage};
  }
  const std::string named = seven_bit(without_operator_bytes(about));
  const std::string prefix = named.empty() ? "" : shorten(named.substr(0, kMaxAddress)) + "... ";
  return {prefix + "Address \"" + seven_bit(shown.substr(0, kMaxAddress)) +
              "\" too long (255 bytes max)",
          shown != text ? kStatusUsage : 0};
}

}  // namespace rules
