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
    try write("// more", to: "one/exercises/More.swift")
    try write("// tests", to: "one/Tests/Chapter00Tests/BlendTests.swift")
    let found = try read("one")[0]
    XCTAssertEqual(found.files, [Self.blend: "// one"])
    XCTAssertEqual(
      found.notes,
      [
        "More.swift ignored: no file of a chapter."
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

  func testWhatNobodyHandedInIsNotCounted() throws {
    try write("// one", to: "class/ada/\(Self.blend)")
    try write("// two", to: "class/boole/Blend.swift")
    try write("x", to: "class/__MACOSX/ada/._Blend.swift")
    try write("{}", to: "class/results/ada.json")
    try write("{}", to: "class/results/boole.json")
    try write("a,b", to: "class/marks/grades.csv")
    XCTAssertEqual(try read("class").map(\.name), ["ada", "boole"])
  }

  func testTwoOfOneNameAreToldApart() throws {
    try write("// one", to: "class/ada/\(Self.blend)")
    try write("// two", to: "class/bob/\(Self.blend)")
    XCTAssertEqual(shell("cd class && tar -czf ada.tgz ada && tar -cf ada.tar ada"), .exited(0))
    let found = try read("class")
    XCTAssertEqual(found.map(\.name), ["ada", "ada.tar", "ada.tgz", "bob"])
  }

  func testFilesThatASiteRenamedAreTaken() throws {
    for (name, file) in [
      ("a", "Blend-1.swift"), ("b", "Blend (1).swift"), ("c", "Blend copy.swift"),
      ("d", "Blend - Copy.swift"), ("e", "Blend.swift.txt"), ("f", "blend-2-3.swift"),
      ("g", "exercises/00-before-you-begin/Blend-1.swift"),
      ("h", "exercises/00-before-you-begin/Blend 2.swift"),
    ] {
      try write("// \(name)", to: "class/\(name)/\(file)")
    }
    for found in try read("class") {
      XCTAssertEqual(found.files, [Self.blend: "// \(found.name)"], found.name)
      XCTAssertTrue(
        found.notes.contains { $0.hasSuffix(" was taken for Blend.swift.") }, "\(found.notes)")
    }
    try write("// new", to: "class/i/Blend.swift")
    try write("// old", to: "class/i/Blend-1.swift")
    XCTAssertEqual(try read("class/i")[0].files, [Self.blend: "// new"])
    let note = "Blend-1.swift ignored: beside Blend.swift it does not count."
    XCTAssertEqual(try read("class/i")[0].notes.first, note)
    try write("// 1", to: "class/j/Blend-1.swift")
    try write("// 2", to: "class/j/Blend-2.swift")
    let torn = try read("class/j")[0]
    XCTAssertEqual(torn.files, [:])
    XCTAssertEqual(
      torn.problems[Self.blend]?.reason,
      "it is there as Blend-1.swift and Blend-2.swift; leave one, named Blend.swift.")
  }

  func testAFileOfItsOwnIsKeptInAChaptersFolder() throws {
    try write("// one", to: "one/\(Self.blend)")
    try write("// mine", to: "one/exercises/00-before-you-begin/Mine.swift")
    try write("// mine", to: "one/exercises/00-before-you-begin/deep/Own.swift")
    try write("// no", to: "one/exercises/Mine.swift")
    try write("// no", to: "one/exercises/00-before-you-begin/od\nd.swift")
    let files = [
      Self.blend, "exercises/00-before-you-begin/Mine.swift",
      "exercises/00-before-you-begin/deep/Own.swift",
    ]
    let found = try read("one")[0]
    XCTAssertEqual(found.files.keys.sorted(), files)
    XCTAssertTrue(
      found.notes.last?.hasSuffix(" and 1 other file ignored: no file of a chapter.") ?? false)
    XCTAssertEqual(shell("tar -czf two.tgz -C one exercises"), .exited(0))
    XCTAssertEqual(try read("two.tgz")[0].files.keys.sorted(), files)
  }

  func testAFileThatIsNoTextCostsItselfAlone() throws {
    let folder = "class/ada/exercises"
    try write("// fine", to: "\(folder)/01-sequences-as-matrices/Affine.swift")
    try PackageFolder(root: self.folder).write(
      Data("// one\n// caf".utf8) + [0xE9, 0x0A], to: "class/ada/\(Self.blend)")
    try write("// one\n\n\u{0}exercises/", to: "\(folder)/02-the-vanilla-rnn/RNNCell.swift")
    XCTAssertEqual(
      shell("mkfifo \(folder)/01-sequences-as-matrices/OneHot.swift"), .exited(0))
    XCTAssertEqual(shell("tar -czf a.tgz -C class/ada \(Self.blend)"), .exited(0))
    XCTAssertEqual(try read("a.tgz")[0].problems[Self.blend]?.line, 2)
    let found = try read("class")[0]
    XCTAssertEqual(
      found.files.keys.sorted(), ["exercises/01-sequences-as-matrices/Affine.swift"])
    XCTAssertEqual(found.problems[Self.blend]?.line, 2)
    XCTAssertEqual(
      found.problems[Self.blend]?.reason, "this line is not UTF-8; save the file as UTF-8.")
    XCTAssertEqual(found.problems["exercises/02-the-vanilla-rnn/RNNCell.swift"]?.line, 3)
    XCTAssertNotNil(found.problems["exercises/01-sequences-as-matrices/OneHot.swift"])
  }

  // MARK: Archives

  func testAZipMadeOnWindowsIsRead() throws {
    let names = [#"Ada [1]\exercises\00-before-you-begin\Blend.swift"#, #"..\out.swift"#]
    try write("// one", to: "w/\(names[0])")
    try write("// out", to: "x/\(names[1])")
    let script = "(cd w && zip -qr ../ada.zip .) && (cd x && zip -qr ../out.zip .) && rm -r w x"
    try XCTSkipUnless(shell(script) == .exited(0), "there is no zip")
    let found = try read("ada.zip")[0]
    XCTAssertEqual(found.files, [Self.blend: "// one"], found.refusal ?? "")
    XCTAssertEqual(
      try read("out.zip")[0].refusal, #"it holds a path that leads out of its folder: ../out.swift"#
    )
  }

  func testAZipWithAPasswordIsRefusedAtOnce() throws {
    try write("// one", to: "x/\(Self.blend)")
    let hasZip = shell("cd x && zip -qr -P secret ../ada.zip .") == .exited(0)
    try XCTSkipUnless(hasZip, "there is no zip")
    XCTAssertEqual(
      try read("ada.zip")[0].refusal, "it has a password; hand in one without.")
  }

  func testLettersOfOtherLanguagesInATarAreRead() throws {
    try write("// one", to: "x/Übung/\(Self.blend)")
    XCTAssertEqual(shell("tar -czf ada.tgz -C x Übung"), .exited(0))
    setenv("LC_ALL", "C", 1)
    defer { unsetenv("LC_ALL") }
    let found = try read("ada.tgz")[0]
    XCTAssertEqual(found.files, [Self.blend: "// one"], found.refusal ?? "")
  }

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
