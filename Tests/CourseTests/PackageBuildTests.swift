import XCTest

@testable import Course

/// How `swift build` is called and asked, with one that answers as the real one does.
final class PackageBuildTests: XCTestCase {
  /// Keeps products in two layouts, one for each build system.
  private static let swift = """
    folder=$(dirname "$0")/..
    echo "$*" >>"$folder/log"
    scratch=.build configuration=debug system=${DEFAULT_SYSTEM:-native} ask= product=
    shift
    while [ $# -gt 0 ]; do
      case "$1" in
        --scratch-path) scratch=$2; shift ;;
        --build-system) system=$2; shift ;;
        --product) product=$2; shift ;;
        -c) configuration=$2; shift ;;
        --show-bin-path) ask=1 ;;
      esac
      shift
    done
    case "$scratch" in /*) ;; *) scratch=$PWD/$scratch ;; esac
    if [ "$system" = native ]; then bin=$scratch/x86_64/$configuration modules=$bin/Modules
    else bin=$scratch/out/Products/$configuration-linux modules=$bin; fi
    [ -z "$ask" ] || { echo "$bin"; exit 0; }
    [ ! -e "$folder/crash" ] || { rm "$folder/crash"; kill -SEGV $$; }
    [ ! -e "$folder/broken" ] || { echo "error: no"; exit 1; }
    mkdir -p "$modules"
    echo "$system" >"$bin/lib$product.a"
    for name in CourseTesting LinearAlgebra; do echo "$name" >"$modules/$name.swiftmodule"; done
    """

  private var sample: SampleCourse!
  private var swift: PathProgram!

  override func setUpWithError() throws {
    sample = try SampleCourse()
    swift = try PathProgram("swift", Self.swift, in: sample.folder)
    try sample.folder.write(
      "import LinearAlgebra\nimport XCTest\n", to: "Sources/CourseTesting/A.swift")
    try sample.folder.write("import Foundation\n", to: "Sources/LinearAlgebra/B.swift")
    try sample.folder.write("echo 6.3\n", to: "bin/swiftc")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: sample.folder.url("bin/swiftc").path)
  }

  override func tearDown() {
    unsetenv(BuildSystem.variable)
    swift = nil
    sample = nil
  }

  // MARK: Which build system

  func testTheEnvironmentNamesABuildSystem() throws {
    XCTAssertNil(try BuildSystem.named(in: [:]))
    XCTAssertNil(try BuildSystem.named(in: [BuildSystem.variable: ""]))
    XCTAssertEqual(try BuildSystem.named(in: [BuildSystem.variable: "swiftbuild"]), .swiftbuild)
    XCTAssertThrowsError(try BuildSystem.named(in: [BuildSystem.variable: "make"])) { error in
      XCTAssertEqual(
        "\(error)", "COURSE_BUILD_SYSTEM is make; it must be native or swiftbuild")
    }
  }

  func testAProgramsPlaceTellsHowItWasBuilt() {
    let folder = sample.folder
    for (place, system, scratch) in [
      (".build/x86_64/debug", BuildSystem.native, ".build"),
      (".build/x86_64/release", .native, ".build"),
      (".build/out/Products/debug-linux", .swiftbuild, ".build"),
      (".build/gate/out/Products/debug-linux", .swiftbuild, ".build/gate"),
    ] {
      XCTAssertEqual(
        PackageBuild(of: folder.url("\(place)/course"), in: folder),
        PackageBuild(folder: folder, system: system, scratchPath: folder.url(scratch).path))
    }
    XCTAssertNil(PackageBuild(of: folder.url("elsewhere/course"), in: folder))
    XCTAssertNil(PackageBuild(of: URL(fileURLWithPath: "/x86_64/debug/course"), in: folder))
  }

  func testAReadersChoiceCounts() throws {
    setenv(BuildSystem.variable, "swiftbuild", 1)
    let build = try PackageBuild(
      likeThisProgramIn: sample.folder, program: URL(fileURLWithPath: "/elsewhere/course"))
    XCTAssertEqual(build, PackageBuild(folder: sample.folder, system: .swiftbuild))
  }

  /// `swift test` locks its build folder while a test runs: to build there would wait for ever.
  func testATestBuildsElsewhereThanSwiftTest() throws {
    let build = try PackageBuild(
      likeThisProgramIn: sample.folder, program: sample.folder.url(".build/debug/Suites.xctest"))
    XCTAssertEqual(build.scratchPath, sample.folder.url(".build/from-tests").path)
  }

  // MARK: Building and asking

  func testProductsAreAskedForInTheWordsOfTheBuild() throws {
    let scratch = sample.folder.url("far").path
    let build = PackageBuild(folder: sample.folder, system: .swiftbuild, scratchPath: scratch)
    XCTAssertEqual(try build.build("course").path, "\(scratch)/out/Products/debug-linux")
    let words = "--build-system swiftbuild --scratch-path \(scratch)"
    XCTAssertEqual(
      try sample.folder.text("log"),
      "build --product course \(words)\nbuild --show-bin-path \(words)\n")
  }

  func testABuildThatCrashesIsTriedOnceMore() throws {
    try sample.folder.write("", to: "crash")
    XCTAssertNoThrow(try PackageBuild(folder: sample.folder).build("course"))
  }

  func testAFailureIsTold() throws {
    try sample.folder.write("", to: "broken")
    XCTAssertThrowsError(try PackageBuild(folder: sample.folder).build("course")) {
      XCTAssertEqual(($0 as? BuildFailure)?.firstLine, "error: no")
    }
  }

  // MARK: What suites stand on

  func testLibraryAndModulesAreCopiedFromEitherLayout() throws {
    for system in BuildSystem.allCases {
      setenv(BuildSystem.variable, system.rawValue, 1)
      let given = try GivenLibrary.upToDate(in: sample.folder, at: "given-\(system)")
      XCTAssertEqual(try String(contentsOf: given.library, encoding: .utf8), "\(system)\n")
      for name in ["CourseTesting", "LinearAlgebra"] {
        XCTAssertEqual(try sample.folder.text("given-\(system)/\(name).swiftmodule"), "\(name)\n")
      }
    }
  }

  func testTheLibraryIsMadeAgainWhereItsSourcesChange() throws {
    func version() throws -> String {
      try GivenLibrary.upToDate(in: sample.folder, at: "given").version
    }
    let first = try version()
    XCTAssertEqual(try version(), first)
    try sample.folder.write("import Foundation\n\n", to: "Sources/LinearAlgebra/B.swift")
    let second = try version()
    XCTAssertNotEqual(second, first)
    // Another compiler.
    try sample.edit("bin/swiftc", "6.3", "6.4")
    XCTAssertNotEqual(try version(), second)
  }

  func testAFailureOfWhatIsGivenIsNotTheReaders() throws {
    try sample.folder.write("", to: "broken")
    XCTAssertThrowsError(try GivenLibrary.upToDate(in: sample.folder, at: "given")) { error in
      XCTAssertEqual("\(error)", "Sources/ does not build: error: no")
    }
  }
}
