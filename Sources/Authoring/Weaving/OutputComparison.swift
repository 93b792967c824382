import Course

/// Compares what a page says that a command prints with what it prints.
///
/// A `…` within a line of the page stands for any text in that place, and a line with nothing
/// but `…` for any lines.
struct OutputComparison: Equatable, Sendable {
  /// How far two numbers may lie apart, as a share of the larger; nil where they must be equal.
  var within: Double?
  /// Two numbers whose sizes are below this count as equal: what rounding alone leaves over.
  var noise: Double?

  static let gap = "…"

  /// Whether a line of the page stands for all of a line that was printed.
  func matches(_ written: String, _ printed: String) -> Bool {
    if written == printed { return true }
    if within == nil, noise == nil, !written.contains(Self.gap) { return false }
    return matches(Self.tokens(of: written)[...], Self.tokens(of: printed)[...])
  }

  private func matches(_ written: ArraySlice<Token>, _ printed: ArraySlice<Token>) -> Bool {
    guard let first = written.first else { return printed.isEmpty }
    guard let other = printed.first else { return false }
    if first == .gap {
      let rest = written.dropFirst()
      return (1...printed.count).contains { matches(rest, printed.dropFirst($0)) }
    }
    return agree(first, other) && matches(written.dropFirst(), printed.dropFirst())
  }

  private func agree(_ left: Token, _ right: Token) -> Bool {
    if left == right { return true }
    switch (left, right) {
    case (.number(_, let left), .number(_, let right)):
      let size = max(abs(left), abs(right))
      if let noise, size < noise { return true }
      // What is printed is rounded; the tolerance itself must not be lost to that of a binary number.
      return within.map { abs(left - right) <= $0 * size * (1 + 1e-12) } ?? false
    // Where numbers may differ, so may the width of their columns.
    case (.space, .space): return within != nil || noise != nil
    default: return false
    }
  }

  /// A piece of a line.
  private enum Token: Equatable {
    case gap
    case space(Substring)
    case number(Substring, Double)
    case text(Substring)
  }

  private static func tokens(of line: String) -> [Token] {
    var found: [Token] = []
    var rest = line[...]
    while let first = rest.first {
      let piece: Substring
      if String(first) == gap {
        piece = rest.prefix(1)
        found.append(.gap)
      } else if first.isWhitespace {
        piece = rest.prefix { $0.isWhitespace }
        found.append(.space(piece))
      } else if let number = rest.prefixMatch(
        of: /[-+−]?[0-9][0-9,]*(\.[0-9]+)?([eE][-+]?[0-9]+)?/)?.0,
        let value = Self.value(of: number)
      {
        piece = number
        found.append(.number(piece, value))
      } else if first.isLetter {
        piece = rest.prefix { $0.isLetter }
        found.append(.text(piece))
      } else {
        piece = rest.prefix(1)
        found.append(.text(piece))
      }
      rest = rest[piece.endIndex...]
    }
    return found
  }

  /// The number that is written so, with a minus of either kind and with commas for thousands.
  static func value(of text: some StringProtocol) -> Double? {
    Double(String(text.filter { $0 != "," }.map { $0 == "−" ? "-" : $0 }))
  }
}

extension OutputComparison {
  /// A page's lines for a command's output.
  struct Mended: Equatable, Sendable {
    var lines: [String] = []
    /// The first line of the page that does not stand for what was printed.
    var difference: Difference?
  }

  /// A line of the page and what was printed instead; nil where one has nothing in that place.
  struct Difference: Equatable, Sendable {
    /// The page's line, as an index.
    let index: Int
    let written: String?
    let printed: String?

    /// Where the page's lines first differ from those that it should have; nil where they do not.
    static func first(_ written: [String], _ right: [String]) -> Difference? {
      if written == right { return nil }
      let index =
        zip(written, right).enumerated().first { $1.0 != $1.1 }?.offset
        ?? min(written.count, right.count)
      return Difference(
        index: index, written: index < written.count ? written[index] : nil,
        printed: index < right.count ? right[index] : nil)
    }

    /// What the page says, and what the place says that it quotes.
    func sentence(from source: String) -> String {
      let says = written.map { "says \"\($0)\"" } ?? "leaves out a line"
      let should = printed.map { "says \"\($0)\"" } ?? "has no such line"
      return "\(says); \(source) \(should)"
    }
  }

  /// The page's lines with as few changes as make them stand for what was printed.
  func mended(_ written: [String], for printed: [String]) -> Mended {
    let costs = costs(written, printed)
    var result = Mended()
    var (row, column) = (0, 0)
    while row < written.count || column < printed.count {
      let old = row < written.count ? written[row] : nil
      let new = column < printed.count ? printed[column] : nil
      let cost = costs[row][column]
      if let old, Self.isElision(old) {
        if costs[row + 1][column] == cost {
          result.lines.append(old)
          row += 1
        } else {
          column += 1
        }
        continue
      }
      if let old, let new, cost == costs[row + 1][column + 1], matches(old, new) {
        result.lines.append(old)
        (row, column) = (row + 1, column + 1)
        continue
      }
      let replaces = old != nil && new != nil && cost == costs[row + 1][column + 1] + 1
      let inserts = !replaces && new != nil && cost == costs[row][column + 1] + 1
      if result.difference == nil {
        result.difference = Difference(
          index: row, written: inserts ? nil : old, printed: replaces || inserts ? new : nil)
      }
      if replaces || inserts, let new {
        result.lines.append(new)
        column += 1
      }
      if !inserts { row += 1 }
    }
    return result
  }

  /// The same for a page that shows the command in its first line, which no gap stands for.
  func mended(_ written: [String], after command: String, for printed: [String]) -> Mended {
    let hasCommand = written.first?.hasPrefix("$ ") == true
    var result = mended(Array(written.dropFirst(hasCommand ? 1 : 0)), for: printed)
    result.lines.insert(command, at: 0)
    if written.first != command {
      result.difference = Difference(index: 0, written: written.first, printed: command)
    } else if let other = result.difference {
      result.difference = Difference(
        index: other.index + 1, written: other.written, printed: other.printed)
    }
    return result
  }

  /// How many lines must be changed from each pair of places to the ends.
  private func costs(_ written: [String], _ printed: [String]) -> [[Int]] {
    var costs = [[Int]](
      repeating: [Int](repeating: 0, count: printed.count + 1), count: written.count + 1)
    for row in (0...written.count).reversed() {
      for column in (0...printed.count).reversed() {
        var choices: [Int] = []
        let hasOld = row < written.count
        let hasNew = column < printed.count
        if hasOld, Self.isElision(written[row]) {
          choices = [costs[row + 1][column]] + (hasNew ? [costs[row][column + 1]] : [])
        } else {
          if hasOld, hasNew {
            let differs = matches(written[row], printed[column]) ? 0 : 1
            choices.append(costs[row + 1][column + 1] + differs)
          }
          if hasOld { choices.append(costs[row + 1][column] + 1) }
          if hasNew { choices.append(costs[row][column + 1] + 1) }
        }
        costs[row][column] = choices.min() ?? 0
      }
    }
    return costs
  }

  private static func isElision(_ line: String) -> Bool {
    trimmed(line) == gap
  }
}
