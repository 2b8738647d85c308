// Who and where we are: what the reference finds out at its start.
//
// Nothing here asks a name server or waits: names come from the kernel, the interfaces and
// /etc/hosts, or from the command line.
#ifndef CFTEST_HOST_IDENTITY_H
#define CFTEST_HOST_IDENTITY_H

#include <string>
#include <string_view>
#include <vector>

#include "hosts/local_host.h"

namespace cftest {

struct HostIdentity {
  std::string host_name;  // with its domain, if it can be told
  std::string node_name;  // the kernel's, if that is another one
  std::string user_name;
  std::vector<std::string> names;            // further ones, and addresses as [1.2.3.4]
  std::vector<rules::Interface> interfaces;  // as the reference lists them: IPv4 only
};

// Of this machine and user.
HostIdentity identity_of_system();

// What the password file says that a user is called; empty: no such user.
std::string full_name_of(const std::string& user);

// Their home folder; empty: no such user.
std::string home_folder_of(const std::string& user);

// "192.0.2.1", "192.0.2.1=a.example,a": an address and its names.
rules::Interface interface_of(std::string_view text);

// "a,b,c" as a list.
std::vector<std::string> split_list(std::string_view text);

}  // namespace cftest

#endif
