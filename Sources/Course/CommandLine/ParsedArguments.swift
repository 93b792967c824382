/// The arguments of one command, checked against its flags.
package struct ParsedArguments: Sendable {
  /// The command and what followed it, as it was typed.
  package let words: [String]
  /// What is not a flag, in order.
  package private(set) var positionals: [String] = []
  /// Where the command writes.
  package let terminal: Terminal
  /// Every command of the program.
  package let commands: [Command]
  private var values: [String: String] = [:]

  /// Sorts words into flags and positionals. `--hidden 64` and `--hidden=64` are the same; after
  /// `--` every word is a positional.
  ///
  /// - Throws: `UserError` for a flag that the command lacks, a value that is missing or one too
  ///   many, a flag given twice, and too few or too many positionals.
  package init(
    _ words: [String], for command: Command, among commands: [Command] = [],
    terminal: Terminal = .standard
  ) throws {
    self.words = command.words + words
    self.terminal = terminal
    self.commands = commands
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        positionals += rest
        break
      }
      if word.isEmpty { throw UserError("a word is empty; leave it out; usage: \(command.usage)") }
      guard word.hasPrefix("-"), word != "-", Double(word) == nil else {
        positionals.append(word)
        continue
      }
      let (name, value) = try Self.flag(word, followedBy: &rest, of: command)
      if values.updateValue(value, forKey: name) != nil {
        throw UserError("\(name) is given twice; leave one")
      }
    }
    let (count, allowed) = (positionals.count, command.positionals)
    if count < allowed.lowerBound {
      throw UserError("\(Self.somethingIsMissing); usage: \(command.usage)")
    }
    if count > allowed.upperBound {
      let extra = positionals[allowed.upperBound]
      throw UserError("\"\(extra)\" is one word too many; usage: \(command.usage)")
    }
  }

  private static func flag(
    _ word: String, followedBy rest: inout ArraySlice<String>, of command: Command
  ) throws -> (name: String, value: String) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard let flag = command.flags.first(where: { $0.name == name }) else {
      throw UserError(unknownFlag(name, of: command))
    }
    guard let placeholder = flag.placeholder else {
      if parts.count > 1 { throw UserError("\(name) takes no value; leave out =\(parts[1])") }
      return (name, "")
    }
    let value: String
    if parts.count > 1 {
      value = String(parts[1])
    } else {
      guard let next = rest.first, !next.hasPrefix("--") else {
        throw UserError("\(name) needs a value: \(name) \(placeholder)")
      }
      value = next
      rest.removeFirst()
    }
    // A text may be empty; a name or a number may not.
    if value.isEmpty, placeholder != "TEXT" {
      throw UserError("\(name) is empty; give it a value: \(name) \(placeholder)")
    }
    return (name, value)
  }

  private static func unknownFlag(_ name: String, of command: Command) -> String {
    let called = command.name.isEmpty ? "course" : "course \(command.name)"
    let near = nearestSpelling(to: name, among: command.flags.map(\.name) + ["--help"])
    let advice = near.map { "did you mean \($0)?" } ?? "see: swift run \(called) --help"
    return "\(called) has no flag \(name); \(advice)"
  }

  package static let somethingIsMissing = "something is missing"

  // MARK: Values

  package func has(_ name: String) -> Bool { values[name] != nil }

  package func string(_ name: String) -> String? { values[name] }

  /// One of a few words.
  package func choice(
    _ name: String, default standard: String, of choices: [String]
  ) throws -> String {
    guard let word = values[name] else { return standard }
    if choices.contains(word) { return word }
    if let near = nearestSpelling(to: word, among: choices) {
      throw UserError("\(name) is \(word); did you mean \(near)?")
    }
    throw UserError("\(name) is \(word); it must be \(choices.joined(separator: " or "))")
  }

  /// A whole number in a range, or nil where the flag was not given.
  package func integer(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
    let words =
      range.upperBound == Int.max
      ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
    return try value(name, "a whole number \(words)", Int.init, where: range.contains)
  }

  /// A whole number in a range.
  package func integer(
    _ name: String, default standard: Int, in range: ClosedRange<Int>
  ) throws -> Int {
    try integer(name, in: range) ?? standard
  }

  /// A finite number above a bound, and at most another where that is given.
  package func number(
    _ name: String, default standard: Double, above bound: Double, atMost limit: Double? = nil
  ) throws -> Double {
    let upTo = limit.map { " and at most \(Self.plain($0))" } ?? ""
    let kind = "a number above \(Self.plain(bound))\(upTo)"
    return try value(name, kind, Double.init) { $0.isFinite && $0 > bound && $0 <= limit ?? $0 }
      ?? standard
  }

  /// A finite number in a range, both ends included.
  package func number(
    _ name: String, default standard: Double, in range: ClosedRange<Double>
  ) throws -> Double {
    let kind = "a number from \(Self.plain(range.lowerBound)) to \(Self.plain(range.upperBound))"
    return try value(name, kind, Double.init, where: range.contains) ?? standard
  }

  private func value<Value>(
    _ name: String, _ kind: String, _ read: (String) -> Value?, where isGood: (Value) -> Bool
  ) throws -> Value? {
    guard let word = values[name] else { return nil }
    if let value = read(word), isGood(value) { return value }
    throw UserError("\(name) is \(word); it must be \(kind)")
  }

  private static func plain(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e9 ? String(Int(number)) : String(number)
  }
}
