// The message that tells a sender what could not be delivered. Tested by tests/host/ (claim C4).
#include "bounce.h"

#include <cctype>

namespace host {

namespace {

// "5.7.0" of "503 5.7.0 not authenticated"; of a reply without one, its class.
std::string status_of(const std::string& reply) {
  const std::size_t end = reply.find(' ', 4);
  const std::string word = reply.size() > 4 ? reply.substr(4, end - 4) : "";
  const bool is_status = word.size() >= 5 && word[1] == '.' &&
                         std::isdigit(static_cast<unsigned char>(word[0])) != 0 &&
                         word.find_first_not_of("0123456789.") == std::string::npos;
  return is_status ? word : std::string(1, reply[0]) + ".0.0";
}

std::string headers_of(const std::string& message) {
  const std::size_t end = message.find("\r\n\r\n");
  return end == std::string::npos ? message : message.substr(0, end + 2);
}

}  // namespace

std::string bounce_text(const Settings& settings, const Envelope& envelope,
                        const std::vector<Failure>& failures, const std::string& message) {
  const std::string boundary = envelope.id + "/" + settings.name;
  const std::string part = "--" + boundary + "\r\n";
  std::string text =
      "From: Mail Delivery Subsystem <MAILER-DAEMON@" + settings.name + ">\r\nTo: <" +
      envelope.sender +
      ">\r\nSubject: Returned mail: see transcript for details\r\n"
      "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
      "Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"" +
      boundary + "\"\r\n\r\n" + part + "\r\nThis mail could not be delivered:\r\n\r\n";
  for (const auto& [recipient, reply] : failures) {
    text += "<" + recipient + ">\r\n    (reason: " + reply + ")\r\n";
  }
  text += "\r\n" + part + "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; " +
          settings.name + "\r\n";
  for (const auto& [recipient, reply] : failures) {
    text += "\r\nFinal-Recipient: RFC822; " + recipient +
            "\r\nAction: failed\r\nStatus: " + status_of(reply) + "\r\nDiagnostic-Code: SMTP; " +
            reply + "\r\n";
  }
  return text + "\r\n" + part + "Content-Type: text/rfc822-headers\r\n\r\n" + headers_of(message) +
         "\r\n--" + boundary + "--\r\n";
}

}  // namespace host
