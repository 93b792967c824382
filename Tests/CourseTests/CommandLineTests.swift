import XCTest

@testable import Authoring
@testable import Course
@testable import Laboratory

final class CommandLineTests: XCTestCase {
  /// A command with a flag of each kind, which prints what it was given.
  private let train = Command(
    name: "train", summary: "trains", usage: "course train [FILE…]",
    example: "swift run course train",
    flags: [
      Flag(name: "--hidden", placeholder: "N", help: "units"),
      Flag(name: "--learning-rate", placeholder: "R", help: "step size"),
      Flag(name: "--cell", placeholder: "lstm|rnn", help: "cell"),
      Flag(name: "--json", help: "as JSON"),
    ],
    positionals: 0...1
  ) { arguments in
    let hidden = try arguments.integer("--hidden", default: 128, in: 1...8192)
    let rate = try arguments.number("--learning-rate", default: 0.002, above: 0)
    let cell = try arguments.choice("--cell", default: "lstm", of: ["lstm", "rnn"])
    arguments.terminal.print(
      "\(arguments.positionals) \(hidden) \(rate) \(cell) \(arguments.has("--json"))")
    return .done
  }

  private func run(_ words: String...) -> (status: Int32, output: String, errors: String) {
    let capture = Capture()
    let status = CourseCommandLine.run(words, commands: [train], terminal: capture.terminal())
    return (status, capture.output, capture.errors)
  }

  func testReadsFlagsAnywhereAndInBothForms() {
    XCTAssertEqual(run("train").output, "[] 128 0.002 lstm false\n")
    XCTAssertEqual(
      run("train", "--hidden", "64", "a.txt", "--learning-rate=0.1", "--json").output,
      "[\"a.txt\"] 64 0.1 lstm true\n")
    XCTAssertEqual(run("train", "--", "--json").output, "[\"--json\"] 128 0.002 lstm false\n")
  }

  func testEachMistakeIsOneLineThatSaysWhatToDo() {
    let cases: [([String], String)] = [
      (["train", "--hidden", "0"], "--hidden is 0; it must be a whole number from 1 to 8192"),
      (["train", "--hidden", "-1"], "--hidden is -1; it must be a whole number from 1 to 8192"),
      (["train", "--hidden", "1e3"], "--hidden is 1e3; it must be a whole number from 1 to 8192"),
      (["train", "--hidden"], "--hidden needs a value: --hidden N"),
      (["train", "--hidden", "--json"], "--hidden needs a value: --hidden N"),
      (["train", "--learning-rate", "nan"], "--learning-rate is nan; it must be a number above 0"),
      (["train", "--learning-rate", "inf"], "--learning-rate is inf; it must be a number above 0"),
      (["train", "--learning-rate", "0"], "--learning-rate is 0; it must be a number above 0"),
      (["train", "--cell", "lstn"], "--cell is lstn; did you mean lstm?"),
      (["train", "--cell", "transformer"], "--cell is transformer; it must be lstm or rnn"),
      (["train", "--hiden", "3"], "course train has no flag --hiden; did you mean --hidden?"),
      (
        ["train", "--learn", "3"], "course train has no flag --learn; did you mean --learning-rate?"
      ),
      (["train", "--zzz"], "course train has no flag --zzz; see: swift run course train --help"),
      (["train", "--json=yes"], "--json takes no value; leave out =yes"),
      (["train", "--json", "--json"], "--json is given twice; leave one"),
      (["train", "a", "b"], "\"b\" is one word too many; usage: course train [FILE…]"),
      (["trian"], "there is no command \"trian\"; did you mean: swift run course train"),
      (["qqq"], "there is no command \"qqq\"; see: swift run course --help"),
      (["1.3"], "\"1.3\" is not a command; did you mean: swift run course check 1.3"),
    ]
    for (words, message) in cases {
      let capture = Capture()
      let status = CourseCommandLine.run(words, commands: [train], terminal: capture.terminal())
      XCTAssertEqual(status, 2, "\(words)")
      XCTAssertEqual(capture.errors, "course: \(message)\n")
      XCTAssertEqual(capture.output, "")
    }
  }

  func testHelpShowsUsageExampleAndFlagsAndRunsNothing() {
    for words in [["train", "--help"], ["train", "--zzz", "-h"], ["help", "train"]] {
      let capture = Capture()
      let status = CourseCommandLine.run(words, commands: [train], terminal: capture.terminal())
      XCTAssertEqual(status, 0)
      XCTAssertEqual(capture.errors, "")
      for part in ["usage:   course train [FILE…]", "example: swift run", "--hidden N", "units"] {
        XCTAssertTrue(capture.output.contains(part), capture.output)
      }
    }
  }

  func testEveryCommandOfTheCourseHasHelpWithAnExample() {
    for command in everyCommand {
      let words = command.name.split(separator: " ").map(String.init) + ["--help"]
      let capture = Capture()
      XCTAssertEqual(CourseCommandLine.run(words, terminal: capture.terminal()), 0)
      XCTAssertTrue(command.example.hasPrefix("swift run course"), command.name)
      XCTAssertTrue(command.usage.hasPrefix("course"), command.name)
      XCTAssertFalse(command.summary.isEmpty)
      for line in capture.output.split(separator: "\n") {
        XCTAssertLessThanOrEqual(line.count, 80, "\(line)")
      }
    }
  }

  func testEveryExampleParses() throws {
    for command in everyCommand {
      let shown = command.example.split(separator: " ").map(String.init).dropFirst(3)
      let name = command.name.split(separator: " ").map(String.init)
      XCTAssertTrue(shown.starts(with: name), command.example)
      XCTAssertNoThrow(
        try ParsedArguments(Array(shown.dropFirst(name.count)), for: command), command.example)
    }
  }

  func testCommandsHaveNamesOfTheirOwn() {
    XCTAssertEqual(Set(everyCommand.map(\.name)).count, everyCommand.count)
  }
}
