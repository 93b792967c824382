import Foundation
import XCTest

@testable import Course

/// What `course` leaves to other programs, and when it builds them.
final class OtherProgramTests: XCTestCase {
  func testTheHelpSaysOfACommandWhatItsProgramSays() throws {
    for command in OtherProgram.commands where command.name != "dev" {
      let own = try XCTUnwrap(everyCommand.first { $0.name == command.name }, command.name)
      XCTAssertEqual(command.summary, own.summary)
    }
  }

  func testEveryCommandHasAProgram() {
    for command in everyCommand {
      let words = command.name.split(separator: " ").map(String.init)
      let isLeft = OtherProgram.program(for: words) != nil
      XCTAssertNotEqual(isLeft, Command.loop.contains { $0.name == command.name }, command.name)
    }
  }

  func testArgumentsNameTheirProgram() {
    for (arguments, program) in [
      ([], nil), (["--help"], nil), (["check", "4"], nil), (["trian"], nil),
      (["train", "--epochs", "1"], .laboratory), (["help", "demo", "parity"], .laboratory),
      (["dev", "train"], .laboratory), (["dev", "weave"], .authors),
      (["grade", "--help"], .authors),
    ] as [([String], OtherProgram?)] {
      XCTAssertEqual(OtherProgram.program(for: arguments), program, "\(arguments)")
    }
  }

  func testAProgramIsUpToDateUntilSomethingItIsMadeOfChanges() throws {
    let sample = try SampleCourse()
    let program = sample.folder.url("program")
    func age(_ path: String, _ seconds: Double) throws {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -seconds)],
        ofItemAtPath: sample.folder.url(path).path)
    }
    XCTAssertFalse(sample.folder.isUpToDate(program), "there is none")
    try sample.folder.write("let x = 1\n", to: "Sources/Part/Inner/File.swift")
    try sample.folder.write("program", to: "program")
    try age("program", -100)
    XCTAssertTrue(sample.folder.isUpToDate(program))
    for changed in ["Package.swift", "Sources/Part/Inner/File.swift", "Sources/Part", "solutions"] {
      try age(changed, -200)
      XCTAssertFalse(sample.folder.isUpToDate(program), changed)
      try age(changed, 0)
      XCTAssertTrue(sample.folder.isUpToDate(program), changed)
    }
  }
}
