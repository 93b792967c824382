import Course

/// A mistake that people make, as a change to a solution, and what the suite must say to it.
///
///     exercise: 2.1
///     file: solutions/02-the-vanilla-rnn/RNNCell.swift
///     replace:
///         tanh(input * inputWeights + hidden * recurrentWeights + bias)
///     with:
///         tanh(input * inputWeights + hidden * recurrentWeights)
///     names:
///     the bias
struct Mutant: Equatable, Sendable {
  /// Where it is kept: `Tests/Mutants/02-the-vanilla-rnn/2.1-no-bias.mutant`.
  let path: String
  let exercise: ExerciseNumber
  /// The solution's file that it changes.
  let file: String
  /// What it replaces; one line or several, which may begin and end within a line.
  let original: String
  let replacement: String
  /// A part of what the suite must say; nil where no message is expected, only a failure.
  let message: String?
  /// The line of `replace:`, counted from 1.
  let replaceLine: Int
  /// The line of the message, counted from 1.
  let messageLine: Int

  /// `2.1-no-bias`.
  var name: String {
    String((path.split(separator: "/").last ?? "").dropLast(Self.ending.count))
  }

  static let ending = ".mutant"
  static let folder = "Tests/Mutants"

  /// Reads a file.
  ///
  /// - Throws: a `SourceProblem`, the first thing that is wrong with it.
  init(path: String, text: String) throws {
    let all = lines(of: text)
    func field(_ name: String, at index: Int) throws -> String {
      let mark = "\(name): "
      guard index < all.count, all[index].hasPrefix(mark) else {
        throw SourceProblem(path, index + 1, "write here: \(mark)…")
      }
      return trimmed(all[index].dropFirst(mark.count))
    }
    func place(of line: String, from start: Int) throws -> Int {
      guard let index = all[min(start, all.count)...].firstIndex(of: line) else {
        throw SourceProblem(path, min(start, all.count) + 1, "a line \(line) must follow")
      }
      return index
    }
    let number = try field("exercise", at: 0)
    guard let exercise = ExerciseNumber(number) else {
      throw SourceProblem(path, 1, "\"\(number)\" is no exercise's number, such as 2.1")
    }
    let file = try field("file", at: 1)
    guard all.count > 2, all[2] == "replace:" else {
      throw SourceProblem(path, 3, "write here: replace:")
    }
    let with = try place(of: "with:", from: 3)
    let names = try place(of: "names:", from: with + 1)
    let messages = all[(names + 1)...].filter { !trimmed($0).isEmpty }
    guard messages.count == 1 else {
      throw SourceProblem(
        path, names + 1, "after names: stands one line, a part of the message, or -")
    }
    let original = all[3..<with].joined(separator: "\n")
    let replacement = all[(with + 1)..<names].joined(separator: "\n")
    if trimmed(original).isEmpty { throw SourceProblem(path, 3, "say what to replace") }
    if original == replacement { throw SourceProblem(path, with + 1, "this changes nothing") }
    self.path = path
    self.exercise = exercise
    self.file = file
    self.original = original
    self.replacement = replacement
    message = messages[0] == "-" ? nil : trimmed(messages[0])
    replaceLine = 3
    messageLine = names + 2
  }

  /// The solution's text with the mistake in it.
  ///
  /// - Throws: a `SourceProblem` where the text to be replaced stands there several times or not at all.
  func applied(to text: String) throws -> String {
    let places = text.ranges(of: original)
    guard places.count == 1 else {
      let count = places.isEmpty ? "does not stand" : "stands \(places.count) times"
      throw SourceProblem(
        path, replaceLine, "does not apply: the text to replace \(count) in \(file)")
    }
    return text[..<places[0].lowerBound] + replacement + text[places[0].upperBound...]
  }
}

extension Course {
  /// Every mutant's file with what it holds or what is wrong with it, in the order of paths.
  func mutants() throws -> [Result<Mutant, SourceProblem>] {
    try folder.files(below: Mutant.folder).filter { $0.hasSuffix(Mutant.ending) }.map { path in
      let text = try folder.text(path) ?? ""
      do {
        return .success(try Mutant(path: path, text: text))
      } catch let problem as SourceProblem {
        return .failure(problem)
      }
    }
  }
}
