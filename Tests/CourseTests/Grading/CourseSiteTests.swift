import XCTest

@testable import Course
@testable import Grading

/// What is taken of the downloads of course sites.
final class CourseSiteTests: SubmissionTestCase {
  func testAPersonsFilesAreFoundInWhatASiteHandsOut() throws {
    let class1 = [
      "canvas/lovelaceada_1234_56789_Blend.swift", "canvas/lovelaceada_1234_56790_RNNCell-2.swift",
      "canvas/boolegeorge_LATE_1235_56791_Blend.swift", "canvas/curiemarie_1236_5_essay.pdf",
      "canvas/boolegeorge_77_56799_Affine.swift",
    ]
    let class2 = [
      "blackboard/Week 1_alovelace_attempt_2026-09-21-18-30-00.txt",
      "blackboard/Week 1_alovelace_attempt_2026-09-21-18-30-00_Blend.swift",
      "blackboard/Week 1_gboole_attempt_2026-09-21-18-30-00_Blend.swift",
    ]
    let class3 = [
      "moodle/Ada Lovelace_1234_assignsubmission_file_/Blend.swift",
      "moodle/Ada Lovelace_1234_assignsubmission_onlinetext_/onlinetext.html",
      "moodle/George Boole_1235_assignsubmission_onlinetext/onlinetext.html",
      "flat/Ada Lovelace_1234_assignsubmission_file_Blend.swift",
    ]
    for path in class1 + class2 + class3 { try write("// \(path)", to: path) }
    let canvas = try read("canvas")
    XCTAssertEqual(
      canvas.map(\.name),
      [
        "boolegeorge_77_56799_Affine.swift", "boolegeorge_LATE_1235_56791_Blend.swift",
        "curiemarie", "lovelaceada",
      ])
    XCTAssertEqual(canvas.map(\.files.count), [1, 1, 0, 2])
    XCTAssertEqual(canvas[3].files[Self.blend], "// \(class1[0])")
    XCTAssertEqual(canvas[2].refusal, "it holds no exercises/ folder.")
    let blackboard = try read("blackboard")
    XCTAssertEqual(blackboard.map(\.name), ["alovelace", "gboole"])
    XCTAssertEqual(blackboard[0].files, [Self.blend: "// \(class2[1])"])
    let moodle = try read("moodle")
    XCTAssertEqual(moodle.map(\.name), ["Ada Lovelace", "George Boole"])
    XCTAssertEqual(moodle.map(\.files.count), [1, 0])
    XCTAssertEqual(try read("flat").map(\.name), ["Ada Lovelace"])
  }

  /// A file's own name is its author's to choose, and may look like a class-mate's.
  func testAFilesNameCannotMakeItAnothers() throws {
    for (honest, forged) in [
      ("ada_1_2_Blend.swift", "eve_3_4_ada_1_2_Blend.swift"),
      ("ada_1_2_Blend.swift", "eve_3_4_HW_ada_attempt_2026-09-21-18-30-00_Blend.swift"),
      ("ada_1_2_Blend.swift", "eve_3_4_ada_1_assignsubmission_file_Blend.swift"),
      (
        "HW_ada_attempt_2026-09-21-18-30-00_Blend.swift",
        "HW_eve_attempt_2026-09-21-18-30-01_HW_ada_attempt_2026-09-21-18-30-00_Blend.swift"
      ),
    ] {
      let folder = UUID().uuidString
      try write("// mine", to: "\(folder)/\(honest)")
      try write("// not mine", to: "\(folder)/\(forged)")
      let found = try read(folder)
      XCTAssertEqual(found.map(\.name), ["ada", "eve"], forged)
      XCTAssertEqual(found[0].files, [Self.blend: "// mine"], forged)
      XCTAssertEqual(found[1].files, [:], forged)
    }
  }

  func testAnArchiveThatIsNotReadSaysWhatToDo() throws {
    try write("// one", to: "class/ada/\(Self.blend)")
    for ending in ["rar", "7z", "tar.xz"] { try write("x", to: "class/bob-\(ending).\(ending)") }
    try write("x", to: "class/cid/upload.RAR")
    let found = try read("class")
    XCTAssertEqual(found.map(\.name), ["ada", "bob-7z", "bob-rar", "bob-tar.xz", "cid"])
    for one in found.dropFirst() {
      XCTAssertTrue(
        one.refusal?.hasSuffix("unpack it into a folder of its name, or ask for a .zip.") ?? false,
        "\(one)")
    }
  }
}
