/// One command of `course`, as data: its help is made from it and its arguments are parsed by it.
package struct Command: Sendable {
  /// One word or several: `train`, `dev release`, `demo vanishing-gradients`.
  package let name: String
  /// What it does, in half a line, for the list of commands.
  package let summary: String
  /// How it is called: `course check [1 | 1.3] [--mine]`.
  package let usage: String
  /// A line that can be typed as it stands: `swift run course check 1.3`.
  package let example: String
  package let flags: [Flag]
  /// How many words may follow the name, besides flags.
  package let positionals: ClosedRange<Int>
  package internal(set) var run: @Sendable (ParsedArguments) throws -> ExitStatus

  package init(
    name: String, summary: String, usage: String, example: String, flags: [Flag] = [],
    positionals: ClosedRange<Int> = 0...Int.max,
    run: @escaping @Sendable (ParsedArguments) throws -> ExitStatus
  ) {
    self.name = name
    self.summary = summary
    self.usage = usage
    self.example = example
    self.flags = flags
    self.positionals = positionals
    self.run = run
  }
}

extension Command {
  var words: [String] { name.split(separator: " ").map(String.init) }

  /// Whether it is that of one task, with flags of its own, as `train --task classify`.
  var isTask: Bool { words.dropLast().last == "--task" }

  /// Whether its name begins with another's, as `dev lint` with `dev`.
  func isIn(_ group: String) -> Bool { name.hasPrefix(group + " ") }
}

package struct Flag: Sendable {
  /// With its dashes: `--hidden`.
  package let name: String
  /// What its value is called in the help, `N`; nil for a switch, which has no value.
  package let placeholder: String?
  package let help: String

  /// - Parameter call: the flag as it is typed, with its placeholder where it takes a value:
  ///   `--hidden N`.
  package init(_ call: String, _ help: String) {
    let words = call.split(separator: " ", maxSplits: 1).map(String.init)
    self.init(name: words[0], placeholder: words.count > 1 ? words[1] : nil, help: help)
  }

  package init(name: String, placeholder: String? = nil, help: String) {
    self.name = name
    self.placeholder = placeholder
    self.help = help
  }
}

/// How a command ended, as the process reports it.
package enum ExitStatus: Int32, Sendable {
  case done = 0
  /// Exercises fail, or a check found differences.
  case failed = 1
  /// A wrong argument, or a file that cannot be used.
  case wrongUse = 2
  /// Ctrl-C, after what was begun had been saved.
  case interrupted = 130
}

/// A mistake of the user's: one line that says what is wrong and what to do about it.
package struct UserError: AdvisedError, Equatable, Sendable, CustomStringConvertible {
  package let message: String

  package init(_ message: String) { self.message = message }

  package var description: String { message }
  package var advice: UserError { self }
}

/// An error with a sentence for the user. For a library below it is written where that is used.
package protocol AdvisedError: Error { var advice: UserError { get } }
