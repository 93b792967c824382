import Foundation
import XCTest

@testable import Course
@testable import Grading

final class ConfinementTests: XCTestCase {
  func testTheProfileNamesFoldersAsTheSystemDoes() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("confinement-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = FileManager.default
    try files.createDirectory(
      at: folder.appendingPathComponent("real"), withIntermediateDirectories: true)
    try files.createSymbolicLink(
      at: folder.appendingPathComponent("link"),
      withDestinationURL: folder.appendingPathComponent("real"))

    let profile = Confinement.profile(
      .init(writable: [folder.appendingPathComponent("link").path], hidden: ["/no such \"folder"]))
    XCTAssertTrue(profile.contains("/real\")"), profile)
    XCTAssertFalse(profile.contains("/link\")"), profile)
    XCTAssertTrue(profile.contains("(deny file-read* (subpath \"/no such \\\"folder\"))"), profile)
  }

  func testWhatApplesCompilerCallsByItselfIsHarmless() {
    let names = [
      "___stack_chk_guard", "_memset_pattern16", "___sincos_stret", "__objc_empty_cache",
      "_OBJC_METACLASS_$__TtCs12_SwiftObject", "__swiftEmptyArrayStorage", "_swift_release",
      "_$sSa6appendyyxnF",
    ]
    for name in names { XCTAssertTrue(ChapterGrader.isHarmless(name), name) }
    for name in ["_exit", "_system", "_objc_msgSend", "_$s10Foundation4exitys5NeverOs5Int32VF"] {
      XCTAssertFalse(ChapterGrader.isHarmless(name), name)
    }
  }
}
