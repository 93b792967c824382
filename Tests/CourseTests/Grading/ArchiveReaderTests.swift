import XCTest

@testable import Course
@testable import Grading

/// What is taken of archives.
final class ArchiveReaderTests: SubmissionTestCase {
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

  /// `unzip` takes the name of an archive for a pattern, and looks beside it.
  func testAnArchivesNameCannotMakeItAnothers() throws {
    try write("// mine", to: "x/\(Self.blend)")
    try write("// another's", to: "y/\(Self.blend)")
    let script = "(cd x && zip -qr ../ada.zip .) && (cd y && zip -qr '../[a]?*.zip' .) && rm -r x y"
    try XCTSkipUnless(shell(script) == .exited(0), "there is no zip")
    XCTAssertEqual(Set(try read("").map { $0.files[Self.blend] }), ["// mine", "// another's"])
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
