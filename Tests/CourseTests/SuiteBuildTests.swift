import XCTest

@testable import Course

/// What is compiled again and what is not, with a compiler that only writes down what it is given:
/// an object is its sources, an interface their lines with `func`.
final class SuiteBuildTests: XCTestCase {
  private static let compiler = """
    folder=$(dirname "$0")/..
    interface= output= sources= objects=
    while [ $# -gt 0 ]; do
      case "$1" in
        -o) output=$2; shift ;;
        -emit-module-path) interface=$2; shift ;;
        *.swift) sources="$sources $1" ;;
        *.o) objects="$objects $1" ;;
      esac
      shift
    done
    echo "$(basename "$output")" >>"$folder/log"
    [ ! -e "$folder/broken" ] || { echo "$folder/exercises/01-sums/Sums.swift:1:1: error: broken"; exit 1; }
    [ ! -e "$folder/save" ] || { mv "$folder/save" "$folder/exercises/01-sums/Sums.swift"; }
    cat $sources $objects >"$output"
    [ -z "$interface" ] || grep -h "func\\|import" $sources >"$interface"
    """

  private static let manifest = """
    Chapter(number: 1, folder: "01-sums", module: "Sums", imports: [])
    Chapter(
      number: 2, folder: "02-last", module: "Last", imports: [])
    """

  private var sample: SampleCourse!
  private var compiler: PathProgram!

  override func setUpWithError() throws {
    sample = try SampleCourse()
    try sample.folder.write(Self.manifest, to: "Package.swift")
    try sample.folder.write("import Sums\n", to: "Tests/Chapter01Tests/Imports.swift")
    compiler = try PathProgram("swiftc", Self.compiler, in: sample.folder)
  }

  override func tearDown() {
    compiler = nil
    sample = nil
  }

  private func build(
    _ chapter: Int = 0, yours: SuiteModule.Yours = .thisChapter, version: String = "1"
  ) throws -> SuiteBuild {
    let given = GivenLibrary(place: sample.folder.url("given"), version: version)
    let chapter = try Course(sample.folder).chapters[chapter]
    return try SuiteBuild(of: chapter, yours: yours, in: sample.folder, at: "built", on: given)
  }

  /// What is made by a build now, by the names of the files.
  private func made(
    _ chapter: Int = 0, yours: SuiteModule.Yours = .thisChapter, version: String = "1"
  ) throws -> [String] {
    try? FileManager.default.removeItem(at: sample.folder.url("log"))
    try build(chapter, yours: yours, version: version).run()
    return try sample.folder.text("log")?.split(separator: "\n").map(String.init) ?? []
  }

  #if os(Linux)
    private let everything = ["Sums.o", "Chapter01Tests.o", "main.o", "Chapter01Tests.xctest"]

    func testWhatHasNotChangedIsNotMadeAgain() throws {
      XCTAssertEqual(try made(), everything)
      XCTAssertEqual(try made(), [])
      // A new time is no change, nor is an old one.
      for time in [Date(timeIntervalSinceNow: 9), Date(timeIntervalSince1970: 1)] {
        try FileManager.default.setAttributes(
          [.modificationDate: time], ofItemAtPath: sample.folder.url(SampleCourse.sums).path)
        XCTAssertEqual(try made(), [])
      }
    }

    func testABodyIsCompiledWithoutTheSuite() throws {
      _ = try made()
      try sample.edit(SampleCourse.sums, "notWritten(\"1.1\")", "a + b")
      XCTAssertEqual(try made(), ["Sums.o", "Chapter01Tests.xctest"])
    }

    func testAnotherDeclarationCompilesTheSuiteToo() throws {
      _ = try made()
      try sample.edit(SampleCourse.sums, "func sum(", "func total(")
      XCTAssertEqual(try made(), ["Sums.o", "Chapter01Tests.o", "Chapter01Tests.xctest"])
    }

    func testAFileWithTheSameTimeAndLengthIsSeen() throws {
      _ = try made()
      let path = sample.folder.url(SampleCourse.sums).path
      let time = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate]
      try sample.edit(SampleCourse.sums, "notWritten(\"1.1\")", "notWritten(\"1.9\")")
      try FileManager.default.setAttributes([.modificationDate: time as Any], ofItemAtPath: path)
      XCTAssertEqual(try made(), ["Sums.o", "Chapter01Tests.xctest"])
    }

    func testASaveDuringTheBuildBuildsAgain() throws {
      try sample.folder.write("func saved() {}\n", to: "save")
      XCTAssertEqual(try made(), ["Sums.o"] + everything)
      XCTAssertEqual(try sample.folder.text("built/Sums-yours/Sums.o"), "func saved() {}\n")
      XCTAssertEqual(try made(), [])
    }

    func testWhatFailedIsTriedAgain() throws {
      _ = try made()
      try sample.folder.write("", to: "broken")
      try sample.edit(SampleCourse.sums, "notWritten(\"1.1\")", "a + b")
      for _ in 1...2 {
        XCTAssertThrowsError(try made()) { error in
          XCTAssertEqual((error as? BuildFailure)?.errors.first?.message, "broken")
        }
      }
      try FileManager.default.removeItem(at: sample.folder.url("broken"))
      XCTAssertEqual(try made(), ["Sums.o", "Chapter01Tests.xctest"])
    }

    func testOnAnotherVersionOfWhatIsGivenAllIsMadeAgain() throws {
      _ = try made()
      XCTAssertEqual(try made(version: "2"), everything)
    }

    func testTheProgramHoldsTheReadersCodeOrOurs() throws {
      for (yours, place) in [
        (SuiteModule.Yours.thisChapter, "exercises"), (.none, "solutions"), (.all, "exercises"),
      ] {
        XCTAssertEqual(try made(yours: yours), everything)
        let text = try sample.folder.text("\(place)/01-sums/Sums.swift") ?? ""
        let program = try String(contentsOf: build(yours: yours).program, encoding: .utf8)
        XCTAssertTrue(program.hasPrefix(text), place)
      }
    }

    func testOnlyTheJudgedModuleIsExchanged() throws {
      _ = try made()
      let path = "exercises/01-sums/Sums.swift"
      let program = try build().program(with: [path: "other\n"], in: "place")
      let text = try String(contentsOf: program, encoding: .utf8)
      XCTAssertTrue(text.hasPrefix("other\n"))
      XCTAssertTrue(text.contains("class SumTests"))
      XCTAssertEqual(try made(), [])
    }
  #endif

  // MARK: What belongs to a suite

  func testASuiteIsMadeOfWhatItImports() throws {
    let course = try Course(sample.folder)
    func names(_ yours: SuiteModule.Yours = .thisChapter) throws -> [String] {
      try SuiteModule.closure(of: course.chapters[1], yours: yours, in: sample.folder).map(\.place)
    }
    let test = "Tests/Chapter02Tests/LastTests.swift"
    try sample.folder.write("import Last\nimport XCTest\n", to: test)
    XCTAssertEqual(try names(), ["Last-yours", "Chapter02Tests-yours"])
    try sample.edit("exercises/02-last/Last.swift", "func last", "import Sums\n\nfunc last")
    XCTAssertEqual(try names(), ["Sums", "Last-yours", "Chapter02Tests-yours"])
    XCTAssertEqual(try names(.all), ["Sums-mine", "Last-mine", "Chapter02Tests-mine"])
    XCTAssertEqual(try names(.none), ["Last-ours", "Chapter02Tests-ours"])
  }

  func testAChapterThatTheManifestLacksIsNamed() throws {
    try sample.folder.write("// a package\n", to: "Package.swift")
    XCTAssertThrowsError(try build()) { error in
      XCTAssertEqual("\(error)", "Package.swift does not list chapter 1")
    }
  }

  func testImportsAreFoundInTheirForms() {
    let text = """
      import Kernels
      @testable import Optimizers
      internal import Text
      import struct Foundation.Date
        import LinearAlgebra
      // import Plots
      let text = "import Layers"
      """
    XCTAssertEqual(
      importedModules(in: text), ["Kernels", "Optimizers", "Text", "Foundation", "LinearAlgebra"])
  }

  func testTheProgramsTextNamesEveryTest() throws {
    let text = SuiteBuild.main(
      running: try Course(sample.folder).chapters[0].tests(in: sample.folder),
      of: "Chapter01Tests")
    XCTAssertEqual(
      text.split(separator: "\n").map(String.init),
      [
        "import XCTest", "@testable import Chapter01Tests",
        "let tests0: [(String, (Chapter01Tests.SumTests) -> () throws -> Void)] = [",
        "  (\"test_1_1_addsOneAndOne\", Chapter01Tests.SumTests.test_1_1_addsOneAndOne),",
        "  (\"test_1_1_addsNothing\", Chapter01Tests.SumTests.test_1_1_addsNothing),",
        "  (\"test_1_1_addsNegatives\", Chapter01Tests.SumTests.test_1_1_addsNegatives),", "]",
        "let tests1: [(String, (Chapter01Tests.TwiceTests) -> () throws -> Void)] = [",
        "  (\"test_1_2_doublesThree\", Chapter01Tests.TwiceTests.test_1_2_doublesThree),",
        "  (\"test_1_2_doublesNothing\", Chapter01Tests.TwiceTests.test_1_2_doublesNothing),",
        "  (\"test_1_2_doublesNegatives\", Chapter01Tests.TwiceTests.test_1_2_doublesNegatives),",
        "]", "XCTMain([testCase(tests0), testCase(tests1)])",
      ])
  }
}
