import Foundation
import Synchronization

@testable import Authoring
@testable import Course
@testable import Grading
@testable import Laboratory

/// A terminal that remembers what is written to it.
final class Capture: Sendable {
  private let text = Mutex((output: "", errors: ""))

  var output: String { text.withLock { $0.output } }
  var errors: String { text.withLock { $0.errors } }

  func terminal(
    width: Int = 80, hasColour: Bool = false, isInteractive: Bool = false
  ) -> Terminal {
    Terminal(
      width: width, hasColour: hasColour, isInteractive: isInteractive,
      output: { added in self.text.withLock { $0.output += added } },
      errorOutput: { added in self.text.withLock { $0.errors += added } })
  }
}

/// Every command that people type after `course`.
let everyCommand = Commands.reader + [.grade] + Command.authoring

extension CourseCommandLine {
  static func run(_ arguments: [String], terminal: Terminal) -> Int32 {
    run(arguments, commands: everyCommand, terminal: terminal)
  }
}

/// Runs the command line as a shell would, and returns what came of it.
func course(
  _ arguments: String..., commands: [Command] = everyCommand
) -> (status: Int32, output: String, errors: String) {
  let capture = Capture()
  let status = CourseCommandLine.run(
    arguments, commands: commands, terminal: capture.terminal())
  return (status, capture.output, capture.errors)
}

/// A number that several may share.
final class Counter: Sendable {
  private let number: Mutex<Int>

  init(_ number: Int) { self.number = Mutex(number) }

  var value: Int {
    get { number.withLock { $0 } }
    set { number.withLock { $0 = newValue } }
  }
}
