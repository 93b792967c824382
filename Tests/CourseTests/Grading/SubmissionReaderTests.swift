import XCTest

@testable import Course
@testable import Grading

/// What is taken of the folders and archives that people hand in.
final class SubmissionReaderTests: XCTestCase {
  private static let blend = "exercises/00-before-you-begin/Blend.swift"
  private var folder: URL!
  private var reader: SubmissionReader!

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("submissions-\(UUID().uuidString)").resolvingSymlinksInPath()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
    reader = SubmissionReader(try Course(PackageFolder.containing(here)))
  }

  override func tearDown() {
    try? FileManager.default.removeItem(at: folder)
  }

  private func write(_ text: String, to path: String) throws {
    try PackageFolder(root: folder).write(text, to: path)
  }

  private func shell(_ script: String) -> ChildOutcome.End {
    runChild(["/bin/sh", "-c", script], in: folder, seconds: 60).end
  }

  private func read(_ path: String) throws -> [Submission] {
    try reader.submissions(at: folder.appendingPathComponent(path).path)
  }

  // MARK: Folders

  func testAFolderIsFoundWhereverExercisesStand() throws {
    try write("// one", to: "one/\(Self.blend)")
    try write("// two", to: "two/00-before-you-begin/Blend.swift")
    try write("// three", to: "three/LearnLSTM-main/\(Self.blend)")
    try write("nothing", to: "four/notes.txt")
    for path in ["one", "one/exercises", "two"] {
      let found = try read(path)
      XCTAssertEqual(found.map(\.name), [String(path.prefix { $0 != "/" })])
      XCTAssertEqual(found[0].files.keys.sorted(), [Self.blend])
    }
    let all = try read("")
    XCTAssertEqual(all.map(\.name), ["four", "one", "three", "two"])
    XCTAssertEqual(all.map { $0.files[Self.blend] }, [nil, "// one", "// three", "// two"])
    XCTAssertNotNil(all[0].refusal)
    XCTAssertThrowsError(try read("nowhere"))
    XCTAssertThrowsError(try read("four"))
  }

  func testOnlyFilesOfTheReleaseAreTaken() throws {
    try write("// one", to: "one/\(Self.blend)")
    try write("// more", to: "one/exercises/00-before-you-begin/More.swift")
    try write("// tests", to: "one/Tests/Chapter00Tests/BlendTests.swift")
    let found = try read("one")[0]
    XCTAssertEqual(found.files, [Self.blend: "// one"])
    XCTAssertEqual(
      found.notes,
      [
        "00-before-you-begin/More.swift ignored: only the files that were handed out are graded."
      ])
  }

  func testLinksPipesAndLargeFilesAreNotRead() throws {
    try write("secret", to: "secret.swift")
    try write("// one", to: "real/00-before-you-begin/Blend.swift")
    let file = "exercises/00-before-you-begin"
    XCTAssertEqual(
      shell("mkdir -p a/\(file) && ln -s ../../../secret.swift a/\(Self.blend)"), .exited(0))
    XCTAssertEqual(
      shell("mkdir -p b/exercises && ln -s ../../real/00-before-you-begin b/exercises"), .exited(0))
    XCTAssertEqual(shell("mkdir -p c/\(file) && mkfifo c/\(Self.blend)"), .exited(0))
    XCTAssertEqual(shell("mkdir d && ln -s ../real d/exercises"), .exited(0))
    try write(String(repeating: "// long\n", count: 40_000), to: "e/\(Self.blend)")
    for name in ["a", "b", "c", "e"] {
      let found = try read(name)[0]
      XCTAssertEqual(found.files, [:], name)
      XCTAssertFalse(found.notes.isEmpty, name)
    }
    XCTAssertThrowsError(try read("d"))
  }

  func testLooseFilesAreTakenByTheirNames() throws {
    try write("// one", to: "class/ada/Blend.swift")
    try write("// two", to: "class/ada/chapter 2/RNNCell.swift")
    try write("// more", to: "class/ada/Scratch.swift")
    try write("// one", to: "class/boole/Blend.swift")
    try write("// another", to: "class/boole/old/Blend.swift")
    try write("// a class's own", to: "class/Blend.swift")
    let found = try read("class")
    XCTAssertEqual(found.map(\.name), ["ada", "boole"])
    XCTAssertEqual(
      found[0].files,
      [Self.blend: "// one", "exercises/02-the-vanilla-rnn/RNNCell.swift": "// two"])
    XCTAssertEqual(
      found[0].notes, ["2 loose files were taken by their names: there is no exercises/ folder."])
    XCTAssertEqual(found[1].files, [:])
    XCTAssertEqual(found[1].refusal, "it holds Blend.swift twice and no exercises/ folder.")
    XCTAssertEqual(try read("class/ada/chapter 2").map(\.files.count), [1])
  }

  func testANameOfTwoChaptersIsNotGuessed() throws {
    let twice = reader.wanted.filter { $0.hasSuffix("/Layouts.swift") }
    XCTAssertGreaterThan(twice.count, 1, "choose another name that stands in two chapters")
    try write("// whose?", to: "class/ada/Layouts.swift")
    XCTAssertThrowsError(try read("class"))
  }

  // MARK: Archives

  func testAnArchiveInAFolderHasTheFoldersName() throws {
    try write("// one", to: "src/\(Self.blend)")
    try write("// loose", to: "flat/Blend.swift")
    let script = """
      mkdir -p class/ada_12 class/boole_13 class/curry_14 &&
      tar -czf class/ada_12/upload.tar.gz -C src exercises &&
      tar -czf class/boole_13/mine.tgz -C flat Blend.swift &&
      cp class/*/*.tgz class/ada_12/upload.tar.gz class/curry_14
      """
    XCTAssertEqual(shell(script), .exited(0))
    let found = try read("class")
    XCTAssertEqual(found.map(\.name), ["ada_12", "boole_13", "curry_14"])
    XCTAssertEqual(found.map { $0.files[Self.blend] }, ["// one", "// loose", nil])
    XCTAssertEqual(
      found[1].notes, ["1 loose file was taken by its name: there is no exercises/ folder."])
    XCTAssertEqual(found[2].refusal, "it holds 2 archives; leave one.")
  }

  func testArchivesAreReadWithoutUnpackingAnythingElse() throws {
    try write("// ünï", to: "src/LearnLSTM/\(Self.blend)")
    try write("// more", to: "src/LearnLSTM/Sources/More.swift")
    XCTAssertEqual(shell("cd src && tar -czf ../ada.tar.gz . && tar -czf ../bob.tgz *"), .exited(0))
    XCTAssertEqual(shell("cd src/LearnLSTM/exercises && tar -cf ../../../carl.tar *"), .exited(0))
    let hasZip = shell("cd src && zip -qr ../dora.zip LearnLSTM && unzip -v") == .exited(0)
    try FileManager.default.removeItem(at: folder.appendingPathComponent("src"))
    let found = try read("")
    XCTAssertEqual(found.map(\.name), ["ada", "bob", "carl"] + (hasZip ? ["dora"] : []))
    for one in found {
      XCTAssertEqual(one.files, [Self.blend: "// ünï"], one.name)
      XCTAssertNil(one.refusal, one.name)
    }
    XCTAssertEqual(try read("ada.tar.gz").map(\.name), ["ada"])
    XCTAssertEqual(PackageFolder(root: folder).names(in: "").count, found.count)
  }

  func testArchivesThatLeadOutAreRefused() throws {
    try write("// one", to: "x/\(Self.blend)")
    try write("text", to: "outside.txt")
    XCTAssertEqual(shell("cd x && tar -cPzf ../up.tgz exercises ../outside.txt"), .exited(0))
    XCTAssertEqual(
      shell("cd x && tar -cPzf ../root.tgz exercises \"$PWD/../outside.txt\""), .exited(0))
    XCTAssertEqual(
      shell("cd x && ln -s /etc/passwd exercises/link && tar -czf ../link.tgz exercises"),
      .exited(0))
    XCTAssertEqual(shell("printf broken >broken.tgz; printf broken >broken.zip"), .exited(0))
    for name in ["up.tgz", "root.tgz", "link.tgz", "broken.tgz", "broken.zip"] {
      let found = try read(name)[0]
      XCTAssertEqual(found.files, [:], name)
      XCTAssertNotNil(found.refusal, name)
    }
  }

  func testABombIsRefused() throws {
    XCTAssertEqual(
      shell(
        "mkdir -p y/exercises/00-before-you-begin && "
          + "dd if=/dev/zero of=y/\(Self.blend) bs=1M count=80 2>/dev/null && "
          + "tar -czf bomb.tgz -C y exercises && rm -r y"), .exited(0))
    XCTAssertEqual(try read("bomb.tgz")[0].refusal, "it unpacks to more than 64 MB.")
  }
}
