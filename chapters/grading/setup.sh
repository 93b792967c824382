#!/usr/bin/env bash
# Prepares Gradescope's image, once: installs Swift, builds the package, and grades what was
# handed out, so that every suite is built before the first submission comes.
# AUTOGRADER names another folder of the same form as /autograder, to try this elsewhere.
set -eu
root=${AUTOGRADER:-/autograder}
version=6.3.1

install_swift() {
  . /etc/os-release
  local gcc arch=
  case "$ID $VERSION_ID" in
    "ubuntu 22.04") gcc=11 ;;
    "ubuntu 24.04") gcc=13 ;;
    *) echo "choose Ubuntu 22.04 or 24.04 as the base image, not $PRETTY_NAME" >&2; exit 1 ;;
  esac
  [ "$(uname -m)" != aarch64 ] || arch=-aarch64
  export DEBIAN_FRONTEND=noninteractive
  apt-get update
  apt-get install -y --no-install-recommends binutils bubblewrap ca-certificates curl git gnupg \
    libc6-dev libcurl4-openssl-dev libedit2 "libgcc-$gcc-dev" libncurses-dev libpython3-dev \
    libsqlite3-0 "libstdc++-$gcc-dev" libxml2-dev libz3-dev pkg-config tzdata unzip zlib1g-dev
  local release="swift-$version-RELEASE" place="ubuntu${VERSION_ID/./}$arch"
  local file="$release-ubuntu$VERSION_ID$arch.tar.gz"
  local url="https://download.swift.org/swift-$version-release/$place/$release/$file"
  local folder
  folder=$(mktemp -d)
  curl -fsSL "$url" -o "$folder/swift.tar.gz"
  curl -fsSL "$url.sig" -o "$folder/swift.tar.gz.sig"
  curl -fsSL https://www.swift.org/keys/all-keys.asc | gpg --batch --import
  gpg --batch --verify "$folder/swift.tar.gz.sig" "$folder/swift.tar.gz"
  mkdir -p /opt/swift
  tar -xzf "$folder/swift.tar.gz" -C /opt/swift --strip-components=1
  rm -r "$folder"
}

export PATH="/opt/swift/usr/bin:$PATH"
command -v swift >/dev/null || install_swift
swift --version

cd "$root/source/package"
swift build --product course-dev
ln -sf "$(swift build --show-bin-path)/course-dev" "$root/course"
"$root/course" grade exercises --format table@OPTIONS@
