import XCTest

@testable import Course
@testable import Grading

/// What is taken of folders.
final class SubmissionReaderTests: SubmissionTestCase {
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
    let twice = reader.counted.wanted.filter { $0.hasSuffix("/Layouts.swift") }
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
    let long = String(repeating: "n", count: 180)
    try write("// no", to: "one/exercises/00-before-you-begin/\(long).swift")
    try write("// no", to: "one/exercises/00-before-you-begin/od\nd.swift")
    let files = [
      Self.blend, "exercises/00-before-you-begin/Mine.swift",
      "exercises/00-before-you-begin/deep/Own.swift",
    ]
    let found = try read("one")[0]
    XCTAssertEqual(found.files.keys.sorted(), files)
    XCTAssertTrue(
      found.notes.last?.hasSuffix(" and 2 other files ignored: no file of a chapter.") ?? false)
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
}
