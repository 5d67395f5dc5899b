#!/bin/sh
# Installs the Debian packages named as arguments that are not there yet. Does nothing when all are.
missing=
for package in "$@"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done
[ -z "$missing" ] && exit 0
if ! command -v apt-get >/dev/null 2>&1; then
  # not a Debian: whoever builds here knows better what is installed
  echo "ipt is built with these packages (Debian's names):$missing" >&2
  exit 0
fi
as=
if [ "$(id -u)" != 0 ]; then
  if ! command -v sudo >/dev/null 2>&1; then
    echo "Please install first:$missing" >&2
    exit 1
  fi
  as=sudo
fi
echo "installing:$missing"
$as env DEBIAN_FRONTEND=noninteractive apt-get update -q >/dev/null &&
  $as env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >/dev/null || {
  echo "These packages could not be installed:$missing" >&2
  exit 1
}
