import Course

/// The two scripts of Gradescope's zip. The site runs `setup.sh` once, when it builds the
/// assignment's image, and `run_autograder` for each submission.
struct GradescopeScripts {
  /// `2` or `1-3`; nil grades every chapter.
  let chapters: String?
  let hasHiddenTests: Bool

  /// The release that this package was tried with. Any from 6.0 on should do.
  static let toolchain = "6.3.1"

  private var options: String {
    (chapters.map { " --chapters \($0)" } ?? "")
      + (hasHiddenTests ? " --hidden \"$root/source/hidden\"" : "")
  }

  var setup: String {
    #"""
    #!/usr/bin/env bash
    # Prepares Gradescope's image, once: installs Swift, builds the package, and grades what was
    # handed out, so that every suite is built before the first submission comes.
    # AUTOGRADER names another folder of the same form as /autograder, to try this elsewhere.
    set -eu
    root=${AUTOGRADER:-/autograder}
    version=\#(Self.toolchain)

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
    "$root/course" grade exercises --format table\#(options)

    """#
  }

  var run: String {
    #"""
    #!/usr/bin/env bash
    # Grades one submission. Gradescope runs it as /autograder/run_autograder.
    # AUTOGRADER names another folder of the same form, to try this elsewhere.
    set -u
    root=${AUTOGRADER:-/autograder}
    export PATH="/opt/swift/usr/bin:$PATH"
    results="$root/results/results.json"

    mkdir -p "$root/results"
    rm -f "$results"

    # The student's exercises/, wherever the upload has put it.
    place=
    for depth in 1 2 3 4; do
      [ -z "$place" ] || break
      place=$(find "$root/submission" -mindepth "$depth" -maxdepth "$depth" -type d -name exercises \
        ! -path '*/__MACOSX/*' | sort | head -n 1)
    done
    if [ -z "$place" ] && compgen -G "$root/submission/[0-9][0-9]-*" >/dev/null; then
      place="$root/submission"
    fi
    if [ -z "$place" ]; then
      cat >"$results" <<'JSON'
    {
      "score": 0,
      "output": "There is no exercises/ folder in this submission. Zip yours and upload the zip: files that are uploaded one by one lose their folders."
    }
    JSON
      exit 0
    fi

    cd "$root/source/package" || exit 1
    "$root/course" grade "$place" --format gradescope --output "$results"\#(options)
    status=$?

    # 1 says that an exercise failed, which is a result. Without one the site tells the student that
    # the autograder failed and leaves the score alone, which is right where the fault is not theirs.
    [ "$status" -le 1 ] && [ -s "$results" ]

    """#
  }
}
